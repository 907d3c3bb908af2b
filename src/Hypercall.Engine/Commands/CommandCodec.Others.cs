using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Commands;

/// <summary>Commands about protection, agents, nonces and the venue's configuration.</summary>
internal static partial class CommandCodec
{
    private const byte RulesTag = 0;
    private const byte MalformedTag = 1;

    [Flags]
    private enum MmpPresence : byte
    {
        None = 0,
        Enabled = 1,
        Quantity = 2,
        Delta = 4,
        Vega = 8,
        All = Enabled | Quantity | Delta | Vega,
    }

    private static void WriteOtherCommand(CanonicalWriter writer, CommandType type, EngineCommand command)
    {
        switch (type)
        {
            case CommandType.MmpConfigUpdate:
                WriteMmpConfig(writer, (MmpConfigUpdate)command);
                break;
            case CommandType.MmpReset:
                var reset = (MmpReset)command;
                writer.WriteAddress(reset.Wallet);
                writer.WriteString(reset.Underlying);
                writer.WriteInt64(reset.ConfigNonce);
                break;
            case CommandType.ApproveAgent:
                WriteApproval(writer, (ApproveAgent)command);
                break;
            case CommandType.RevokeAgent:
                var revoke = (RevokeAgent)command;
                writer.WriteAddress(revoke.Wallet);
                writer.WriteAddress(revoke.Agent);
                break;
            case CommandType.NonceAdvance:
                break;
            case CommandType.SetRules:
                WriteSetRules(writer, (SetRules)command);
                break;
            case CommandType.SetPmSettlementPoolConfig:
                var pool = (SetPmSettlementPoolConfig)command;
                writer.WriteString(pool.Underlying);
                WriteSettlementPool(writer, pool.Config);
                break;
            default:
                throw Unwritable(command);
        }
    }

    private static EngineCommand? ReadOtherCommand(ref CanonicalReader reader, CommandType type) => type switch
    {
        CommandType.MmpConfigUpdate => ReadMmpConfig(ref reader),
        CommandType.MmpReset => new MmpReset(reader.ReadAddress(), ReadUnderlying(ref reader), reader.ReadInt64()),
        CommandType.ApproveAgent => new ApproveAgent(
            reader.ReadAddress(), reader.ReadAddress(), reader.ReadBoolean() ? ReadTime(ref reader, "expiry") : null),
        CommandType.RevokeAgent => new RevokeAgent(reader.ReadAddress(), reader.ReadAddress()),
        CommandType.NonceAdvance => new NonceAdvance(),
        CommandType.SetRules => ReadSetRules(ref reader),
        CommandType.SetPmSettlementPoolConfig =>
            new SetPmSettlementPoolConfig(ReadUnderlying(ref reader), ReadSettlementPool(ref reader)),
        _ => Unknown(ref reader, type),
    };

    private static void WriteMmpConfig(CanonicalWriter writer, MmpConfigUpdate command)
    {
        writer.WriteAddress(command.Wallet);
        writer.WriteString(command.Underlying);
        MmpPresence presence = (command.Enabled ? MmpPresence.Enabled : 0)
            | (command.QuantityLimit.HasValue ? MmpPresence.Quantity : 0)
            | (command.DeltaLimitUnits.HasValue ? MmpPresence.Delta : 0)
            | (command.VegaLimitUnits.HasValue ? MmpPresence.Vega : 0);
        writer.WriteByte((byte)presence);
        writer.WriteInt64(command.IntervalMs);
        writer.WriteInt64(command.FrozenTimeMs);
        if (command.QuantityLimit is { } quantity)
            writer.WriteInt64(quantity.Units);
        if (command.DeltaLimitUnits is { } delta)
            writer.WriteInt64(delta);
        if (command.VegaLimitUnits is { } vega)
            writer.WriteInt64(vega);
        writer.WriteInt64(command.ConfigNonce);
    }

    private static MmpConfigUpdate ReadMmpConfig(ref CanonicalReader reader)
    {
        WalletAddress wallet = reader.ReadAddress();
        string underlying = ReadUnderlying(ref reader);
        var presence = (MmpPresence)reader.ReadByte((byte)MmpPresence.All, "protection members");
        return new MmpConfigUpdate(
            wallet,
            underlying,
            (presence & MmpPresence.Enabled) != 0,
            reader.ReadInt64(),
            reader.ReadInt64(),
            (presence & MmpPresence.Quantity) != 0 ? new Quantity(reader.ReadInt64()) : null,
            (presence & MmpPresence.Delta) != 0 ? reader.ReadInt64() : null,
            (presence & MmpPresence.Vega) != 0 ? reader.ReadInt64() : null,
            reader.ReadInt64());
    }

    private static void WriteApproval(CanonicalWriter writer, ApproveAgent command)
    {
        writer.WriteAddress(command.Wallet);
        writer.WriteAddress(command.Agent);
        writer.WriteBoolean(command.ExpiresAtMs.HasValue);
        if (command.ExpiresAtMs is { } expiresAt)
            writer.WriteInt64(expiresAt);
    }

    private static void WriteSetRules(CanonicalWriter writer, SetRules command)
    {
        if (command.Rules is { } rules)
        {
            writer.WriteByte(RulesTag);
            RuleSetCodec.Write(writer, rules);
            return;
        }

        writer.WriteByte(MalformedTag);
        writer.WriteString(command.MalformedMember ?? string.Empty);
    }

    private static SetRules ReadSetRules(ref CanonicalReader reader) =>
        reader.ReadByte(MalformedTag, "rules or member") == RulesTag
            ? new SetRules(RuleSetCodec.Read(ref reader), null)
            : new SetRules(null, reader.ReadString(SetRules.MaxMemberBytes, "member"));

    /// <summary>A settlement pool's configuration, in its command as in the state.</summary>
    public static void WriteSettlementPool(CanonicalWriter writer, in SettlementPoolConfig config)
    {
        writer.WriteInt64(config.TargetShortOiNotionalMultiplier);
        writer.WriteInt64(config.UtilizationKink);
        writer.WriteInt64(config.AprAtKink);
        writer.WriteInt64(config.MaxApr);
        writer.WriteInt64(config.NormalUtilizationCap);
        writer.WriteInt64(config.CrisisUtilizationCap);
        writer.WriteInt64(config.BridgeWindowMs);
        writer.WriteUInt32(config.PolicyVersion);
    }

    /// <summary>Reads what <see cref="WriteSettlementPool"/> writes.</summary>
    public static SettlementPoolConfig ReadSettlementPool(ref CanonicalReader reader) => new(
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadUInt32());
}
