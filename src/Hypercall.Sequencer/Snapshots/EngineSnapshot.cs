namespace Hypercall.Sequencer.Snapshots;

/// <summary>
/// A snapshot, decoded (runtime.md §3): the whole state at a record boundary with what proves it. It carries
/// the journal's header too, so that recovery from it needs no record before it, and the sequences the operator had
/// skipped up to it.
/// </summary>
public sealed record EngineSnapshot
{
    /// <summary>The version this code writes.</summary>
    public const byte CurrentFormatVersion = 1;

    private const int MaxDigests = 256;
    private const int MaxSkips = 1 << 16;
    private const int MaxDigestNameBytes = 64;

    /// <summary>The engine.</summary>
    public string EngineId { get; init; } = "";

    /// <summary>Epoch of the owner that took it.</summary>
    public long Epoch { get; init; }

    /// <summary>The last record it contains.</summary>
    public long RecordNumber { get; init; }

    /// <summary>The last command it contains.</summary>
    public long Sequence { get; init; }

    /// <summary>State hash after that command.</summary>
    public Hash256 Hash { get; init; }

    /// <summary>The journal's time source.</summary>
    public TimeSource TimeSource { get; init; }

    /// <summary>The journal's origin.</summary>
    public JournalOrigin? Origin { get; init; }

    /// <summary>Skipped sequences up to <see cref="Sequence"/>, ascending.</summary>
    public IReadOnlyList<long> Skipped { get; init; } = [];

    /// <summary>SHA-256 of each component, in the engine's order.</summary>
    public IReadOnlyList<KeyValuePair<string, Hash256>> Digests { get; init; } = [];

    /// <summary>The engine's state, canonical.</summary>
    public ReadOnlyMemory<byte> State { get; init; }

    internal static EngineSnapshot Blank { get; } = new();

    /// <summary>The description before the checksum; of the state it has the length.</summary>
    internal static EngineSnapshot Walk<V>(ref V v, EngineSnapshot s, int length, out long stateLength)
        where V : struct, IByteFields, allows ref struct
    {
        byte version = v.Tag("format version", CurrentFormatVersion, byte.MaxValue);
        if (version != CurrentFormatVersion)
            v.Require(false, $"format version {version} is unknown");
        var snapshot = new EngineSnapshot
        {
            EngineId = v.Text("engine id", s.EngineId, 0, JournalRecordCodec.MaxIdBytes),
            Epoch = v.Int64("epoch", s.Epoch, 1, long.MaxValue),
            RecordNumber = v.Int64("record number", s.RecordNumber, 1, long.MaxValue),
            Sequence = v.Int64("sequence", s.Sequence, 0, long.MaxValue),
            Hash = v.Hash("hash", s.Hash),
            TimeSource = (TimeSource)v.Tag("time source", (byte)s.TimeSource, (byte)TimeSource.Submission),
            Origin = JournalOrigin.Walk(ref v, s.Origin),
            Skipped = WalkSkips(ref v, s.Skipped),
            Digests = WalkDigests(ref v, s.Digests),
            State = s.State,
        };
        stateLength = v.Int64("state length", length, 0, int.MaxValue);
        return snapshot;
    }

    private static long[] WalkSkips<V>(ref V v, IReadOnlyList<long> skips)
        where V : struct, IByteFields, allows ref struct
    {
        long[] walked = new long[v.Count("skip", skips.Count, MaxSkips, sizeof(long))];
        for (int i = 0; i < walked.Length; i++)
            walked[i] = v.Int64("skip", V.Makes ? 0 : skips[i]);
        return walked;
    }

    private static KeyValuePair<string, Hash256>[] WalkDigests<V>(
        ref V v, IReadOnlyList<KeyValuePair<string, Hash256>> digests)
        where V : struct, IByteFields, allows ref struct
    {
        int count = v.Count("digest", digests.Count, MaxDigests, Hash256.Length);
        var walked = new KeyValuePair<string, Hash256>[count];
        for (int i = 0; i < count; i++)
        {
            (string component, Hash256 digest) = V.Makes ? new("", default) : digests[i];
            walked[i] = new(v.Text("component", component, 0, MaxDigestNameBytes), v.Hash("digest", digest));
        }

        return walked;
    }
}
