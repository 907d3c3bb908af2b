using System.Security.Cryptography;

namespace Hypercall.Sequencer.Snapshots;

/// <summary>
/// Encoding of snapshots: canonical, versioned; a description, the state's length, a SHA-256 of description and state,
/// then the state. Decoding is total.
/// </summary>
public static class SnapshotCodec
{
    /// <summary>
    /// The bytes of a snapshot whose state is a draft, which is put together in its place in them; their digests are
    /// computed here.
    /// </summary>
    internal static byte[] Encode(EngineSnapshot description, StateDraft state)
    {
        EngineSnapshot blank = description with
        {
            Digests = [.. StateDraft.Components.Select(name => KeyValuePair.Create(name, default(Hash256)))],
        };
        int start = Describe(blank, state.Length).Length + Hash256.Length;
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked(start + state.Length));
        Span<byte> stateBytes = bytes.AsSpan(start);
        state.MoveTo(stateBytes);
        EngineStateDigest digests = ExchangeEngine.DigestSnapshot(stateBytes)
            ?? throw new InvalidOperationException("the state is not framed as one");
        ReadOnlySpan<byte> described = Describe(description with { Digests = digests.Components }, state.Length);
        described.CopyTo(bytes);
        Checksum(described, stateBytes).CopyTo(bytes.AsSpan(described.Length));
        return bytes;
    }

    /// <summary>Reads a snapshot and checks its SHA-256; the state itself is not decoded. Never throws.</summary>
    /// <param name="bytes">Exactly one snapshot.</param>
    /// <param name="snapshot">The snapshot, or null.</param>
    /// <param name="error">What is wrong and where, or null.</param>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, out EngineSnapshot? snapshot, out string? error)
    {
        snapshot = null;
        var reader = new CanonicalReader(bytes.Span);
        EngineSnapshot read = EngineSnapshot.Walk(ref reader, EngineSnapshot.Blank, 0, out long stateLength);
        int descriptionLength = reader.Position;
        Hash256 checksum = reader.ReadHash();
        if (!reader.Failed && stateLength != reader.Remaining)
            reader.Fail($"a state of {stateLength} bytes, but {reader.Remaining}");
        error = reader.Error;
        if (error is not null)
            return false;
        ReadOnlyMemory<byte> state = bytes[reader.Position..];
        if (Checksum(bytes.Span[..descriptionLength], state.Span) != checksum)
        {
            error = "the SHA-256 is wrong";
            return false;
        }

        snapshot = read with { State = state };
        return true;
    }

    internal static ReadOnlySpan<byte> Describe(EngineSnapshot snapshot, int stateLength)
    {
        var writer = new CanonicalWriter(1024);
        var output = new CanonicalOutput(writer);
        EngineSnapshot.Walk(ref output, snapshot, stateLength, out _);
        return writer.Written;
    }

    internal static Hash256 Checksum(ReadOnlySpan<byte> description, ReadOnlySpan<byte> state)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(description);
        sha.AppendData(state);
        return Hash256.FromBytes(sha.GetHashAndReset());
    }
}
