using Akka.Cluster;

namespace Hypercall.Actors.Clustering.Downing;

/// <summary>
/// A member as this node sees it at one moment, with how long each suspicion has lasted without a break; null where
/// there is none.
/// </summary>
internal sealed record MemberView
{
    /// <summary>The member.</summary>
    public required UniqueAddress Node { get; init; }

    /// <summary>Whether it owns partitions and so has a vote.</summary>
    public bool IsEngine { get; init; }

    /// <summary>Whether it is this node.</summary>
    public bool IsSelf { get; init; }

    /// <summary>Where it stands between joining and removal.</summary>
    public MemberStatus Status { get; init; } = MemberStatus.Up;

    /// <summary>Its place among the members by the time it came up; 0 is the oldest.</summary>
    public int Age { get; init; }

    /// <summary>Since when some member finds it unreachable.</summary>
    public long? UnreachableMs { get; init; }

    /// <summary>Since when no engine on this side reaches it: dead, or beyond a cut.</summary>
    public long? LostMs { get; init; }

    /// <summary>Since when this node itself hears nothing from it.</summary>
    public long? UnheardMs { get; init; }

    /// <summary>Whether it is neither put out already nor about to go with everybody's agreement.</summary>
    public bool Counts => Status is MemberStatus.Up or MemberStatus.Joining or MemberStatus.WeaklyUp
        or MemberStatus.Leaving;

    /// <summary>Whether it is an engine that may be counted on.</summary>
    public bool Votes => IsEngine && Status == MemberStatus.Up;
}
