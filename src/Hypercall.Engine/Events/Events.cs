using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Events;

/// <summary>An order was placed, filled, changed or cancelled: its values after that.</summary>
/// <remarks>
/// This and the other events of every trade are not readonly so that the engine can fill them in where they are kept;
/// <see cref="EventBuffer"/> hands them out by readonly reference.
/// </remarks>
/// <param name="Size">Size of the order (what decrement and an in-place replace left of it).</param>
/// <param name="Filled">Cumulative filled size.</param>
/// <param name="Liquidation">Whether liquidation placed it in the wallet's name.</param>
public record struct OrderUpdated(
    long OrderId,
    string? ClientId,
    WalletAddress Wallet,
    string Symbol,
    Side Side,
    Price Price,
    Quantity Size,
    Quantity Filled,
    OrderStatus Status,
    OrderReason Reason,
    bool Liquidation = false)
{
    private static readonly string[] AfterOrderId = ["clientId"];

    /// <summary>Size − filled, also after a cancel.</summary>
    public readonly Quantity Remaining => new(Size.Units - Filled.Units);

    internal static void Walk<V>(ref V v, ref OrderUpdated e)
        where V : struct, IFields, allows ref struct
    {
        e.OrderId = v.Int64("orderId", e.OrderId);
        v.Ahead(AfterOrderId);
        e.Wallet = v.Address("wallet", e.Wallet);
        e.Symbol = v.Text("symbol", e.Symbol, 0, TextLimits.MaxSymbolBytes);
        e.Side = v.Enum("side", e.Side, Side.Sell);
        e.Price = v.Price("price", e.Price);
        e.Size = v.Quantity("size", e.Size);
        e.Filled = v.Quantity("filled", e.Filled);
        v.Show("remaining", new Quantity(unchecked(e.Size.Units - e.Filled.Units)));
        e.Status = v.Enum("status", e.Status, OrderStatus.Canceled);
        e.Reason = v.Enum("reason", e.Reason, OrderReason.Deleveraged);
        e.Liquidation = v.Boolean("liquidation", e.Liquidation);
        e.ClientId = v.Has("clientId", e.ClientId is not null, orNull: true)
            ? v.Text("clientId", e.ClientId!, 0, TextLimits.MaxClientIdBytes)
            : null;
    }
}

/// <summary>A trade. The order ids of one from a request for quote are 0.</summary>
public record struct Filled(
    long TradeId,
    string Symbol,
    Price Price,
    Quantity Size,
    Side TakerSide,
    long TakerOrderId,
    long MakerOrderId,
    WalletAddress TakerWallet,
    WalletAddress MakerWallet,
    Cash TakerFee,
    Cash MakerFee,
    Cash TakerRealizedPnl,
    Cash MakerRealizedPnl,
    FillSource Source)
{
    internal static void Walk<V>(ref V v, ref Filled e)
        where V : struct, IFields, allows ref struct
    {
        e.TradeId = v.Int64("tradeId", e.TradeId);
        e.Symbol = v.Text("symbol", e.Symbol, 0, TextLimits.MaxSymbolBytes);
        e.Price = v.Price("price", e.Price);
        e.Size = v.Quantity("size", e.Size);
        e.TakerSide = v.Enum("takerSide", e.TakerSide, Side.Sell);
        e.TakerOrderId = v.Id("takerOrderId", e.TakerOrderId);
        e.MakerOrderId = v.Id("makerOrderId", e.MakerOrderId);
        e.TakerWallet = v.Address("takerWallet", e.TakerWallet);
        e.MakerWallet = v.Address("makerWallet", e.MakerWallet);
        e.TakerFee = v.Cash("takerFee", e.TakerFee);
        e.MakerFee = v.Cash("makerFee", e.MakerFee);
        e.TakerRealizedPnl = v.Cash("takerRealizedPnl", e.TakerRealizedPnl);
        e.MakerRealizedPnl = v.Cash("makerRealizedPnl", e.MakerRealizedPnl);
        e.Source = v.Enum("source", e.Source, FillSource.Liquidation);
    }
}

/// <summary>
/// The levels of a book that differ from what was last published. Levels are read through
/// <see cref="EventBuffer.Bids"/> and <see cref="EventBuffer.Asks"/>, best first.
/// </summary>
public record struct BookChanged(string Symbol, long L2Sequence, int LevelStart, int BidCount, int AskCount);

/// <summary>A level of a book after a change; size 0 removes it.</summary>
public record struct BookLevel(Price Price, Quantity Size);

