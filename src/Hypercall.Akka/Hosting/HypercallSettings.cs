using Hypercall.Actors.Client;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Storage;
using Hypercall.Engine.State;
using Hypercall.Hashing;

namespace Hypercall.Actors.Hosting;

/// <summary>
/// Everything under <c>hypercall</c> that this assembly reads, checked. hocon/reference.conf says what each setting
/// means.
/// </summary>
public sealed record HypercallSettings
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The market partitions of this system.</summary>
    public required IReadOnlyList<string> Partitions { get; init; }

    /// <summary>How each partition runs; <see cref="For"/> gives it its name.</summary>
    public required PartitionSettings Partition { get; init; }

    /// <summary>How clients ask and retry.</summary>
    public required EngineClientOptions Client { get; init; }

    /// <summary>Configuration path of the transfer desks' own journal plugin.</summary>
    public required string TransferJournalPluginId { get; init; }

    /// <summary>How long the end of the system waits for its partitions to drain.</summary>
    public required TimeSpan StopTimeout { get; init; }

    /// <summary>The plugins of each partition that has some of its own.</summary>
    internal IReadOnlyDictionary<string, (string Journal, string Ledger, string Snapshots)> Plugins { get; init; } =
        new Dictionary<string, (string Journal, string Ledger, string Snapshots)>();

    /// <summary>
    /// How one partition runs; one that is not configured runs on the templates of plugins themselves.
    /// </summary>
    public PartitionSettings For(string partition)
    {
        PartitionSettings settings = Partition with { Sequencer = Partition.Sequencer with { EngineId = partition } };
        return Plugins.TryGetValue(partition, out (string Journal, string Ledger, string Snapshots) own)
            ? settings with
            {
                JournalPluginId = own.Journal,
                LedgerPluginId = own.Ledger,
                SnapshotPluginId = own.Snapshots,
            }
            : settings;
    }

    /// <summary>Refuses a partition that is none of the configured ones.</summary>
    /// <exception cref="SettingException">It is none.</exception>
    internal void RequirePartition(string partition)
    {
        if (!Partitions.Contains(partition))
            throw new SettingException("hypercall.partitions", $"'{partition}' too", string.Join(", ", Partitions));
    }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One is missing or takes another value.</exception>
    public static HypercallSettings Read(Config config) => Read(new SettingReader(config));

    internal static HypercallSettings Read(SettingReader reader)
    {
        IReadOnlyList<string> partitions = ReadPartitions(reader);
        PartitionSettings partition = ReadPartition(reader, partitions[0]);
        return new HypercallSettings
        {
            Partitions = partitions,
            Partition = partition,
            Plugins = partitions.ToDictionary(
                name => name,
                name => PartitionPlugins.For(name, reader, partition.JournalPluginId, partition.SnapshotPluginId)),
            Client = new EngineClientOptions
            {
                AskTimeout = reader.Duration("client.ask-timeout", Least, Day),
                MaxInFlight = (int)reader.Number("client.max-in-flight", 1, 1 << 20),
                Retry = new RetryOptions(
                    (long)reader.Duration("client.patience", TimeSpan.Zero, Day).TotalMilliseconds,
                    (long)reader.Duration("client.first-delay", Least, Day).TotalMilliseconds,
                    (long)reader.Duration("client.longest-delay", Least, Day).TotalMilliseconds,
                    (int)reader.Number("client.retry-reserve", 0, 1 << 20)),
                MostClockDifference = MemberInquirySettings.ReadMostClockDifference(reader),
            },
            TransferJournalPluginId = reader.Text("journal.transfer-plugin", "the path of a journal plugin"),
            StopTimeout = reader.Duration("stop-timeout", Least, Day),
        };
    }

    /// <summary>What an engine waits for a write.</summary>
    internal static TimeSpan ReadWriteTimeout(SettingReader reader) =>
        reader.Duration("engine.write-timeout", Least, Day);

    /// <summary>What an engine waits for a snapshot to be saved.</summary>
    internal static TimeSpan ReadSnapshotTimeout(SettingReader reader) =>
        reader.Duration("engine.snapshot-timeout", Least, Day);

    internal static IReadOnlyList<string> ReadPartitions(SettingReader reader)
    {
        const string takes = "a list of different names of 1 to 64 letters, digits, '-', '_' and '.', "
            + "a letter or digit first, such as [\"main\"]";
        IReadOnlyList<string> partitions = reader.Texts("partitions", takes);
        bool sound = partitions.Count > 0
            && partitions.Distinct(StringComparer.Ordinal).Count() == partitions.Count
            && partitions.All(IsPartition);
        return sound
            ? partitions
            : throw new SettingException("hypercall.partitions", takes, string.Join(", ", partitions));
    }

    /// <summary>
    /// It becomes a part of files' names, actors' paths, metrics and what a database server shows of its sessions: what
    /// one of these would read otherwise is no name.
    /// </summary>
    private static bool IsPartition(string name) =>
        name.Length is > 0 and <= JournalRecordCodec.MaxIdBytes
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static PartitionSettings ReadPartition(SettingReader reader, string partition) => new()
    {
        Sequencer = ReadSequencer(reader, partition),
        JournalPluginId = reader.Text("journal.plugin", "the path of a journal plugin"),
        SnapshotPluginId = reader.Text("journal.snapshot-plugin", "the path of a snapshot plugin"),
        Dispatcher = reader.Text("engine.dispatcher", "the path of a dispatcher"),
        SnapshotsKept = (int)reader.Number("engine.snapshots-kept", 1, PartitionSettings.MostSnapshots),
        MaxMessageBytes = (int)reader.Bytes("engine.max-message-bytes", 4_096, 1 << 30),
        RingBatches = (int)reader.Number("engine.ring-batches", 0, 1 << 20),
        RingBytes = reader.Bytes("engine.ring-bytes", 0, 1L << 40),
        MinBackoff = reader.Duration("supervision.min-backoff", Least, Day),
        MaxBackoff = reader.Duration("supervision.max-backoff", Least, Day),
        BackoffJitter = reader.Fraction("supervision.jitter"),
        DiagnosticsDirectory = reader.Folder("engine.diagnostics-directory"),
        TakesOver = reader.Switch("ownership.take-over"),
        AcceptsLoss = reader.Switch("ownership.accept-loss"),
    };

    private static SequencerOptions ReadSequencer(SettingReader reader, string partition) => new()
    {
        EngineId = partition,
        HostId = ReadHostId(reader),
        TimeSource = reader.Choice(
            "engine.time-source", ("clock", TimeSource.Clock), ("submission", TimeSource.Submission)),
        QueueCapacity = (int)reader.Number("engine.queue-capacity", 10, 1 << 20),
        MaxBatch = (int)reader.Number("engine.max-batch", 1, JournalRecordCodec.MaxCount),
        MaxRecordBytes = (int)reader.Bytes("engine.max-record-bytes", 4_096, int.MaxValue / 2),
        WriteTimeoutMs = (long)ReadWriteTimeout(reader).TotalMilliseconds,
        SnapshotTimeoutMs = (long)ReadSnapshotTimeout(reader).TotalMilliseconds,
        SnapshotEvery = reader.Number("engine.snapshot-every", 0, long.MaxValue),
        SnapshotMinIntervalMs = Ms(reader, "engine.snapshot-min-interval", TimeSpan.Zero),
        SealIntervalMs = Ms(reader, "engine.seal-interval", Least),
        SealIdleMs = Ms(reader, "engine.seal-idle", TimeSpan.Zero),
        OwnerCheckIntervalMs = Ms(reader, "engine.owner-check-interval", Least),
        HeartbeatIntervalMs = Ms(reader, "engine.heartbeat-interval", Least),
        MaxClockLagMs = Ms(reader, "engine.max-clock-lag", TimeSpan.Zero),
        MaxClockLeadMs = Ms(reader, "engine.max-clock-lead", TimeSpan.Zero),
        Engine = reader.Switch("engine.native-sha256") ? HostSha256.Options : EngineOptions.Default,
    };

    private static long Ms(SettingReader reader, string path, TimeSpan min) =>
        (long)reader.Duration(path, min, Day).TotalMilliseconds;

    private static string ReadHostId(SettingReader reader)
    {
        const int longestName = 48;
        const string takes = "a name of at most 64 bytes, or nothing";
        string id = reader.Text("host-id", takes, mayBeEmpty: true);
        if (System.Text.Encoding.UTF8.GetByteCount(id) > JournalRecordCodec.MaxIdBytes)
            throw new SettingException("hypercall.host-id", takes, id);
        if (id.Length > 0)
            return id;
        string machine = Environment.MachineName;
        return $"{machine[..Math.Min(machine.Length, longestName)]}:{Environment.ProcessId}";
    }
}
