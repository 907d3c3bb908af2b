using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Json.Reading;

/// <summary>Reads the fields of a command of a given type; what is wrong with them stays in the fields.</summary>
internal static class CommandReader
{
    /// <summary>The command that the fields describe, meaningless when they have an error.</summary>
    public static EngineCommand Read(CommandType type, ref ObjectFields fields) => type switch
    {
        CommandType.PlaceOrder => OrderReader.Place(ref fields),
        CommandType.CancelOrder => OrderReader.Cancel(ref fields),
        CommandType.CancelAll => OrderReader.CancelAll(ref fields),
        CommandType.CancelAllAfter => OrderReader.CancelAllAfter(ref fields),
        CommandType.ReplaceOrder => OrderReader.Replace(ref fields),
        CommandType.BulkOrders => BulkReader.Read(ref fields),
        CommandType.RfqExecute => RfqReader.Read(ref fields),
        CommandType.MarketAction => MarketReader.MarketAction(ref fields),
        CommandType.TradingModeUpdate => MarketReader.TradingModeUpdate(ref fields),
        CommandType.TickExpiry => MarketReader.TickExpiry(ref fields),
        CommandType.Tick => new Tick(),
        CommandType.PriceUpdate => MarketReader.PriceUpdate(ref fields),
        CommandType.IvUpdate => MarketReader.IvUpdate(ref fields),
        CommandType.DepositUpdate => AccountReader.DepositUpdate(ref fields),
        CommandType.CashWithdrawalUpdate => AccountReader.CashWithdrawalUpdate(ref fields),
        CommandType.InsuranceDeposit => AccountReader.InsuranceDeposit(ref fields),
        CommandType.OptionDepositUpdate => AccountReader.OptionDepositUpdate(ref fields),
        CommandType.OptionWithdrawalUpdate => AccountReader.OptionWithdrawalUpdate(ref fields),
        CommandType.MarginModeUpdate => AccountReader.MarginModeUpdate(ref fields),
        CommandType.TierUpdate => AccountReader.TierUpdate(ref fields),
        CommandType.LiquidationStateUpdate => AccountReader.LiquidationStateUpdate(ref fields),
        CommandType.LiquidationBonusUpdate => AccountReader.LiquidationBonusUpdate(ref fields),
        CommandType.HypercorePositionUpdate => AccountReader.HypercorePositionUpdate(ref fields),
        CommandType.HypercoreEquityUpdate => AccountReader.HypercoreEquityUpdate(ref fields),
        CommandType.MmpConfigUpdate => ProtectionReader.MmpConfigUpdate(ref fields),
        CommandType.MmpReset => ProtectionReader.MmpReset(ref fields),
        CommandType.ApproveAgent => ProtectionReader.ApproveAgent(ref fields),
        CommandType.RevokeAgent => ProtectionReader.RevokeAgent(ref fields),
        CommandType.NonceAdvance => new NonceAdvance(),
        CommandType.SetRules => VenueReader.SetRules(ref fields),
        CommandType.SetPmSettlementPoolConfig => VenueReader.SetPmSettlementPoolConfig(ref fields),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no reader for this command type"),
    };
}
