namespace Hypercall.History.Storage;

/// <summary>Rows as the values of their table's columns.</summary>
internal static class RowValues
{
    public static object?[] Of(OrderRow row) =>
    [
        row.OrderId, row.Sequence, Text(row.Wallet), row.Symbol, Number(row.Side), row.Price.Units, row.Size.Units,
        row.Filled.Units, Number(row.Status), Number(row.Reason), Number(row.TimeInForce), Number(row.Flags),
        row.ExpiresAtMs, row.ClientId, Text(row.Builder), row.CreatedAtMs, row.UpdatedAtMs,
        row.IsLiquidation ? 1L : 0L, UnderlyingOf(row.Symbol),
    ];

    public static object?[] Of(TradeRow row) =>
    [
        row.TradeId, row.Sequence, row.AtMs, row.Symbol, row.Price.Units, row.Size.Units, Number(row.TakerSide),
        Text(row.Taker), Text(row.Maker), Text(row.TakerFee), Text(row.MakerFee), Number(row.Source),
        UnderlyingOf(row.Symbol),
    ];

    public static object?[] Of(FillRow row) =>
    [
        row.FillId, row.TradeId, row.Sequence, row.AtMs, Text(row.Wallet), row.OrderId, row.Symbol, Number(row.Side),
        row.Price.Units, row.Size.Units, Text(row.Fee), Text(row.RealizedPnl), Text(row.Builder), Text(row.BuilderFee),
        Number(row.Source), UnderlyingOf(row.Symbol),
    ];

    public static object?[] Of(PayoutRow row) =>
    [
        row.Id, row.Sequence, row.AtMs, Text(row.Wallet), row.Symbol, row.Size.Units, row.SettlementPrice.Units,
        Text(row.Value), Text(row.Fee), Text(row.Pnl), row.ExpiryMs,
    ];

    public static object?[] Of(TransferRow row) =>
    [
        row.Id, row.Sequence, row.AtMs, Text(row.Wallet), Number(row.Kind), row.Symbol, row.AmountUnits.ToString(),
        row.Source, row.Number,
    ];

    public static object?[] Of(LiquidationRow row) =>
    [
        row.Id, row.Sequence, row.AtMs, Text(row.Wallet), Number(row.Mode), Number(row.Before), Number(row.After),
        Text(row.Equity), Text(row.Maintenance), Text(row.MaintenanceExcess),
    ];

    public static object?[] Of(InstrumentRow row) =>
    [
        row.Number, row.Sequence, row.Symbol, Number(row.Status), row.CreatedAtMs, row.UpdatedAtMs,
        row.ExpiryMs, row.SettlementPrice?.Units,
    ];

    public static object?[] Of(PriceSample row) => [row.Symbol, row.BucketMs, row.Sequence, row.Price.Units];

    public static object?[] Of(EquitySample row) => [Text(row.Wallet), row.BucketMs, row.Sequence, Text(row.Equity)];

    public static object?[] Of(WalletRow row) => [Text(row.Wallet), row.Sequence, row.FirstSeenMs];

    public static object?[] Of(RevocationRow row) => [Text(row.Wallet), Text(row.Agent), row.Sequence, row.AtMs];

    public static object?[] Of(SumRow row) =>
        [Text(row.Wallet), row.Name, row.Sequence, row.AtMs, Text(row.Amount), row.Events];

    public static object?[] OfStep(SumRow row) =>
        [Text(row.Wallet), row.Name, row.AtMs, row.Sequence, Text(row.Amount), row.Events];

    public static string Text(WalletAddress address) => address.ToString();

    private static string UnderlyingOf(string symbol) =>
        symbol.IndexOf('-') is > 0 and var end ? symbol[..end] : symbol;

    public static string? Text(WalletAddress? address) => address?.ToString();

    private static string Text(Cash amount) => amount.Units.ToString();

    private static string? Text(Cash? amount) => amount?.Units.ToString();

    private static long Number<T>(T value)
        where T : struct, Enum => Convert.ToInt64(value);
}
