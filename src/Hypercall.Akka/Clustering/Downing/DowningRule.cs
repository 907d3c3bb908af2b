using Akka.Cluster;

namespace Hypercall.Actors.Clustering.Downing;

/// <summary>
/// Decides on one node, from what it sees, who leaves the cluster. Only engines vote. An engine that one member cannot
/// reach and another can is accused and not dead, so nobody puts it out: a bad link costs him who complains of it, if
/// he is no engine, or else the younger of the two. An engine that no engine reaches is lost, and the larger side puts
/// it out while the smaller side goes by itself; at a tie the side of the lowest address stays. Everybody who is no
/// engine goes where engines cannot reach it, and starts again.
/// </summary>
/// <param name="stableAfterMs">For how long a suspicion must last before anything is decided on it.</param>
internal sealed class DowningRule(long stableAfterMs)
{
    /// <summary>A lost set that changes for so many times <c>stableAfterMs</c> is decided on as it is.</summary>
    public const int RestlessFactor = 3;

    /// <summary>Between engines the younger complains for so many times <c>stableAfterMs</c> before it goes.</summary>
    public const int YoungerFactor = 2;

    /// <summary>Then the older one, where the younger does not know of it.</summary>
    public const int OlderFactor = 4;

    /// <summary>The verdict of the node that is <see cref="MemberView.IsSelf"/>.</summary>
    /// <param name="members">All members, in the order of their addresses.</param>
    /// <param name="orphanedMs">Since when a node that is no engine has had no engine beside it; null if it has, or
    /// never had one.</param>
    public DowningVerdict Decide(IReadOnlyList<MemberView> members, long? orphanedMs = null)
    {
        if (members.FirstOrDefault(member => member.IsSelf) is not { Counts: true } self)
            return DowningVerdict.None;
        MemberView[] engines = [.. members.Where(member => member.IsEngine && member.Counts)];
        string? goes = WhyGo(self, engines, orphanedMs);
        return goes is null ? PutOut(self, members, engines) : new DowningVerdict([self.Node], goes);
    }

    private string? WhyGo(MemberView self, MemberView[] engines, long? orphanedMs)
    {
        if (orphanedMs >= stableAfterMs)
            return "no engine is left in this cluster";
        if (IsOnSmallerSide(engines))
            return "this side has lost most engines";
        if (HearsTooFew(engines))
            return "this node itself hears too few engines";
        return self.IsEngine ? WhyComplainer(self, engines) : WhyDeaf(engines);
    }

    /// <summary>Lost for a moment only may be on either side: to go takes the better case for this one.</summary>
    private bool IsOnSmallerSide(MemberView[] engines) =>
        IsDue(engines) && !Outnumber(engines, engine => !IsLostForLong(engine), IsLostForLong);

    /// <summary>What others still see counts too: this node's own links are the bad ones.</summary>
    private bool HearsTooFew(MemberView[] engines)
    {
        bool IsUnheard(MemberView engine) => engine.UnheardMs >= stableAfterMs;
        return engines.Any(IsUnheard) && !Outnumber(engines, engine => !IsUnheard(engine), IsUnheard);
    }

    private string? WhyDeaf(MemberView[] engines) =>
        engines.FirstOrDefault(engine => IsAccused(engine, stableAfterMs)) is { } engine
            ? $"this node cannot hear {engine.Node.Address}, which others hear"
            : null;

    private string? WhyComplainer(MemberView self, MemberView[] engines)
    {
        MemberView? engine = engines.FirstOrDefault(other =>
            IsAccused(other, stableAfterMs * (self.Age > other.Age ? YoungerFactor : OlderFactor)));
        int others = engines.Count(other => other.Votes && !other.IsSelf && other.LostMs is null);
        return engine is not null && 2 * others > engines.Count(other => other.Votes)
            ? $"the link to {engine.Node.Address} is bad, and this node is the one to go"
            : null;
    }

    /// <summary>The first engine of the larger side puts out lost engines and whoever else is unreachable.</summary>
    private DowningVerdict PutOut(MemberView self, IReadOnlyList<MemberView> members, MemberView[] engines)
    {
        if (!IsResponsible(self, engines) || !IsOnLargerSide(engines))
            return DowningVerdict.None;
        UniqueAddress[] nodes =
        [
            .. engines.Where(engine => IsDue(engines) && IsLostForLong(engine)).Select(engine => engine.Node),
            .. members.Where(IsUnreachableGuest).Select(guest => guest.Node),
        ];
        return nodes.Length == 0
            ? DowningVerdict.None
            : new DowningVerdict(nodes, $"unreachable for {stableAfterMs} ms or longer");
    }

    private static bool IsOnLargerSide(MemberView[] engines) =>
        Outnumber(engines, engine => engine.LostMs is null, engine => engine.LostMs is not null);

    private static bool IsResponsible(MemberView self, MemberView[] engines)
    {
        MemberView[] reachable = [.. engines.Where(engine => engine.UnreachableMs is null)];
        return (reachable.FirstOrDefault(engine => engine.Votes) ?? reachable.FirstOrDefault()) == self;
    }

    /// <summary>
    /// Counts as few as there may be on this side and as many as there may be on the other, where one that joins may be
    /// up, and one that leaves may be gone, in gossip that has not come here.
    /// </summary>
    private static bool Outnumber(
        MemberView[] engines, Func<MemberView, bool> isOurs, Func<MemberView, bool> isTheirs)
    {
        int ours = engines.Count(engine => engine.Votes && isOurs(engine));
        int theirs = engines.Count(isTheirs);
        return ours > theirs
            || (ours == theirs && (engines.FirstOrDefault(engine => engine.Votes) is not { } lowest || isOurs(lowest)));
    }

    private bool IsDue(MemberView[] engines)
    {
        bool isAtRest = engines.All(engine => engine.LostMs is null || IsLostForLong(engine));
        return engines.Any(engine =>
            engine.LostMs >= (isAtRest ? stableAfterMs : RestlessFactor * stableAfterMs));
    }

    private bool IsLostForLong(MemberView engine) => engine.LostMs >= stableAfterMs;

    private static bool IsAccused(MemberView engine, long forMs) =>
        engine.LostMs is null && engine.UnheardMs >= forMs;

    private bool IsUnreachableGuest(MemberView member) =>
        member is { IsEngine: false, Counts: true } && member.UnreachableMs >= stableAfterMs;
}
