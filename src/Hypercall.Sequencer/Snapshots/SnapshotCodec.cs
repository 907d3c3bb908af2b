namespace Hypercall.Sequencer.Snapshots;

/// <summary>Encoding of snapshots: canonical, versioned, with length and SHA-256 of the state. Decoding is total.</summary>
public static class SnapshotCodec
{
    /// <summary>The snapshot's bytes.</summary>
    public static byte[] Encode(EngineSnapshot snapshot) => throw new NotSupportedException();

    /// <summary>Reads a snapshot and checks its SHA-256; the state itself is not decoded. Never throws.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, out EngineSnapshot? snapshot, out string? error) =>
        throw new NotSupportedException();
}
