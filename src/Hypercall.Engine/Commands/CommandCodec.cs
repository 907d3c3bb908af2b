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
        var output = new CanonicalOutput(writer);
        Walk(ref output, command);
    }

    /// <summary>Walks over a command of any kind.</summary>
    /// <returns>The command; null where none could be made.</returns>
    public static EngineCommand? Walk<V>(ref V v, EngineCommand? command)
        where V : struct, IFields, allows ref struct
    {
        var type = (CommandType)v.Tag("command type", (byte)(command?.Type ?? default), byte.MaxValue);
        byte version = v.Tag("command version", Version, byte.MaxValue);
        if (version != Version)
            v.Require(false, $"version {version} of command type {(byte)type} is unknown");
        return v.Failed ? null : CommandShapes.Walk(ref v, type, command);
    }
}
