namespace Hypercall.Testing.Twin;

/// <summary>What the twin answers to a command; events are canonical lines (see <see cref="EventLines"/>).</summary>
internal sealed class NaiveOutput
{
    public required long Sequence { get; init; }
    public required long Time { get; init; }
    public required RequestId? RequestId { get; init; }
    public NaiveReject? Reject { get; set; }
    public long? OrderId { get; set; }
    public NaiveFirst? First { get; set; }
    public List<NaiveResult>? Results { get; set; }
    public List<string> Events { get; } = [];

    /// <summary>Rules that the command went through and that its events do not show; for coverage.</summary>
    public List<string> Reached { get; } = [];

    /// <summary>Status and filled size of the command's last OrderUpdated, time advance left out.</summary>
    public (OrderStatus Status, long Filled)? LastUpdate { get; set; }
}

/// <summary>Outcome of one action of a bulk.</summary>
internal sealed record NaiveResult(NaiveReject? Reject, long? OrderId)
{
    /// <summary>What a duplicate is told: the code alone.</summary>
    public NaiveResult WithoutDetail() => this with { Reject = Reject is null ? null : NaiveReject.Of(Reject.Code) };
}
