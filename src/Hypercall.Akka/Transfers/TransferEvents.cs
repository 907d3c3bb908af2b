namespace Hypercall.Actors.Transfers;

/// <summary>Event of a desk: a transfer was taken under a number.</summary>
/// <param name="Number">Its number, one more than the last one's.</param>
/// <param name="Wallet">Whose cash.</param>
/// <param name="Amount">How much.</param>
/// <param name="TakenMs">When, ms since the epoch: the withdrawal's FirstSentMs.</param>
internal sealed record TransferRequested(
    long Number, RequestId Id, WalletAddress Wallet, Cash Amount, long TakenMs)
    : IHypercallMessage, IRecordShape<TransferRequested>
{
    static TransferRequested IRecordShape<TransferRequested>.Blank { get; } = new(0, default, default, default, 0);

    static TransferRequested IRecordShape<TransferRequested>.Walk<V>(ref V v, in TransferRequested m) => new(
        v.Int64("number", m.Number),
        Field.RequestId(ref v, m.Id),
        v.Address("wallet", m.Wallet),
        v.Cash("amount", m.Amount),
        v.Int64("taken", m.TakenMs));
}

/// <summary>Event of a desk: the transfer at its head went on, or its withdrawal got a new date.</summary>
/// <param name="Number">The transfer's number.</param>
/// <param name="State">Where it is now.</param>
/// <param name="Code">Why it was refused, else None.</param>
/// <param name="AtMs">When, ms since the epoch: FirstSentMs of the step that is due now.</param>
internal sealed record TransferAdvanced(long Number, TransferState State, RejectCode Code, long AtMs)
    : IHypercallMessage, IRecordShape<TransferAdvanced>
{
    static TransferAdvanced IRecordShape<TransferAdvanced>.Blank { get; } = new(0, default, default, 0);

    static TransferAdvanced IRecordShape<TransferAdvanced>.Walk<V>(ref V v, in TransferAdvanced m) => new(
        v.Int64("number", m.Number),
        Field.Transfer(ref v, m.State),
        Field.Code(ref v, m.Code),
        v.Int64("at", m.AtMs));
}
