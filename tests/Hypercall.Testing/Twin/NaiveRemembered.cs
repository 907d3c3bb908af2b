using Hypercall.Engine.Shapes;
using Hypercall.Engine.State;

namespace Hypercall.Testing.Twin;

/// <summary>An entry of the twin's outcome cache.</summary>
internal sealed class NaiveRemembered
{
    private long? _bytes;

    public required RequestId RequestId { get; init; }
    public required WalletAddress? Scope { get; init; }
    public required string CommandText { get; init; }
    public required NaiveOutput Output { get; init; }

    /// <summary>
    /// Bytes of the entry's canonical encoding. Its layout is the engine's, the specification leaves it open; what stands
    /// in it is the twin's.
    /// </summary>
    public long Bytes => _bytes ??= Measure();

    private long Measure()
    {
        var writer = new CanonicalWriter();
        OutcomeEntry entry = Entry();
        var output = new CanonicalOutput(writer);
        EntryShapes.Walk(ref output, ref entry);
        return writer.ToArray().Length;
    }

    private OutcomeEntry Entry() => new()
    {
        Key = new OutcomeKey(
            RequestId.Value, Scope is null ? RequestScope.Venue : RequestScope.Address, Scope ?? default),
        Sequence = Output.Sequence,
        TimestampMs = Output.Time,
        Rejection = Rejection(Output.Reject),
        OrderId = Output.OrderId ?? 0,
        Status = Output.LastUpdate is { } update ? (byte)update.Status : OutcomeEntry.NoStatus,
        FilledUnits = Output.LastUpdate?.Filled ?? 0,
        Results = Output.Results is null ? null : [.. Output.Results.Select(Result)],
    };

    private static RememberedResult Result(NaiveResult result) =>
        new(result.Reject?.Code ?? RejectCode.None, result.OrderId ?? 0);

    private static Rejection Rejection(NaiveReject? reject) => reject is null
        ? Hypercall.Engine.Events.Rejection.None
        : new Rejection(
            reject.Code,
            new RejectArguments((Int128)reject.First, (Int128)reject.Second, reject.Name));
}
