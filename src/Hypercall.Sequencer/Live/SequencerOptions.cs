using Hypercall.Sequencer.Client;

namespace Hypercall.Sequencer.Live;

/// <summary>Settings of a sequencer. None of them changes what the engine decides.</summary>
public sealed record SequencerOptions
{
    /// <summary>The engine (partition) whose journal it is, 1 to 64 bytes of UTF-8.</summary>
    public required string EngineId { get; init; }

    /// <summary>This host, 1 to 64 bytes of UTF-8.</summary>
    public required string HostId { get; init; }

    /// <summary>Time source of a journal made new; one that exists must have the same.</summary>
    public TimeSource TimeSource { get; init; } = TimeSource.Clock;

    /// <summary>Origin written into a journal made new.</summary>
    public JournalOrigin? Origin { get; init; }

    /// <summary>True for a journal file, whose last record may be cut off by a crash (see ReplayOptions).</summary>
    public bool LastRecordMayTear { get; init; }

    /// <summary>
    /// Submissions queued and in flight; one submitter holds a quarter, a tenth is kept for ways out.
    /// </summary>
    public int QueueCapacity { get; init; } = 8_192;

    /// <summary>Most commands of a record.</summary>
    public int MaxBatch { get; init; } = 1_024;

    /// <summary>Most bytes of a record.</summary>
    public int MaxRecordBytes { get; init; } = 1 << 20;

    /// <summary>A write or an owner check may take as long.</summary>
    public long WriteTimeoutMs { get; init; } = 15_000;

    /// <summary>A snapshot may take as long to be made, checked and saved; then it counts as failed.</summary>
    public long SnapshotTimeoutMs { get; init; } = 15_000;

    /// <summary>Commands between snapshots; 0: none but the one that Drain takes.</summary>
    public long SnapshotEvery { get; init; } = 1_000_000;

    /// <summary>Least time between snapshots.</summary>
    public long SnapshotMinIntervalMs { get; init; } = 30_000;

    /// <summary>Most time between seals under load.</summary>
    public long SealIntervalMs { get; init; } = 1_000;

    /// <summary>How long the queue stays empty before a seal is written; 0: at once.</summary>
    public long SealIdleMs { get; init; }

    /// <summary>How often the journal's highest epoch is read.</summary>
    public long OwnerCheckIntervalMs { get; init; } = 1_000;

    /// <summary>How often views hear something when nothing happens.</summary>
    public long HeartbeatIntervalMs { get; init; } = 1_000;

    /// <summary>How far the wall clock may be behind the journal's last time.</summary>
    public long MaxClockLagMs { get; init; } = 60_000;

    /// <summary>How far the wall clock may run ahead of the monotonic one.</summary>
    public long MaxClockLeadMs { get; init; } = 5_000;

    /// <summary>How the engine runs.</summary>
    public EngineOptions Engine { get; init; } = EngineOptions.Default;

    /// <summary>Runs before each Apply, with its sequence; tests make a defective engine of it.</summary>
    internal Action<long>? BeforeApply { get; init; }

    /// <summary>Runs before a snapshot's encoding, with its sequence; tests make it fail.</summary>
    internal Action<long>? BeforeSnapshot { get; init; }

    /// <summary>Most bytes of the commands of a record.</summary>
    internal int MaxPayloadBytes => MaxRecordBytes - JournalRecordCodec.CommandsOverhead(EngineId);

    /// <summary>Whether a record can hold a request; one that none can is refused as TooLarge.</summary>
    public bool Fits(EncodedRequest request) => PendingSubmission.LengthInRecord(request.Envelope) <= MaxPayloadBytes;

    /// <summary>Refuses settings of which no sequencer can be made.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it and its range.</exception>
    public void Validate()
    {
        if (!JournalRecordCodec.IsId(EngineId))
            throw new ArgumentException($"EngineId must have 1 to {JournalRecordCodec.MaxIdBytes} bytes");
        if (!JournalRecordCodec.IsId(HostId))
            throw new ArgumentException($"HostId must have 1 to {JournalRecordCodec.MaxIdBytes} bytes");
        Require(QueueCapacity, MinQueueCapacity, MaxQueueCapacity, nameof(QueueCapacity));
        Require(MaxBatch, 1, JournalRecordCodec.MaxCount, nameof(MaxBatch));
        Require(MaxRecordBytes, MinRecordBytes, int.MaxValue / 2, nameof(MaxRecordBytes));
        Require(WriteTimeoutMs, 1, MaxMs, nameof(WriteTimeoutMs));
        Require(SnapshotTimeoutMs, 1, MaxMs, nameof(SnapshotTimeoutMs));
        Require(SnapshotEvery, 0, long.MaxValue, nameof(SnapshotEvery));
        Require(SnapshotMinIntervalMs, 0, MaxMs, nameof(SnapshotMinIntervalMs));
        Require(SealIntervalMs, 1, MaxMs, nameof(SealIntervalMs));
        Require(SealIdleMs, 0, MaxMs, nameof(SealIdleMs));
        Require(OwnerCheckIntervalMs, 1, MaxMs, nameof(OwnerCheckIntervalMs));
        Require(HeartbeatIntervalMs, 1, MaxMs, nameof(HeartbeatIntervalMs));
        Require(MaxClockLagMs, 0, MaxMs, nameof(MaxClockLagMs));
        Require(MaxClockLeadMs, 0, MaxMs, nameof(MaxClockLeadMs));
    }

    private const int MinQueueCapacity = 10;
    private const int MaxQueueCapacity = 1 << 20;
    private const int MinRecordBytes = 4_096;
    private const long MaxMs = 86_400_000;

    private static void Require(long value, long min, long max, string name)
    {
        if (value < min || value > max)
            throw new ArgumentException($"{name} {value} is outside {min}..{max}");
    }
}
