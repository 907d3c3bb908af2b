using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Events;

/// <summary>An order was placed, filled, changed or cancelled: its values after that.</summary>
/// <remarks>
/// This and the other events of every trade are not readonly so that the engine can fill them in where they are kept;
/// <see cref="EventBuffer"/> hands them out by readonly reference.
/// </remarks>
/// <param name="Size">Size of the order (what decrement and an in-place replace left of it).</param>
/// <param name="Filled">Cumulative filled size.</param>
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
    OrderReason Reason)
{
    /// <summary>Size − filled, also after a cancel.</summary>
    public readonly Quantity Remaining => new(Size.Units - Filled.Units);
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
    FillSource Source);

/// <summary>
/// The levels of a book that differ from what was last published. Levels are read through
/// <see cref="EventBuffer.Bids"/> and <see cref="EventBuffer.Asks"/>, best first.
/// </summary>
public record struct BookChanged(string Symbol, long L2Sequence, int LevelStart, int BidCount, int AskCount);

/// <summary>A level of a book after a change; size 0 removes it.</summary>
public record struct BookLevel(Price Price, Quantity Size);

/// <summary>A balance moved. <paramref name="Wallet"/> counts only for <see cref="LedgerAccountKind.Wallet"/>.</summary>
public record struct BalanceChanged(
    LedgerAccountKind Account, WalletAddress Wallet, Cash Delta, Cash Balance, BalanceReason Reason);

/// <summary>A position after a change; flat is size 0 and entry price 0.</summary>
public record struct PositionChanged(WalletAddress Wallet, string Symbol, Quantity Size, Price EntryPrice);

/// <summary>Market-maker protection froze a wallet on an underlying.</summary>
/// <param name="FrozenUntilMs">Exclusive end; null: until MmpReset.</param>
public readonly record struct MmpTriggered(
    WalletAddress Wallet, string Underlying, MmpCause Cause, long? FrozenUntilMs);

/// <summary>An instrument's status after a change.</summary>
public readonly record struct MarketUpdated(string Symbol, InstrumentStatus Status);

/// <summary>An expired position was settled and is gone.</summary>
/// <param name="Size">Signed contracts before.</param>
/// <param name="SettlementPrice">Price of the underlying it was settled at.</param>
/// <param name="Value">Intrinsic value × size; negative for a short.</param>
/// <param name="Fee">Settlement fee; negative for a rebate.</param>
/// <param name="Pnl">Value − cost, before the fee.</param>
public readonly record struct PositionSettled(
    WalletAddress Wallet, string Symbol, Quantity Size, Price SettlementPrice, Cash Value, Cash Fee, Cash Pnl);

/// <summary>A wallet's margin mode after a change.</summary>
public readonly record struct MarginModeChanged(WalletAddress Wallet, MarginMode Mode);

/// <summary>A wallet's tier after a change.</summary>
public readonly record struct TierChanged(WalletAddress Wallet, string Tier, int MaxOpenOrders, int MaxOpenPositions);

/// <summary>A wallet's liquidation state after a change.</summary>
public readonly record struct LiquidationStateChanged(WalletAddress Wallet, LiquidationState State);

/// <summary>Protection of a wallet on an underlying was configured or reset.</summary>
public readonly record struct MmpConfigChanged(WalletAddress Wallet, string Underlying);

/// <summary>An agent was approved or revoked.</summary>
public readonly record struct AgentChanged(
    WalletAddress Wallet, WalletAddress Agent, AgentStatus Status, long? ExpiresAtMs);

/// <summary>The rule set was replaced.</summary>
public readonly record struct RulesChanged(int Version);
