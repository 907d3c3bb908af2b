using System.Security.Cryptography;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Sequencer.Snapshots;

/// <summary>
/// Encoding of snapshots: canonical, versioned; a description, the state's length, a SHA-256 of description and state,
/// then the state. Decoding is total.
/// </summary>
public static class SnapshotCodec
{
    private const int MaxDigests = 256;
    private const int MaxSkips = 1 << 16;
    private const int MaxDigestNameBytes = 64;

    /// <summary>The snapshot's bytes.</summary>
    public static byte[] Encode(EngineSnapshot snapshot)
    {
        var writer = new CanonicalWriter(1024);
        WriteDescription(writer, snapshot);
        ReadOnlySpan<byte> description = writer.Written;
        ReadOnlySpan<byte> state = snapshot.State.Span;
        byte[] bytes = new byte[description.Length + Hash256.Length + state.Length];
        description.CopyTo(bytes);
        state.CopyTo(bytes.AsSpan(description.Length + Hash256.Length));
        Checksum(description, state).CopyTo(bytes.AsSpan(description.Length));
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
        EngineSnapshot read = ReadDescription(ref reader, out long stateLength);
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

    private static void WriteDescription(CanonicalWriter writer, EngineSnapshot snapshot)
    {
        writer.WriteByte(EngineSnapshot.CurrentFormatVersion);
        writer.WriteString(snapshot.EngineId);
        writer.WriteInt64(snapshot.Epoch);
        writer.WriteInt64(snapshot.RecordNumber);
        writer.WriteInt64(snapshot.Sequence);
        writer.WriteHash(snapshot.Hash);
        writer.WriteByte((byte)snapshot.TimeSource);
        JournalOriginCodec.Write(writer, snapshot.Origin);
        writer.WriteCount(snapshot.Skipped.Count);
        foreach (long sequence in snapshot.Skipped)
            writer.WriteInt64(sequence);
        writer.WriteCount(snapshot.Digests.Count);
        foreach ((string component, Hash256 digest) in snapshot.Digests)
        {
            writer.WriteString(component);
            writer.WriteHash(digest);
        }

        writer.WriteInt64(snapshot.State.Length);
    }

    private static EngineSnapshot ReadDescription(ref CanonicalReader reader, out long stateLength)
    {
        byte version = reader.ReadByte();
        if (!reader.Failed && version != EngineSnapshot.CurrentFormatVersion)
            reader.Fail($"format version {version} is unknown");
        var snapshot = new EngineSnapshot
        {
            EngineId = reader.ReadString(JournalRecordCodec.MaxIdBytes, "engine id"),
            Epoch = reader.ReadInt64(1, long.MaxValue, "epoch"),
            RecordNumber = reader.ReadInt64(1, long.MaxValue, "record number"),
            Sequence = reader.ReadInt64(0, long.MaxValue, "sequence"),
            Hash = reader.ReadHash(),
            TimeSource = (TimeSource)reader.ReadByte((byte)TimeSource.Submission, "time source"),
            Origin = JournalOriginCodec.Read(ref reader),
            Skipped = ReadSkips(ref reader),
            Digests = ReadDigests(ref reader),
            State = default,
        };
        stateLength = reader.ReadInt64(0, int.MaxValue, "state length");
        return snapshot;
    }

    private static long[] ReadSkips(ref CanonicalReader reader)
    {
        long[] skips = new long[reader.ReadCount(MaxSkips, sizeof(long), "skip")];
        for (int i = 0; i < skips.Length; i++)
            skips[i] = reader.ReadInt64();
        return skips;
    }

    private static KeyValuePair<string, Hash256>[] ReadDigests(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxDigests, Hash256.Length, "digest");
        var digests = new KeyValuePair<string, Hash256>[count];
        for (int i = 0; i < count; i++)
            digests[i] = new(reader.ReadString(MaxDigestNameBytes, "component"), reader.ReadHash());
        return digests;
    }

    private static Hash256 Checksum(ReadOnlySpan<byte> description, ReadOnlySpan<byte> state)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(description);
        sha.AppendData(state);
        return Hash256.FromBytes(sha.GetHashAndReset());
    }
}
