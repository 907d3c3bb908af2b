using Hypercall.Engine.State;
using Hypercall.Sequencer.Journal;

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

    /// <summary>Submissions queued and in flight; one submitter holds a quarter, a tenth is kept for ways out.</summary>
    public int QueueCapacity { get; init; } = 8_192;

    /// <summary>Most commands of a record.</summary>
    public int MaxBatch { get; init; } = 1_024;

    /// <summary>Most bytes of a record.</summary>
    public int MaxRecordBytes { get; init; } = 1 << 20;

    /// <summary>A write, a snapshot at the end, or an owner check may take as long.</summary>
    public long WriteTimeoutMs { get; init; } = 15_000;

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

    /// <summary>False: no outcome is encoded, nothing is published or kept for resending.</summary>
    public bool EncodeOutcomes { get; init; } = true;

    /// <summary>Most batches kept for resending.</summary>
    public int RingBatches { get; init; } = 256;

    /// <summary>Most bytes of batches kept for resending.</summary>
    public long RingBytes { get; init; } = 32L << 20;

    /// <summary>How the engine runs.</summary>
    public EngineOptions Engine { get; init; } = EngineOptions.Default;
}
