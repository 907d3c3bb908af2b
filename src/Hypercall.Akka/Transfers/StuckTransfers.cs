using Hypercall.Actors.Clustering;

namespace Hypercall.Actors.Transfers;

/// <summary>
/// To a node's entry (<see cref="HypercallCluster.Entry"/>): which transfers are stuck. Answered by
/// <see cref="StuckTransfers"/>.
/// </summary>
public sealed record QueryTransfers(long Token) : IHypercallMessage, IRecordShape<QueryTransfers>
{
    static QueryTransfers IRecordShape<QueryTransfers>.Blank { get; } = new(0);

    static QueryTransfers IRecordShape<QueryTransfers>.Walk<V>(ref V v, in QueryTransfers m) =>
        new(v.Int64("token", m.Token));
}

/// <summary>The stuck transfers of a venue.</summary>
/// <param name="Transfers">Desk by desk, at most <see cref="MostTold"/>.</param>
/// <param name="SilentDesks">Desks that did not answer in time.</param>
public sealed record StuckTransfers(long Token, IReadOnlyList<StuckTransfer> Transfers, int SilentDesks)
    : IHypercallMessage, IRecordShape<StuckTransfers>
{
    /// <summary>Most transfers in one answer.</summary>
    public const int MostTold = 1_000;

    static StuckTransfers IRecordShape<StuckTransfers>.Blank { get; } = new(0, [], 0);

    static StuckTransfers IRecordShape<StuckTransfers>.Walk<V>(ref V v, in StuckTransfers m) => new(
        Token: v.Int64("token", m.Token),
        SilentDesks: v.Int32("silent desks", m.SilentDesks),
        Transfers: Field.List<V, StuckTransfer, StuckTransfer>(
            ref v, "stuck transfer", m.Transfers, MostTold, StuckTransfer.LeastBytes));
}

/// <summary>A transfer that waits for an operator.</summary>
/// <param name="From">The partition that cash leaves.</param>
/// <param name="To">The partition that cash enters.</param>
/// <param name="Number">Its number at both partitions.</param>
/// <param name="Step">The step that was answered so: Withdrawing, or Depositing, the cash having left.</param>
/// <param name="Wallet">Whose cash.</param>
/// <param name="Amount">How much.</param>
public sealed record StuckTransfer(
    string From,
    string To,
    RequestId Id,
    long Number,
    TransferState Step,
    RejectCode Code,
    WalletAddress Wallet,
    Cash Amount) : IRecordShape<StuckTransfer>
{
    /// <summary>Two names of a character, then what is fixed.</summary>
    internal const int LeastBytes = 2 + 2 + 16 + 8 + 1 + 1 + WalletAddress.Length + 16;

    static StuckTransfer IRecordShape<StuckTransfer>.Blank { get; } =
        new("", "", default, 0, default, default, default, default);

    static StuckTransfer IRecordShape<StuckTransfer>.Walk<V>(ref V v, in StuckTransfer m) => new(
        Field.Id(ref v, "from", m.From),
        Field.Id(ref v, "to", m.To),
        Field.RequestId(ref v, m.Id),
        v.Int64("number", m.Number),
        Field.Transfer(ref v, m.Step),
        Field.Code(ref v, m.Code),
        v.Address("wallet", m.Wallet),
        v.Cash("amount", m.Amount));
}

/// <summary>
/// To a node's entry: an operator, who has looked at both partitions, ends a stuck transfer. Moves nothing by itself.
/// Answered by <see cref="TransferStatus"/>, again where it has ended so already, or by <see cref="EngineUnavailable"/>
/// where none of the id is stuck.
/// </summary>
/// <param name="From">The partition that cash leaves.</param>
/// <param name="To">The partition that cash enters.</param>
/// <param name="As">Completed or Refused.</param>
/// <param name="Reason">For the log.</param>
public sealed record EndTransfer(
    string From, string To, long Token, RequestId Id, TransferState As, string Reason)
    : IHypercallMessage, IRecordShape<EndTransfer>
{
    /// <summary>Most bytes of a reason.</summary>
    public const int MaxReasonBytes = 1_024;

    static EndTransfer IRecordShape<EndTransfer>.Blank { get; } = new("", "", 0, default, default, "");

    static EndTransfer IRecordShape<EndTransfer>.Walk<V>(ref V v, in EndTransfer m) => new(
        Field.Id(ref v, "from", m.From),
        Field.Id(ref v, "to", m.To),
        v.Int64("token", m.Token),
        Field.RequestId(ref v, m.Id),
        v.Boolean("completed", m.As == TransferState.Completed) ? TransferState.Completed : TransferState.Refused,
        v.Text("reason", m.Reason, 0, MaxReasonBytes));
}
