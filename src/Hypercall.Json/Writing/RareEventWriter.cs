using System.Text.Json;
using Hypercall.Engine.Events;

namespace Hypercall.Json.Writing;

/// <summary>Writes the events that no trade has: those of settings, states and settlement.</summary>
internal static class RareEventWriter
{
    public static void WriteFields(Utf8JsonWriter writer, EventBuffer events, EventKind kind, int index)
    {
        switch (kind)
        {
            case EventKind.MarketUpdated:
                MarketUpdated market = events.MarketUpdatedAt(index);
                writer.WriteString("symbol"u8, market.Symbol);
                writer.WriteString("status"u8, WireNames.InstrumentStatuses[market.Status]);
                break;
            case EventKind.PositionSettled:
                WriteSettled(writer, events.PositionSettledAt(index));
                break;
            case EventKind.MarginModeChanged:
                MarginModeChanged mode = events.MarginModeChangedAt(index);
                writer.Write("wallet"u8, mode.Wallet);
                writer.WriteString("mode"u8, WireNames.MarginModes[mode.Mode]);
                break;
            case EventKind.TierChanged:
                WriteTier(writer, events.TierChangedAt(index));
                break;
            case EventKind.LiquidationStateChanged:
                LiquidationStateChanged liquidation = events.LiquidationStateChangedAt(index);
                writer.Write("wallet"u8, liquidation.Wallet);
                writer.WriteString("state"u8, WireNames.LiquidationStates[liquidation.State]);
                break;
            case EventKind.MmpConfigChanged:
                MmpConfigChanged config = events.MmpConfigChangedAt(index);
                writer.Write("wallet"u8, config.Wallet);
                writer.WriteString("underlying"u8, config.Underlying);
                break;
            case EventKind.AgentChanged:
                WriteAgent(writer, events.AgentChangedAt(index));
                break;
            case EventKind.RulesChanged:
                writer.WriteNumber("version"u8, events.RulesChangedAt(index).Version);
                break;
            default:
                throw new InvalidOperationException($"event {kind} has no JSON");
        }
    }

    private static void WriteSettled(Utf8JsonWriter writer, in PositionSettled settled)
    {
        writer.Write("wallet"u8, settled.Wallet);
        writer.WriteString("symbol"u8, settled.Symbol);
        writer.Write("size"u8, settled.Size);
        writer.Write("settlementPrice"u8, settled.SettlementPrice);
        writer.Write("value"u8, settled.Value);
        writer.Write("fee"u8, settled.Fee);
        writer.Write("pnl"u8, settled.Pnl);
    }

    private static void WriteTier(Utf8JsonWriter writer, in TierChanged tier)
    {
        writer.Write("wallet"u8, tier.Wallet);
        writer.WriteString("tier"u8, tier.Tier);
        writer.WriteNumber("maxOpenOrders"u8, tier.MaxOpenOrders);
        writer.WriteNumber("maxOpenPositions"u8, tier.MaxOpenPositions);
    }

    private static void WriteAgent(Utf8JsonWriter writer, in AgentChanged agent)
    {
        writer.Write("wallet"u8, agent.Wallet);
        writer.Write("agent"u8, agent.Agent);
        writer.WriteString("status"u8, WireNames.AgentStatuses[agent.Status]);
        writer.WriteOrNull("expiresAt"u8, agent.ExpiresAtMs);
    }
}
