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
    bool Liquidation = false) : IEvent<OrderUpdated>
{
    static EventKind IEvent<OrderUpdated>.Kind => EventKind.OrderUpdated;

    private static readonly string[] AfterOrderId = ["clientId"];

    /// <summary>Size − filled, also after a cancel.</summary>
    public readonly Quantity Remaining => new(Size.Units - Filled.Units);

    static void IEvent<OrderUpdated>.Walk<V>(ref V v, ref OrderUpdated e)
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
        e.ClientId = v.Optional("clientId", e.ClientId, TextLimits.MaxClientIdBytes, orNull: true);
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
    FillSource Source) : IEvent<Filled>
{
    static EventKind IEvent<Filled>.Kind => EventKind.Filled;

    static void IEvent<Filled>.Walk<V>(ref V v, ref Filled e)
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
public record struct BookChanged(string Symbol, long L2Sequence, int LevelStart, int BidCount, int AskCount)
    : IEvent<BookChanged>
{
    static EventKind IEvent<BookChanged>.Kind => EventKind.BookChanged;

    /// <summary>All but the levels, of which only the buffer knows.</summary>
    static void IEvent<BookChanged>.Walk<V>(ref V v, ref BookChanged e)
    {
        e.Symbol = v.Text("symbol", e.Symbol, 0, TextLimits.MaxSymbolBytes);
        e.L2Sequence = v.Int64("l2Sequence", e.L2Sequence);
        e.BidCount = v.Count("bids", e.BidCount, int.MaxValue, BookLevelShape.LeastBytes);
        e.AskCount = v.Count("asks", e.AskCount, int.MaxValue - e.BidCount, BookLevelShape.LeastBytes);
    }
}

/// <summary>A level of a book after a change; size 0 removes it.</summary>
public record struct BookLevel(Price Price, Quantity Size);

/// <summary>
/// A balance moved. <paramref name="Wallet"/> counts only for <see cref="LedgerAccountKind.Wallet"/>.
/// </summary>
public record struct BalanceChanged(
    LedgerAccountKind Account, WalletAddress Wallet, Cash Delta, Cash Balance, BalanceReason Reason)
    : IEvent<BalanceChanged>
{
    static EventKind IEvent<BalanceChanged>.Kind => EventKind.BalanceChanged;

    static void IEvent<BalanceChanged>.Walk<V>(ref V v, ref BalanceChanged e)
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
    : IEvent<PositionChanged>
{
    static EventKind IEvent<PositionChanged>.Kind => EventKind.PositionChanged;

    static void IEvent<PositionChanged>.Walk<V>(ref V v, ref PositionChanged e)
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
    WalletAddress Wallet, string Underlying, MmpCause Cause, long? FrozenUntilMs) : IEvent<MmpTriggered>
{
    static EventKind IEvent<MmpTriggered>.Kind => EventKind.MmpTriggered;

    static void IEvent<MmpTriggered>.Walk<V>(ref V v, ref MmpTriggered e)
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.Underlying = v.Text("underlying", e.Underlying, 0, TextLimits.MaxSymbolBytes);
        e.Cause = v.Enum("cause", e.Cause, MmpCause.Vega);
        e.FrozenUntilMs = v.Optional("frozenUntil", e.FrozenUntilMs, min: 0, orNull: true);
    }
}

/// <summary>An instrument's status after a change.</summary>
public record struct MarketUpdated(string Symbol, InstrumentStatus Status) : IEvent<MarketUpdated>
{
    static EventKind IEvent<MarketUpdated>.Kind => EventKind.MarketUpdated;

    static void IEvent<MarketUpdated>.Walk<V>(ref V v, ref MarketUpdated e)
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
    : IEvent<PositionSettled>
{
    static EventKind IEvent<PositionSettled>.Kind => EventKind.PositionSettled;

    static void IEvent<PositionSettled>.Walk<V>(ref V v, ref PositionSettled e)
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
public record struct MarginModeChanged(WalletAddress Wallet, MarginMode Mode) : IEvent<MarginModeChanged>
{
    static EventKind IEvent<MarginModeChanged>.Kind => EventKind.MarginModeChanged;

    static void IEvent<MarginModeChanged>.Walk<V>(ref V v, ref MarginModeChanged e)
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.Mode = v.Enum("mode", e.Mode, MarginMode.Portfolio);
    }
}

/// <summary>A wallet's tier after a change.</summary>
public record struct TierChanged(WalletAddress Wallet, string Tier, int MaxOpenOrders, int MaxOpenPositions)
    : IEvent<TierChanged>
{
    static EventKind IEvent<TierChanged>.Kind => EventKind.TierChanged;

    static void IEvent<TierChanged>.Walk<V>(ref V v, ref TierChanged e)
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
    : IEvent<LiquidationStateChanged>
{
    static EventKind IEvent<LiquidationStateChanged>.Kind => EventKind.LiquidationStateChanged;

    static void IEvent<LiquidationStateChanged>.Walk<V>(ref V v, ref LiquidationStateChanged e)
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.State = v.Enum("state", e.State, LiquidationState.Liquidated);
        e.Mode = v.Enum("mode", e.Mode, LiquidationMode.Full);
    }
}

/// <summary>An auction of a wallet's portfolio began, began anew or ended.</summary>
/// <param name="Asked">What is asked at the start, or was paid by who won; negative: the bidder is paid.</param>
/// <param name="EndsAtMs">When it ends, at a start.</param>
/// <param name="Fee">What the wallet then paid to the insurance fund.</param>
public record struct LiquidationAuction(
    WalletAddress Wallet,
    long AuctionId,
    AuctionStatus Status,
    Cash? Asked = null,
    long? EndsAtMs = null,
    WalletAddress? Bidder = null,
    Cash? Fee = null) : IEvent<LiquidationAuction>
{
    static EventKind IEvent<LiquidationAuction>.Kind => EventKind.LiquidationAuction;

    static void IEvent<LiquidationAuction>.Walk<V>(ref V v, ref LiquidationAuction e)
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.AuctionId = v.Int64("auctionId", e.AuctionId);
        e.Status = v.Enum("status", e.Status, AuctionStatus.Stopped);
        e.Asked = v.Optional("asked", e.Asked, orNull: true);
        e.EndsAtMs = v.Optional("endsAt", e.EndsAtMs, min: 0, orNull: true);
        e.Bidder = v.Optional("bidder", e.Bidder, orNull: true);
        e.Fee = v.Optional("fee", e.Fee, orNull: true);
    }
}

/// <summary>Auto-deleveraging closed a part of a wallet's position against one of the other sign.</summary>
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
    Cash CounterpartyPnl) : IEvent<Deleveraged>
{
    static EventKind IEvent<Deleveraged>.Kind => EventKind.Deleveraged;

    static void IEvent<Deleveraged>.Walk<V>(ref V v, ref Deleveraged e)
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
public record struct MmpConfigChanged(WalletAddress Wallet, string Underlying) : IEvent<MmpConfigChanged>
{
    static EventKind IEvent<MmpConfigChanged>.Kind => EventKind.MmpConfigChanged;

    static void IEvent<MmpConfigChanged>.Walk<V>(ref V v, ref MmpConfigChanged e)
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.Underlying = v.Text("underlying", e.Underlying, 0, TextLimits.MaxSymbolBytes);
    }
}

/// <summary>An agent was approved or revoked.</summary>
public record struct AgentChanged(
    WalletAddress Wallet, WalletAddress Agent, AgentStatus Status, long? ExpiresAtMs) : IEvent<AgentChanged>
{
    static EventKind IEvent<AgentChanged>.Kind => EventKind.AgentChanged;

    static void IEvent<AgentChanged>.Walk<V>(ref V v, ref AgentChanged e)
    {
        e.Wallet = v.Address("wallet", e.Wallet);
        e.Agent = v.Address("agent", e.Agent);
        e.Status = v.Enum("status", e.Status, AgentStatus.Revoked);
        e.ExpiresAtMs = v.Optional("expiresAt", e.ExpiresAtMs, min: 0, orNull: true);
    }
}

/// <summary>The rule set was replaced.</summary>
public record struct RulesChanged(int Version) : IEvent<RulesChanged>
{
    static EventKind IEvent<RulesChanged>.Kind => EventKind.RulesChanged;

    static void IEvent<RulesChanged>.Walk<V>(ref V v, ref RulesChanged e)
    {
        e.Version = v.Int32("version", e.Version);
    }
}
