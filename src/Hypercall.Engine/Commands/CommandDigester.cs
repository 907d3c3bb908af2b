using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Commands;

/// <summary>What "the same command" compares: the first 128 bits of the SHA-256 of a command's encoding.</summary>
internal sealed class CommandDigester(ISha256 sha256)
{
    private readonly CanonicalWriter _writer = new();

    public UInt128 Digest(EngineCommand command)
    {
        _writer.Reset();
        CommandCodec.Write(_writer, command);
        return sha256.Compute(_writer.Written).High128;
    }
}
