using System.Buffers.Binary;
using System.Security.Cryptography;
using Hypercall.Engine.State;

namespace Hypercall.Proofs.Tests.Enumeration;

/// <summary>
/// Names states by the hash of all that is canonical in them but the clock's counters: the sequence and the ids that
/// orders, trades and book changes get next decide nothing. The time does.
/// </summary>
internal sealed class StateKeys
{
    private readonly SnapshotWriter _writer = new();
    private readonly (int Start, int Length)[] _sections = new (int, int)[SnapshotFormat.Components.Length];
    private readonly byte[] _hash = new byte[SHA256.HashSizeInBytes];
    private byte[] _content = [];

    /// <param name="state">The state.</param>
    /// <param name="beside">What else the laws go by.</param>
    public UInt128 Of(EngineState state, ReadOnlySpan<Int128> beside)
    {
        ReadOnlySpan<byte> snapshot = _writer.Write(state);
        Assert.Null(SnapshotFormat.TryLocate(snapshot, _sections));
        Assert.Equal("clock", SnapshotFormat.Components[0]);
        int start = _sections[1].Start;
        int length = snapshot.Length - start + sizeof(long) + beside.Length * 16;
        if (_content.Length < length)
            _content = new byte[length * 2];
        snapshot[start..].CopyTo(_content);
        Span<byte> rest = _content.AsSpan(snapshot.Length - start);
        BinaryPrimitives.WriteInt64LittleEndian(rest, state.TimestampMs);
        for (int i = 0; i < beside.Length; i++)
            BinaryPrimitives.WriteInt128LittleEndian(rest[(sizeof(long) + i * 16)..], beside[i]);
        SHA256.HashData(_content.AsSpan(0, length), _hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(_hash);
    }
}