/// <summary>
/// A balance moved. <paramref name="Wallet"/> counts only for <see cref="LedgerAccountKind.Wallet"/>.
/// </summary>
public record struct BalanceChanged(
    LedgerAccountKind Account, WalletAddress Wallet, Cash Delta, Cash Balance, BalanceReason Reason)
{
    internal static void Walk<V>(ref V v, ref BalanceChanged e)
        where V : struct, IFields, allows ref struct
    {
        e.Account = (LedgerAccountKind)v.Tag("account", (byte)e.Account, (byte)LedgerAccountKind.Insurance);
        if (e.Account != LedgerAccountKind.Wallet)
            v.ShowEnum("wallet", e.Account);
        e.Wallet = e.Account == LedgerAccountKind.Wallet ? v.Address("wallet", e.Wallet) : default;
        e.Delta = v.Cash("delta", e.Delta);
        e.Balance = v.Cash("balance", e.Balance);
        e.Reason = v.Enum("reason", e.Reason, BalanceReason.LiquidationFee);
    }
}

/// <summary>A position after a change; flat is size 0 and entry price 0.</summary>
public record struct PositionChanged(WalletAddress Wallet, string Symbol, Quantity Size, Price EntryPrice)
{
    internal static void Walk<V>(ref V v, ref PositionChanged e)
        where V : struct, IFields, allows ref struct
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.Symbol = v.Text("symbol", e.Symbol, 0, TextLimits.MaxSymbolBytes);
        e.Size = v.Quantity("size", e.Size);
        e.EntryPrice = v.Price("entryPrice", e.EntryPrice);
    }
}

/// <summary>Market-maker protection froze a wallet on an underlying.</summary>
/// <param name="FrozenUntilMs">Exclusive end; null: until MmpReset.</param>
public record struct MmpTriggered(
    WalletAddress Wallet, string Underlying, MmpCause Cause, long? FrozenUntilMs)
{
    internal static void Walk<V>(ref V v, ref MmpTriggered e)
        where V : struct, IFields, allows ref struct
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.Underlying = v.Text("underlying", e.Underlying, 0, TextLimits.MaxSymbolBytes);
        e.Cause = v.Enum("cause", e.Cause, MmpCause.Vega);
        e.FrozenUntilMs = v.Has("frozenUntil", e.FrozenUntilMs.HasValue, orNull: true)
            ? v.Int64("frozenUntil", e.FrozenUntilMs.GetValueOrDefault(), 0, long.MaxValue)
            : null;
    }
}

/// <summary>An instrument's status after a change.</summary>
public record struct MarketUpdated(string Symbol, InstrumentStatus Status)
{
    internal static void Walk<V>(ref V v, ref MarketUpdated e)
        where V : struct, IFields, allows ref struct
    {
        e.Symbol = v.Text("symbol", e.Symbol, 0, TextLimits.MaxSymbolBytes);
        e.Status = v.Enum("status", e.Status, InstrumentStatus.Deleted);
    }
}

/// <summary>An expired position was settled and is gone.</summary>
/// <param name="Size">Signed contracts before.</param>
/// <param name="SettlementPrice">Price of the underlying it was settled at.</param>
/// <param name="Value">Intrinsic value × size; negative for a short.</param>
/// <param name="Fee">Settlement fee; negative for a rebate.</param>
/// <param name="Pnl">Value − cost, before the fee.</param>
public record struct PositionSettled(
    WalletAddress Wallet, string Symbol, Quantity Size, Price SettlementPrice, Cash Value, Cash Fee, Cash Pnl)
{
    internal static void Walk<V>(ref V v, ref PositionSettled e)
        where V : struct, IFields, allows ref struct
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.Symbol = v.Text("symbol", e.Symbol, 0, TextLimits.MaxSymbolBytes);
        e.Size = v.Quantity("size", e.Size);
        e.SettlementPrice = v.Price("settlementPrice", e.SettlementPrice);
        e.Value = v.Cash("value", e.Value);
        e.Fee = v.Cash("fee", e.Fee);
        e.Pnl = v.Cash("pnl", e.Pnl);
    }
}

/// <summary>A wallet's margin mode after a change.</summary>
public record struct MarginModeChanged(WalletAddress Wallet, MarginMode Mode)
{
    internal static void Walk<V>(ref V v, ref MarginModeChanged e)
        where V : struct, IFields, allows ref struct
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.Mode = v.Enum("mode", e.Mode, MarginMode.Portfolio);
    }
}

/// <summary>A wallet's tier after a change.</summary>
public record struct TierChanged(WalletAddress Wallet, string Tier, int MaxOpenOrders, int MaxOpenPositions)
{
    internal static void Walk<V>(ref V v, ref TierChanged e)
        where V : struct, IFields, allows ref struct
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.Tier = v.Text("tier", e.Tier, 0, TextLimits.MaxTierBytes);
        e.MaxOpenOrders = v.Int32("maxOpenOrders", e.MaxOpenOrders);
        e.MaxOpenPositions = v.Int32("maxOpenPositions", e.MaxOpenPositions);
    }
}

