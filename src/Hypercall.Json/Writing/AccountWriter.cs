using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;

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
        writer.WriteString("source"u8, transfer.Source);
        writer.WriteNumber("number"u8, transfer.Number);
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
