using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Events;

/// <summary>Events that few commands have.</summary>
public static partial class OutcomeCodec
{
    private static void WriteRareEvent(CanonicalWriter writer, EventBuffer events, int index, EventKind kind)
    {
        switch (kind)
        {
            case EventKind.MmpTriggered:
                MmpTriggered mmp = events.MmpTriggeredAt(index);
                writer.WriteAddress(mmp.Wallet);
                writer.WriteString(mmp.Underlying);
                writer.WriteByte((byte)mmp.Cause);
                WriteOptional(writer, mmp.FrozenUntilMs);
                break;
            case EventKind.MarketUpdated:
                MarketUpdated market = events.MarketUpdatedAt(index);
                writer.WriteString(market.Symbol);
                writer.WriteByte((byte)market.Status);
                break;
            case EventKind.PositionSettled:
                WriteSettled(writer, events.PositionSettledAt(index));
                break;
            case EventKind.AgentChanged:
                AgentChanged agent = events.AgentChangedAt(index);
                writer.WriteAddress(agent.Wallet);
                writer.WriteAddress(agent.Agent);
                writer.WriteByte((byte)agent.Status);
                WriteOptional(writer, agent.ExpiresAtMs);
                break;
            case EventKind.RulesChanged:
                writer.WriteInt32(events.RulesChangedAt(index).Version);
                break;
            default:
                WriteWalletEvent(writer, events, index, kind);
                break;
        }
    }

    private static void WriteWalletEvent(CanonicalWriter writer, EventBuffer events, int index, EventKind kind)
    {
        switch (kind)
        {
            case EventKind.MarginModeChanged:
                MarginModeChanged mode = events.MarginModeChangedAt(index);
                writer.WriteAddress(mode.Wallet);
                writer.WriteByte((byte)mode.Mode);
                break;
            case EventKind.TierChanged:
                TierChanged tier = events.TierChangedAt(index);
                writer.WriteAddress(tier.Wallet);
                writer.WriteString(tier.Tier);
                writer.WriteInt32(tier.MaxOpenOrders);
                writer.WriteInt32(tier.MaxOpenPositions);
                break;
            case EventKind.LiquidationStateChanged:
                LiquidationStateChanged state = events.LiquidationStateChangedAt(index);
                writer.WriteAddress(state.Wallet);
                writer.WriteByte((byte)state.State);
                break;
            case EventKind.MmpConfigChanged:
                MmpConfigChanged config = events.MmpConfigChangedAt(index);
                writer.WriteAddress(config.Wallet);
                writer.WriteString(config.Underlying);
                break;
            default:
                throw new ArgumentException($"event kind {kind} has no encoding", nameof(kind));
        }
    }

    private static void ReadRareEvent(ref CanonicalReader reader, EventBuffer events, EventKind kind)
    {
        switch (kind)
        {
            case EventKind.MmpTriggered:
                events.Add(new MmpTriggered(
                    reader.ReadAddress(),
                    ReadUnderlying(ref reader),
                    (MmpCause)reader.ReadByte((byte)MmpCause.Vega, "mmp cause"),
                    ReadOptionalTime(ref reader, "frozen until")));
                break;
            case EventKind.MarketUpdated:
                events.Add(new MarketUpdated(
                    ReadSymbol(ref reader),
                    (InstrumentStatus)reader.ReadByte((byte)InstrumentStatus.Deleted, "instrument status")));
                break;
            case EventKind.PositionSettled:
                events.Add(ReadSettled(ref reader));
                break;
            case EventKind.AgentChanged:
                events.Add(new AgentChanged(
                    reader.ReadAddress(),
                    reader.ReadAddress(),
                    (AgentStatus)reader.ReadByte((byte)AgentStatus.Revoked, "agent status"),
                    ReadOptionalTime(ref reader, "expiry")));
                break;
            case EventKind.RulesChanged:
                events.Add(new RulesChanged(reader.ReadInt32()));
                break;
            default:
                ReadWalletEvent(ref reader, events, kind);
                break;
        }
    }

    private static void ReadWalletEvent(ref CanonicalReader reader, EventBuffer events, EventKind kind)
    {
        switch (kind)
        {
            case EventKind.MarginModeChanged:
                events.Add(new MarginModeChanged(
                    reader.ReadAddress(), (MarginMode)reader.ReadByte((byte)MarginMode.Portfolio, "margin mode")));
                break;
            case EventKind.TierChanged:
                events.Add(new TierChanged(
                    reader.ReadAddress(),
                    reader.ReadString(CommandLimits.MaxTierBytes, "tier"),
                    reader.ReadInt32(),
                    reader.ReadInt32()));
                break;
            case EventKind.LiquidationStateChanged:
                events.Add(new LiquidationStateChanged(
                    reader.ReadAddress(),
                    (LiquidationState)reader.ReadByte((byte)LiquidationState.Liquidated, "liquidation state")));
                break;
            case EventKind.MmpConfigChanged:
                events.Add(new MmpConfigChanged(reader.ReadAddress(), ReadUnderlying(ref reader)));
                break;
            default:
                reader.Fail($"event kind {(byte)kind} is unknown");
                break;
        }
    }

    private static void WriteSettled(CanonicalWriter writer, in PositionSettled settled)
    {
        writer.WriteAddress(settled.Wallet);
        writer.WriteString(settled.Symbol);
        writer.WriteInt64(settled.Size.Units);
        writer.WriteInt64(settled.SettlementPrice.Units);
        writer.WriteInt128(settled.Value.Units);
        writer.WriteInt128(settled.Fee.Units);
        writer.WriteInt128(settled.Pnl.Units);
    }

    private static PositionSettled ReadSettled(ref CanonicalReader reader) => new(
        reader.ReadAddress(),
        ReadSymbol(ref reader),
        new Quantity(reader.ReadInt64()),
        new Price(reader.ReadInt64()),
        new Cash(reader.ReadInt128()),
        new Cash(reader.ReadInt128()),
        new Cash(reader.ReadInt128()));

    private static void WriteOptional(CanonicalWriter writer, long? value)
    {
        writer.WriteBoolean(value.HasValue);
        if (value is { } present)
            writer.WriteInt64(present);
    }

    private static long? ReadOptionalTime(ref CanonicalReader reader, string what) =>
        reader.ReadBoolean() ? reader.ReadInt64(0, long.MaxValue, what) : null;

    private static string ReadUnderlying(ref CanonicalReader reader) =>
        reader.ReadString(CommandLimits.MaxSymbolBytes, "underlying");
}
