using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Commands;

/// <summary>
/// The canonical encoding of commands: a type byte, a version byte, a fixed layout per type
/// (<see cref="CommandShapes"/>). Used inside envelopes and, alone, for the digest by which two requests are "the same
/// command". Writing allocates nothing but for a rule set; reading accepts exactly the bytes that writing makes, of
/// values within <see cref="CommandLimits"/>.
/// </summary>
internal static class CommandCodec
{
    private const byte Version = 1;

    /// <summary>Appends a command.</summary>
    public static void Write(CanonicalWriter writer, EngineCommand command)
    {
        writer.WriteByte((byte)command.Type);
        writer.WriteByte(Version);
        var output = new CanonicalOutput(writer);
        CommandShapes.Walk(ref output, command.Type, command);
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
        EngineCommand? command = CommandShapes.Walk(ref reader, type, null);
        return reader.Failed ? null : command;
    }
}
