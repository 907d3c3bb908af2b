namespace Hypercall.History;

/// <summary>An order as it was last seen.</summary>
/// <param name="IsLiquidation">Whether a liquidation placed it, not the wallet.</param>
public sealed record OrderRow(
    long OrderId,
    long Sequence,
    WalletAddress Wallet,
    string Symbol,
    Side Side,
    Price Price,
    Quantity Size,
    Quantity Filled,
    OrderStatus Status,
    OrderReason Reason,
    TimeInForce TimeInForce,
    OrderFlags Flags,
    long? ExpiresAtMs,
    string? ClientId,
    WalletAddress? Builder,
    long CreatedAtMs,
    long UpdatedAtMs,
    bool IsLiquidation);

/// <summary>A trade.</summary>
/// <param name="AtMs">Time of the command that traded.</param>
public sealed record TradeRow(
    long TradeId,
    long Sequence,
    long AtMs,
    string Symbol,
    Price Price,
    Quantity Size,
    Side TakerSide,
    WalletAddress Taker,
    WalletAddress Maker,
    Cash TakerFee,
    Cash MakerFee,
    FillSource Source);

/// <summary>One side of a trade.</summary>
/// <param name="FillId">Twice the trade's id, and one more for the taker.</param>
/// <param name="OrderId">0 for a request for quote.</param>
/// <param name="Builder">Who got a part of the fee, or null.</param>
public sealed record FillRow(
    long FillId,
    long TradeId,
    long Sequence,
    long AtMs,
    WalletAddress Wallet,
    long OrderId,
    string Symbol,
    Side Side,
    Price Price,
    Quantity Size,
    Cash Fee,
    Cash RealizedPnl,
    WalletAddress? Builder,
    Cash BuilderFee,
    FillSource Source)
{
    /// <summary>Whether it took what was in the book.</summary>
    public bool IsTaker => (FillId & 1) != 0;

    /// <summary>One side of a trade as it is told; who built its order is not told.</summary>
    /// <param name="atMs">Its time, ms since the epoch.</param>
    public static FillRow Of(in Filled fill, bool isTaker, long sequence, long atMs) => new(
        2 * fill.TradeId + (isTaker ? 1 : 0),
        fill.TradeId,
        sequence,
        atMs,
        isTaker ? fill.TakerWallet : fill.MakerWallet,
        isTaker ? fill.TakerOrderId : fill.MakerOrderId,
        fill.Symbol,
        isTaker == (fill.TakerSide == Side.Buy) ? Side.Buy : Side.Sell,
        fill.Price,
        fill.Size,
        isTaker ? fill.TakerFee : fill.MakerFee,
        isTaker ? fill.TakerRealizedPnl : fill.MakerRealizedPnl,
        null,
        default,
        fill.Source);
}

/// <summary>An expired position's settlement.</summary>
/// <param name="Id">Of the journal alone: see <see cref="RowIds"/>.</param>
/// <param name="Size">Signed contracts before.</param>
/// <param name="ExpiryMs">When the option expired.</param>
public sealed record PayoutRow(
    long Id,
    long Sequence,
    long AtMs,
    WalletAddress Wallet,
    string Symbol,
    Quantity Size,
    Price SettlementPrice,
    Cash Value,
    Cash Fee,
    Cash Pnl,
    long ExpiryMs);

/// <summary>What came into or left a wallet; the values are stored.</summary>
public enum TransferKind
{
    Deposit = 0,
    Withdrawal = 1,
    OptionDeposit = 2,
    OptionWithdrawal = 3,
}

/// <summary>A movement of cash or options into or out of a wallet.</summary>
/// <param name="Symbol">The option; empty for cash.</param>
/// <param name="AmountUnits">Cash in units of <see cref="Cash"/>, options in those of <see cref="Quantity"/>.</param>
/// <param name="Source">Who reported it; null: the wallet itself.</param>
public sealed record TransferRow(
    long Id,
    long Sequence,
    long AtMs,
    WalletAddress Wallet,
    TransferKind Kind,
    string Symbol,
    Int128 AmountUnits,
    string? Source,
    long? Number);

/// <summary>A change of a wallet's liquidation state, with its margin as the command left it.</summary>
/// <param name="Equity">Null where a mark was missing.</param>
/// <param name="MaintenanceExcess">
/// What stands against the requirement less it: standard mode cash, portfolio mode equity; null as above.
/// </param>
public sealed record LiquidationRow(
    long Id,
    long Sequence,
    long AtMs,
    WalletAddress Wallet,
    MarginMode Mode,
    LiquidationState Before,
    LiquidationState After,
    Cash? Equity,
    Cash Maintenance,
    Cash? MaintenanceExcess);

/// <summary>What a wallet realized on a symbol, by fills, settlements and deleveragings, fees left out.</summary>
/// <param name="Events">How many of them there were.</param>
public sealed record RealizedRow(string Symbol, Cash Pnl, long Events)
{
    internal static RealizedRow Of(SumRow sum) => new(sum.Name, sum.Amount, sum.Events);
}

/// <summary>An instrument, listed or gone.</summary>
/// <param name="Number">Dense in the order of creation from 0.</param>
public sealed record InstrumentRow(
    long Number,
    long Sequence,
    string Symbol,
    InstrumentStatus Status,
    long CreatedAtMs,
    long UpdatedAtMs,
    long ExpiryMs,
    Price? SettlementPrice);

/// <summary>A price sampled at the first command of a span of time: an option's mark, an underlying's index.</summary>
/// <param name="BucketMs">Begin of the span.</param>
/// <param name="Symbol">The option's symbol, or the underlying's name.</param>
public sealed record PriceSample(long BucketMs, long Sequence, string Symbol, Price Price);

/// <summary>The equity of a wallet that held options, sampled as prices are.</summary>
public sealed record EquitySample(long BucketMs, long Sequence, WalletAddress Wallet, Cash Equity);

/// <summary>When a wallet was first touched.</summary>
public sealed record WalletRow(WalletAddress Wallet, long Sequence, long FirstSeenMs);

/// <summary>An agent that its wallet has revoked, and when last.</summary>
public sealed record RevocationRow(WalletAddress Wallet, WalletAddress Agent, long Sequence, long AtMs);

/// <summary>A running sum of a wallet: what it realized on a symbol or in all, what it was paid in or out.</summary>
/// <param name="Name">The symbol, or one of <see cref="SumNames"/>.</param>
/// <param name="Events">Of how many amounts.</param>
public sealed record SumRow(
    WalletAddress Wallet, string Name, long Sequence, long AtMs, Cash Amount, long Events);

/// <summary>Names of sums that are not of one symbol; no symbol looks like them.</summary>
public static class SumNames
{
    /// <summary>What was realized on all symbols.</summary>
    public const string Realized = "=";

    /// <summary>Cash deposits.</summary>
    public const string Deposits = "+";

    /// <summary>Cash withdrawals.</summary>
    public const string Withdrawals = "-";
}
