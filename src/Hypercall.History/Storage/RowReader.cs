using System.Globalization;

namespace Hypercall.History.Storage;

/// <summary>Rows from the columns of their tables, in the tables' order.</summary>
internal static class RowReader
{
    public static OrderRow Order(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), Wallet(row, 2), row.GetString(3), (Side)row.GetInt64(4), Price(row, 5),
        Size(row, 6), Size(row, 7), (OrderStatus)row.GetInt64(8), (OrderReason)row.GetInt64(9),
        (TimeInForce)row.GetInt64(10), (OrderFlags)row.GetInt64(11), Number(row, 12), Text(row, 13),
        WalletOrNull(row, 14), row.GetInt64(15), row.GetInt64(16),
        row.GetInt64(17) != 0);

    public static TradeRow Trade(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), Price(row, 4), Size(row, 5),
        (Side)row.GetInt64(6), Wallet(row, 7), Wallet(row, 8), Cash(row, 9), Cash(row, 10),
        (FillSource)row.GetInt64(11));

    public static FillRow Fill(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), Wallet(row, 4), row.GetInt64(5),
        row.GetString(6), (Side)row.GetInt64(7), Price(row, 8), Size(row, 9), Cash(row, 10), Cash(row, 11),
        WalletOrNull(row, 12), Cash(row, 13),
        (FillSource)row.GetInt64(14));

    public static PayoutRow Payout(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), Wallet(row, 3), row.GetString(4), Size(row, 5),
        Price(row, 6), Cash(row, 7), Cash(row, 8), Cash(row, 9), row.GetInt64(10));

    public static TransferRow Transfer(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), Wallet(row, 3), (TransferKind)row.GetInt64(4),
        row.GetString(5), Units(row, 6), Text(row, 7), Number(row, 8));

    public static LiquidationRow Liquidation(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), Wallet(row, 3), (MarginMode)row.GetInt64(4),
        (LiquidationState)row.GetInt64(5), (LiquidationState)row.GetInt64(6), CashOrNull(row, 7), Cash(row, 8),
        CashOrNull(row, 9));

    public static InstrumentRow Instrument(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetString(2), (InstrumentStatus)row.GetInt64(3), row.GetInt64(4),
        row.GetInt64(5), row.GetInt64(6), Number(row, 7) is { } price ? new Price(price) : null);

    public static PriceSample Sample(DbDataReader row) =>
        new(row.GetInt64(1), row.GetInt64(2), row.GetString(0), Price(row, 3));

    public static EquitySample Equity(DbDataReader row) =>
        new(row.GetInt64(1), row.GetInt64(2), Wallet(row, 0), Cash(row, 3));

    public static WalletRow WalletSeen(DbDataReader row) => new(Wallet(row, 0), row.GetInt64(1), row.GetInt64(2));

    public static RevocationRow Revocation(DbDataReader row) =>
        new(Wallet(row, 0), Wallet(row, 1), row.GetInt64(2), row.GetInt64(3));

    public static SumRow Sum(DbDataReader row) => new(
        Wallet(row, 0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), Cash(row, 4), row.GetInt64(5));

    public static SumRow Step(DbDataReader row) => new(
        Wallet(row, 0), row.GetString(1), row.GetInt64(3), row.GetInt64(2), Cash(row, 4), row.GetInt64(5));

    private static WalletAddress Wallet(DbDataReader row, int column) => WalletAddress.Parse(row.GetString(column));

    private static WalletAddress? WalletOrNull(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : Wallet(row, column);

    private static Price Price(DbDataReader row, int column) => new(row.GetInt64(column));

    private static Quantity Size(DbDataReader row, int column) => new(row.GetInt64(column));

    private static Cash Cash(DbDataReader row, int column) => new(Units(row, column));

    private static Cash? CashOrNull(DbDataReader row, int column) => row.IsDBNull(column) ? null : Cash(row, column);

    private static Int128 Units(DbDataReader row, int column) =>
        Int128.Parse(row.GetString(column), CultureInfo.InvariantCulture);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
