using Hypercall.Actors.Clustering;

namespace Hypercall.Actors.Transfers;

/// <summary>
/// To a node's entry (<see cref="HypercallCluster.Entry"/>) or to a <see cref="TransferDesk"/>: move cash of a wallet
/// from one partition to another. Answered by <see cref="TransferStatus"/> once it is over, or by
/// <see cref="EngineUnavailable"/> where it is not taken now; the same id again, between the same two, is the same
/// transfer, whatever else is said of it. Delivery is at most once, so whoever asks also watches the time.
/// </summary>
/// <param name="From">The partition that cash leaves.</param>
/// <param name="To">The partition that cash enters.</param>
/// <param name="Id">The transfer's id, chosen by who asks.</param>
/// <param name="Wallet">Whose cash.</param>
/// <param name="Amount">How much, above 0.</param>
public sealed record TransferCash(
    string From, string To, long Token, RequestId Id, WalletAddress Wallet, Cash Amount)
    : IHypercallMessage, IRecordShape<TransferCash>
{
    static TransferCash IRecordShape<TransferCash>.Blank { get; } = new("", "", 0, default, default, default);

    static TransferCash IRecordShape<TransferCash>.Walk<V>(ref V v, in TransferCash m) => new(
        Field.Id(ref v, "from", m.From),
        Field.Id(ref v, "to", m.To),
        v.Int64("token", m.Token),
        Field.RequestId(ref v, m.Id),
        v.Address("wallet", m.Wallet),
        v.Cash("amount", m.Amount));
}
