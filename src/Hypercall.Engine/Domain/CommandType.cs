namespace Hypercall.Engine.Domain;

/// <summary>
/// The kinds of commands. Values are part of the canonical encoding and never change; names are those of the
/// original's journal where they are public (engine.md §2).
/// </summary>
public enum CommandType : byte
{
    PlaceOrder = 1,
    CancelOrder = 2,
    CancelAll = 3,
    CancelAllAfter = 4,
    ReplaceOrder = 5,
    BulkOrders = 6,
    RfqExecute = 7,

    MarketAction = 16,
    TradingModeUpdate = 17,
    TickExpiry = 18,
    Tick = 19,

    PriceUpdate = 24,
    IvUpdate = 25,

    DepositUpdate = 32,
    CashWithdrawalUpdate = 33,
    InsuranceDeposit = 34,
    OptionDepositUpdate = 35,
    OptionWithdrawalUpdate = 36,
    MarginModeUpdate = 37,
    TierUpdate = 38,
    LiquidationStateUpdate = 39,
    LiquidationBonusUpdate = 40,
    HypercorePositionUpdate = 41,
    HypercoreEquityUpdate = 42,
    LiquidationBid = 43,

    MmpConfigUpdate = 48,
    MmpReset = 49,
    ApproveAgent = 50,
    RevokeAgent = 51,
    NonceAdvance = 52,

    SetRules = 56,
    SetPmSettlementPoolConfig = 57,
}