/// <summary>A wallet's liquidation state after a change.</summary>
/// <param name="Mode">Partial or full while liquidation goes on by itself, else none.</param>
public record struct LiquidationStateChanged(
    WalletAddress Wallet, LiquidationState State, LiquidationMode Mode = LiquidationMode.None)
{
    internal static void Walk<V>(ref V v, ref LiquidationStateChanged e)
        where V : struct, IFields, allows ref struct
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.State = v.Enum("state", e.State, LiquidationState.Liquidated);
        e.Mode = v.Enum("mode", e.Mode, LiquidationMode.Full);
    }
}

/// <summary>An auction of a wallet's portfolio began, began anew or ended.</summary>
/// <param name="Wallet">Whose portfolio it is.</param>
/// <param name="Asked">What is asked at the start, or was paid by who won; negative: the bidder is paid.</param>
/// <param name="EndsAtMs">When it ends, at a start.</param>
/// <param name="Bidder">Who won.</param>
/// <param name="Fee">What the wallet then paid to the insurance fund.</param>
public record struct LiquidationAuction(
    WalletAddress Wallet,
    long AuctionId,
    AuctionStatus Status,
    Cash? Asked = null,
    long? EndsAtMs = null,
    WalletAddress? Bidder = null,
    Cash? Fee = null)
{
    internal static void Walk<V>(ref V v, ref LiquidationAuction e)
        where V : struct, IFields, allows ref struct
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.AuctionId = v.Int64("auctionId", e.AuctionId);
        e.Status = v.Enum("status", e.Status, AuctionStatus.Stopped);
        e.Asked = v.Has("asked", e.Asked.HasValue, orNull: true)
            ? v.Cash("asked", e.Asked.GetValueOrDefault())
            : null;
        e.EndsAtMs = v.Has("endsAt", e.EndsAtMs.HasValue, orNull: true)
            ? v.Int64("endsAt", e.EndsAtMs.GetValueOrDefault(), 0, long.MaxValue)
            : null;
        e.Bidder = v.Has("bidder", e.Bidder.HasValue, orNull: true)
            ? v.Address("bidder", e.Bidder.GetValueOrDefault())
            : null;
        e.Fee = v.Has("fee", e.Fee.HasValue, orNull: true) ? v.Cash("fee", e.Fee.GetValueOrDefault()) : null;
    }
}

/// <summary>Auto-deleveraging closed a part of a wallet's position against one of the other sign.</summary>
/// <param name="Wallet">Who is liquidated.</param>
/// <param name="Counterparty">Whose position was closed against it.</param>
/// <param name="WalletPnl">What the wallet realized.</param>
/// <param name="CounterpartyPnl">What the counterparty realized.</param>
public record struct Deleveraged(
    long TradeId,
    string Symbol,
    Quantity Size,
    Price Price,
    WalletAddress Wallet,
    WalletAddress Counterparty,
    Cash WalletPnl,
    Cash CounterpartyPnl)
{
    internal static void Walk<V>(ref V v, ref Deleveraged e)
        where V : struct, IFields, allows ref struct
    {
        e.TradeId = v.Int64("tradeId", e.TradeId);
        e.Symbol = v.Text("symbol", e.Symbol, 0, TextLimits.MaxSymbolBytes);
        e.Size = v.Quantity("size", e.Size);
        e.Price = v.Price("price", e.Price);
        e.Wallet = v.Address("wallet", e.Wallet);
        e.Counterparty = v.Address("counterparty", e.Counterparty);
        e.WalletPnl = v.Cash("walletPnl", e.WalletPnl);
        e.CounterpartyPnl = v.Cash("counterpartyPnl", e.CounterpartyPnl);
    }
}

/// <summary>Protection of a wallet on an underlying was configured or reset.</summary>
public record struct MmpConfigChanged(WalletAddress Wallet, string Underlying)
{
    internal static void Walk<V>(ref V v, ref MmpConfigChanged e)
        where V : struct, IFields, allows ref struct
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.Underlying = v.Text("underlying", e.Underlying, 0, TextLimits.MaxSymbolBytes);
    }
}

/// <summary>An agent was approved or revoked.</summary>
public record struct AgentChanged(
    WalletAddress Wallet, WalletAddress Agent, AgentStatus Status, long? ExpiresAtMs)
{
    internal static void Walk<V>(ref V v, ref AgentChanged e)
        where V : struct, IFields, allows ref struct
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.Agent = v.Address("agent", e.Agent);
        e.Status = v.Enum("status", e.Status, AgentStatus.Revoked);
        e.ExpiresAtMs = v.Has("expiresAt", e.ExpiresAtMs.HasValue, orNull: true)
            ? v.Int64("expiresAt", e.ExpiresAtMs.GetValueOrDefault(), 0, long.MaxValue)
            : null;
    }
}

/// <summary>The rule set was replaced.</summary>
public record struct RulesChanged(int Version)
{
    internal static void Walk<V>(ref V v, ref RulesChanged e)
        where V : struct, IFields, allows ref struct
    {
        e.Version = v.Int32("version", e.Version);
    }
}
