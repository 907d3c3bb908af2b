using Hypercall.Actors.Clustering;
using Hypercall.Actors.Metrics;
using Hypercall.Actors.Ownership;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Engine;

/// <summary>How one partition runs. Nothing here changes what the engine decides.</summary>
public sealed record PartitionSettings
{
    /// <summary>Largest <see cref="SnapshotsKept"/>.</summary>
    internal const int MostSnapshots = 1_000;

    /// <summary>The rules' settings; its EngineId is the partition.</summary>
    public required SequencerOptions Sequencer { get; init; }

    /// <summary>Configuration path of the engine's own journal plugin.</summary>
    public required string JournalPluginId { get; init; }

    /// <summary>Configuration path of the skip records' own journal plugin; null: the engine's.</summary>
    public string? LedgerPluginId { get; init; }

    /// <summary>Configuration path of the engine's own snapshot plugin.</summary>
    public required string SnapshotPluginId { get; init; }

    /// <summary>Configuration path of the engine's own dispatcher; null: the default one.</summary>
    public string? Dispatcher { get; init; }

    /// <summary>Snapshots kept, 1 to 1,000; older ones are deleted.</summary>
    public int SnapshotsKept { get; init; } = 3;

    /// <summary>Pause before the first restart.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Longest pause before a restart; an engine that ran for so long starts again with the shortest.
    /// </summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Part of a pause by which it is lengthened at random, 0 to 1.</summary>
    public double BackoffJitter { get; init; } = 0.2;

    /// <summary>Most bytes of outcomes in one message; what is more goes in several.</summary>
    public int MaxMessageBytes { get; init; } = 4 << 20;

    /// <summary>Most batches kept for views that missed one.</summary>
    public int RingBatches { get; init; } = 256;

    /// <summary>Most bytes of outcomes in them.</summary>
    public long RingBytes { get; init; } = 32L << 20;

    /// <summary>Where diagnostic files go; null: into the log only.</summary>
    public string? DiagnosticsDirectory { get; init; }

    /// <summary>
    /// The clocks, read on the engine actor's thread with every message; null: those of the actor system's scheduler.
    /// </summary>
    public Func<HostTime>? Clock { get; init; }

    /// <summary>
    /// Where each published batch goes besides direct subscribers, in order, on the partition's actor; must not block.
    /// Null: to the system's event stream, where a subscriber to OutcomeBatch gets all partitions.
    /// </summary>
    public Action<OutcomeBatch>? Publisher { get; init; }

    /// <summary>Instruments to feed; null: none.</summary>
    public PartitionMetrics? Metrics { get; init; }

    /// <summary>
    /// True: the journal is taken although a living host of another venue has it, on an operator's word; until an owner
    /// of the partition is ready.
    /// </summary>
    public bool TakesOver { get; init; }

    /// <summary>
    /// True: a journal is taken that ends before what was seen of it, on an operator's word; until an owner of the
    /// partition is ready.
    /// </summary>
    public bool AcceptsLoss { get; init; }

    /// <summary>Whom this process has heard of, whichever of its actors did; null: what one actor and those that are
    /// started in its place have.</summary>
    internal ReadyOwners? ReadyOwners { get; init; }

    /// <summary>The venue's other members; null: none.</summary>
    internal ClusterMembers? Members { get; init; }

    /// <summary>The partition.</summary>
    public string Partition => Sequencer.EngineId;

    /// <summary>The engine's persistence id.</summary>
    public string PersistenceId => "engine-" + Partition;

    /// <summary>The persistence id of its skip records.</summary>
    internal string SkipsPersistenceId => "skips-" + Partition;

    /// <summary>Configuration path of the journal plugin of its skip records.</summary>
    internal string SkipsPluginId => LedgerPluginId ?? JournalPluginId;

    /// <exception cref="ArgumentException">A setting is out of range; the message names it and its range.</exception>
    internal void Validate()
    {
        Sequencer.Validate();
        Require(SnapshotsKept, 1, MostSnapshots, nameof(SnapshotsKept));
        Require(MaxMessageBytes, 1, int.MaxValue, nameof(MaxMessageBytes));
        Require(RingBatches, 0, int.MaxValue, nameof(RingBatches));
        Require(RingBytes, 0, long.MaxValue, nameof(RingBytes));
        Require(MinBackoff.TotalMilliseconds, 0, int.MaxValue, nameof(MinBackoff));
        Require(MaxBackoff.TotalMilliseconds, 0, int.MaxValue, nameof(MaxBackoff));
        Require(BackoffJitter, 0, 1, nameof(BackoffJitter));
    }

    private static void Require(double value, double min, double max, string name)
    {
        if (!(value >= min && value <= max))
            throw new ArgumentException(FormattableString.Invariant($"{name} {value} is outside {min}..{max}"));
    }

    /// <summary>How the partition's journal is executed beside its engine, on this host.</summary>
    internal ReplayOptions ForReplay(params IReadOnlyList<SkipRecord> skips) => new()
    {
        EngineId = Partition, Engine = Sequencer.Engine, Skips = skips,
    };
}
