namespace Hypercall.Engine.Events;

/// <summary>
/// What one command did: outcome, events, hash. The engine owns one instance and fills it anew; everything in it
/// holds until the next Apply.
/// </summary>
public sealed class ApplyOutput
{
    private readonly ReusedList<ActionResult> _results = new();

    /// <summary>The command's sequence; for OutOfOrder the last sequence + 1, which is not consumed.</summary>
    public long Sequence { get; internal set; }

    /// <summary>The command's time, ms since the epoch.</summary>
    public long TimestampMs { get; internal set; }

    /// <summary>The request id, if the command had one.</summary>
    public RequestId? RequestId { get; internal set; }

    /// <summary>Default when accepted.</summary>
    public Rejection Rejection { get; internal set; }

    /// <summary>True when the command was accepted.</summary>
    public bool Accepted => Rejection.Code == RejectCode.None;

    /// <summary>Id of the order that an accepted place or replace made or kept, else null.</summary>
    public long? OrderId { get; internal set; }

    /// <summary>True when this answers a request id seen before; then <see cref="First"/> is present.</summary>
    public bool Duplicate => First is not null;

    /// <summary>The first outcome of a duplicate.</summary>
    public FirstOutcome? First { get; internal set; }

    /// <summary>True when the command is a bulk that passed checks 1 to 3: <see cref="Results"/> then counts.</summary>
    public bool HasResults { get; internal set; }

    /// <summary>Outcomes of a bulk's actions (a duplicate's: the first one's), in order.</summary>
    public ReadOnlySpan<ActionResult> Results => _results.Items;

    /// <summary>What happened, in order.</summary>
    public EventBuffer Events { get; } = new();

    /// <summary>The state hash after this command (architecture.md §State hash).</summary>
    public Hash256 Hash { get; internal set; }

    internal void Reset()
    {
        RequestId = null;
        Rejection = default;
        OrderId = null;
        First = null;
        HasResults = false;
        _results.Clear();
        Events.Clear();
    }

    internal void AddResult(in ActionResult result) => _results.Add(result);
}
