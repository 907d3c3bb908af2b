namespace Hypercall.Actors.Transfers;

/// <summary>How a transfer stands.</summary>
/// <param name="Number">Its number at both partitions; 0 where the amount is none that could be moved.</param>
/// <param name="State">Where it is.</param>
/// <param name="Code">Refused: why nothing was moved; stuck: the answer that does not say it; else None.</param>
/// <param name="Wallet">Whose cash, as the first request under the id said.</param>
/// <param name="Amount">How much, as the first request under the id said.</param>
public sealed record TransferStatus(
    long Token,
    RequestId Id,
    long Number,
    TransferState State,
    RejectCode Code,
    WalletAddress Wallet,
    Cash Amount) : IHypercallMessage, IRecordShape<TransferStatus>
{
    static TransferStatus IRecordShape<TransferStatus>.Blank { get; } =
        new(0, default, 0, default, default, default, default);

    static TransferStatus IRecordShape<TransferStatus>.Walk<V>(ref V v, in TransferStatus m) => new(
        v.Int64("token", m.Token),
        Field.RequestId(ref v, m.Id),
        v.Int64("number", m.Number),
        Field.Transfer(ref v, m.State),
        Field.Code(ref v, m.Code),
        v.Address("wallet", m.Wallet),
        v.Cash("amount", m.Amount));
}
