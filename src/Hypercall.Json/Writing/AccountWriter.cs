using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Json.Writing;

/// <summary>Writes the commands on accounts, market-maker protection and agents.</summary>
internal static class AccountWriter
{
    public static void WriteFields(Utf8JsonWriter writer, EngineCommand command)
    {
        switch (command)
        {
            case DepositUpdate deposit:
                WriteTransfer(writer, deposit.Amount, deposit);
                break;
            case CashWithdrawalUpdate withdrawal:
                WriteTransfer(writer, withdrawal.Amount, withdrawal);
                break;
            case InsuranceDeposit deposit:
                WriteTransfer(writer, deposit.Amount, deposit);
                break;
            case OptionDepositUpdate deposit:
                WriteTransfer(writer, deposit.Symbol, deposit.Size, deposit);
                break;
            case OptionWithdrawalUpdate withdrawal:
                WriteTransfer(writer, withdrawal.Symbol, withdrawal.Size, withdrawal);
                break;
            case MarginModeUpdate update:
                writer.WriteString("mode"u8, WireNames.MarginModes[update.Mode]);
                break;
            case TierUpdate update:
                writer.WriteString("tier"u8, update.Tier);
                writer.WriteNumber("maxOpenOrders"u8, update.MaxOpenOrders);
                writer.WriteNumber("maxOpenPositions"u8, update.MaxOpenPositions);
                break;
            case LiquidationStateUpdate update:
                writer.WriteString("state"u8, WireNames.LiquidationStates[update.State]);
                break;
            case LiquidationBonusUpdate update:
                writer.WriteNumber("bonusPpm"u8, update.BonusPpm);
                break;
            case HypercorePositionUpdate update:
                writer.WriteString("symbol"u8, update.Symbol);
                writer.Write("size"u8, update.Size);
                writer.Write("entryPrice"u8, update.EntryPrice);
                break;
            case HypercoreEquityUpdate update:
                writer.Write("equity"u8, update.Equity);
                break;
            default:
                WriteProtection(writer, command);
                break;
        }
    }

    private static void WriteProtection(Utf8JsonWriter writer, EngineCommand command)
    {
        switch (command)
        {
            case MmpConfigUpdate update:
                WriteMmpConfig(writer, update);
                break;
            case MmpReset reset:
                writer.WriteString("underlying"u8, reset.Underlying);
                writer.WriteNumber("configNonce"u8, reset.ConfigNonce);
                break;
            case ApproveAgent approve:
                writer.Write("agent"u8, approve.Agent);
                writer.WriteOptional("expiresAt"u8, approve.ExpiresAtMs);
                break;
            case RevokeAgent revoke:
                writer.Write("agent"u8, revoke.Agent);
                break;
            default:
                throw CommandWriter.Unknown(command);
        }
    }

    private static void WriteTransfer(Utf8JsonWriter writer, Cash amount, ITransfer transfer)
    {
        writer.Write("amount"u8, amount);
        WriteOrigin(writer, transfer);
    }

    private static void WriteTransfer(Utf8JsonWriter writer, string symbol, Quantity size, ITransfer transfer)
    {
        writer.WriteString("symbol"u8, symbol);
        writer.Write("size"u8, size);
        WriteOrigin(writer, transfer);
    }

    private static void WriteOrigin(Utf8JsonWriter writer, ITransfer transfer)
    {
        writer.WriteOptional("source"u8, transfer.Source);
        writer.WriteOptional("number"u8, transfer.Number);
    }

    private static void WriteMmpConfig(Utf8JsonWriter writer, MmpConfigUpdate update)
    {
        writer.WriteString("underlying"u8, update.Underlying);
        writer.WriteBoolean("enabled"u8, update.Enabled);
        writer.WriteNumber("intervalMs"u8, update.IntervalMs);
        writer.WriteNumber("frozenTimeMs"u8, update.FrozenTimeMs);
        writer.WriteOptional("qtyLimit"u8, update.QuantityLimit);
        if (update.DeltaLimitUnits is { } delta)
            writer.WriteDecimal("deltaLimit"u8, delta, MmpConfigUpdate.GreekDecimals);
        if (update.VegaLimitUnits is { } vega)
            writer.WriteDecimal("vegaLimit"u8, vega, MmpConfigUpdate.GreekDecimals);
        writer.WriteNumber("configNonce"u8, update.ConfigNonce);
    }
}
