using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Commands;

/// <summary>
/// The canonical encoding of commands: a type byte, a version byte, a fixed layout per type. Used inside envelopes
/// and, alone, for the digest by which two requests are "the same command". Writing allocates nothing; reading
/// accepts exactly the bytes that writing makes, of values within <see cref="CommandLimits"/>.
/// </summary>
internal static partial class CommandCodec
{
    private const byte Version = 1;

    /// <summary>Appends a command.</summary>
    public static void Write(CanonicalWriter writer, EngineCommand command)
    {
        CommandType type = command.Type;
        writer.WriteByte((byte)type);
        writer.WriteByte(Version);
        if (type <= CommandType.RfqExecute)
            WriteOrderCommand(writer, type, command);
        else if (type <= CommandType.IvUpdate)
            WriteMarketCommand(writer, type, command);
        else if (type <= CommandType.HypercoreEquityUpdate)
            WriteAccountCommand(writer, type, command);
        else
            WriteOtherCommand(writer, type, command);
    }

    /// <summary>Reads a command.</summary>
    /// <returns>Null when the reader has failed; its error says why.</returns>
    public static EngineCommand? Read(ref CanonicalReader reader)
    {
        var type = (CommandType)reader.ReadByte();
        byte version = reader.ReadByte();
        if (!reader.Failed && version != Version)
            reader.Fail($"version {version} of command type {(byte)type} is unknown");
        if (reader.Failed)
            return null;

        EngineCommand? command =
            type <= CommandType.RfqExecute ? ReadOrderCommand(ref reader, type)
            : type <= CommandType.IvUpdate ? ReadMarketCommand(ref reader, type)
            : type <= CommandType.HypercoreEquityUpdate ? ReadAccountCommand(ref reader, type)
            : ReadOtherCommand(ref reader, type);
        return reader.Failed ? null : command;
    }

    private static EngineCommand? Unknown(ref CanonicalReader reader, CommandType type)
    {
        reader.Fail($"command type {(byte)type} is unknown");
        return null;
    }

    private static ArgumentException Unwritable(EngineCommand command) =>
        new($"{command.GetType().Name} has no encoding", nameof(command));
}
