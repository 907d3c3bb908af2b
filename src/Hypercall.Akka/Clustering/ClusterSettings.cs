using Hypercall.Actors.Client;
using Hypercall.Actors.Clustering.Downing;

namespace Hypercall.Actors.Clustering;

/// <summary>What a node of a cluster runs. Addresses, roles and times of failover stand in Akka's own
/// settings.</summary>
public sealed record ClusterSettings
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    /// <summary>The venue's partitions, the same on every node: one engine each.</summary>
    public required IReadOnlyList<string> Partitions { get; init; }

    /// <summary>How a partition runs when this node owns it; its publisher is set by the cluster.</summary>
    public required Func<string, PartitionSettings> PartitionSettings { get; init; }

    /// <summary>Configuration path of the transfer desks' own journal plugin.</summary>
    public required string TransferJournalPluginId { get; init; }

    /// <summary>How the transfer desks ask partitions and retry.</summary>
    public EngineClientOptions Client { get; init; } = new();

    /// <summary>Where a node keeps how far it has seen each journal go; null: nowhere, it forgets at its end.</summary>
    public string? MemoryFolder { get; init; }

    /// <summary>The same settings, with the host's name in journals saying where a node is reached.</summary>
    internal ClusterSettings At(Akka.Actor.Address node) =>
        this with
        {
            PartitionSettings = partition =>
            {
                PartitionSettings settings = PartitionSettings(partition);
                string name = HostNames.Of(settings.Sequencer.HostId, node);
                return settings with { Sequencer = settings.Sequencer with { HostId = name } };
            },
        };

    /// <summary>How often an engine node asks for each partition, so that one without an owner gets it.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How members are asked about journals and clocks.</summary>
    public MemberInquirySettings Members { get; init; } =
        new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2), MostClockDifferenceMs: 1_000);

    /// <summary>Reads the settings of a system whose configuration <see cref="HypercallConfig"/> composed.</summary>
    /// <exception cref="SettingException">One is missing or takes another value.</exception>
    public static ClusterSettings Read(Config config)
    {
        HypercallSettings settings = HypercallSettings.Read(config);
        var reader = new SettingReader(config);
        // Akka makes a provider of downing by itself, and what that throws is not told.
        _ = VenueDowningProvider.ReadStableAfter(reader);
        return new ClusterSettings
        {
            Partitions = settings.Partitions,
            PartitionSettings = settings.For,
            TransferJournalPluginId = settings.TransferJournalPluginId,
            Client = settings.Client,
            KeepAliveInterval = reader.Duration("cluster.keep-alive-interval", ShortestInterval, LongestInterval),
            Members = MemberInquirySettings.Read(reader),
            MemoryFolder = reader.Folder("cluster.memory-folder"),
        };
    }
}
