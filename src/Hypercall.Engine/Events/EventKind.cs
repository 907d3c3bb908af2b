namespace Hypercall.Engine.Events;

/// <summary>Kinds of events; the values are part of the canonical encoding and never change.</summary>
public enum EventKind : byte
{
    OrderUpdated = 1,
    Filled = 2,
    BookChanged = 3,
    BalanceChanged = 4,
    PositionChanged = 5,
    MmpTriggered = 6,
    MarketUpdated = 7,
    PositionSettled = 8,
    MarginModeChanged = 9,
    TierChanged = 10,
    LiquidationStateChanged = 11,
    MmpConfigChanged = 12,
    AgentChanged = 13,
    RulesChanged = 14,
    LiquidationAuction = 15,
    Deleveraged = 16,
}

/// <summary>Status of an order; the values are part of the canonical encoding.</summary>
public enum OrderStatus : byte
{
    Open = 0,
    PartiallyFilled = 1,
    Filled = 2,
    Canceled = 3,
}

/// <summary>Why an order changed other than by fills; the values are part of the canonical encoding.</summary>
public enum OrderReason : byte
{
    /// <summary>Placed or filled (null in JSON).</summary>
    None = 0,

    /// <summary>CancelOrder or CancelAll.</summary>
    Requested = 1,

    /// <summary>A gtd order reached its expiry instant.</summary>
    Expired = 2,

    /// <summary>Remainder of an ioc order.</summary>
    Ioc = 3,

    /// <summary>Self-trade prevention.</summary>
    SelfTrade = 4,

    /// <summary>A reduce-only order that can reduce nothing.</summary>
    ReduceOnly = 5,

    /// <summary>Market-maker protection.</summary>
    Mmp = 6,

    /// <summary>The instrument expired.</summary>
    InstrumentExpired = 7,

    /// <summary>The instrument was deleted.</summary>
    InstrumentDeleted = 8,

    /// <summary>Replaced, or changed in place by a replace.</summary>
    Replaced = 9,

    /// <summary>The wallet entered liquidation.</summary>
    Liquidation = 10,

    /// <summary>The dead-man's switch (CancelAllAfter) fired.</summary>
    DeadMan = 11,

    /// <summary>The order has met as many makers as the rules allow.</summary>
    SweepLimit = 12,

    /// <summary>Auto-deleveraging closed what the order was to reduce.</summary>
    Deleveraged = 13,
}

/// <summary>Why a balance moved; the values are part of the canonical encoding.</summary>
public enum BalanceReason : byte
{
    Trade = 0,
    Fee = 1,
    BuilderFee = 2,
    Deposit = 3,
    Withdrawal = 4,
    OptionTransfer = 5,
    Settlement = 6,
    SettlementFee = 7,
    Insurance = 8,
    Debt = 9,
    MarginMode = 10,
    Rfq = 11,

    /// <summary>A portfolio changed hands by auction or auto-deleveraging.</summary>
    Liquidation = 12,

    /// <summary>What liquidation costs, to the insurance fund.</summary>
    LiquidationFee = 13,
}

/// <summary>Whose balance moved; the values are part of the canonical encoding.</summary>
public enum LedgerAccountKind : byte
{
    /// <summary>A wallet's cash.</summary>
    Wallet = 0,

    /// <summary>The venue's clearing account.</summary>
    Clearing = 1,

    /// <summary>The venue's fees.</summary>
    Fees = 2,

    /// <summary>The insurance fund.</summary>
    Insurance = 3,
}

/// <summary>What tripped market-maker protection; the values are part of the canonical encoding.</summary>
public enum MmpCause : byte
{
    Quantity = 0,

    /// <summary>A delta or vega limit is set and the fill's greeks could not be had.</summary>
    GreeksUnavailable = 1,

    Delta = 2,
    Vega = 3,
}

/// <summary>Where a fill came from; the values are part of the canonical encoding.</summary>
public enum FillSource : byte
{
    Book = 0,

    /// <summary>A request for quote; such a fill has no order ids.</summary>
    Rfq = 1,

    /// <summary>An order of a liquidation took part.</summary>
    Liquidation = 2,
}

/// <summary>What happened to an agent; the values are part of the canonical encoding.</summary>
public enum AgentStatus : byte
{
    Approved = 0,
    Revoked = 1,
}

/// <summary>What became of an auction; the values are part of the canonical encoding.</summary>
public enum AuctionStatus : byte
{
    /// <summary>It runs, from now on or again with a later end.</summary>
    Started = 0,

    /// <summary>Somebody has bought the portfolio.</summary>
    Won = 1,

    /// <summary>The wallet needs it no more.</summary>
    Recovered = 2,

    /// <summary>Nobody bid enough in time.</summary>
    Expired = 3,

    /// <summary>An operator's command ended it.</summary>
    Stopped = 4,
}
