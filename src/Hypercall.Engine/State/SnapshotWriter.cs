using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>Writes the whole state in the canonical encoding (<see cref="SnapshotFormat"/>).</summary>
internal sealed class SnapshotWriter
{
    private readonly CanonicalWriter _writer = new(1 << 16);
    private readonly StateWalk _walk = new();

    /// <summary>The state's bytes; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(EngineState state)
    {
        _writer.Reset();
        _writer.WriteByte(SnapshotFormat.Version);
        var output = new CanonicalOutput(_writer);
        foreach (string component in SnapshotFormat.Components)
        {
            int start = _writer.Length;
            _writer.WriteInt32(0);
            _walk.Walk(ref output, state, component);
            _writer.PatchInt32(start, _writer.Length - start - sizeof(int));
        }

        return _writer.Written;
    }
}
