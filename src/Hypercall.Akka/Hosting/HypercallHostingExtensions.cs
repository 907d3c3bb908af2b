using Akka.Hosting;
using Hypercall.Actors.Client;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Storage;
using Hypercall.Actors.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hypercall.Actors.Hosting;

/// <summary>Hypercall in an application of Microsoft.Extensions.Hosting, by Akka.Hosting.</summary>
public static class HypercallHostingExtensions
{
    private static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Runs this system's part of a venue, as its settings say: with roles a node of a cluster, without all partitions
    /// in this one system. Registers <see cref="PartitionRegion"/> and <see cref="VenueEntry"/>, a health check of each
    /// partition, tagged <c>ready</c>, and sends Akka's log to the application's, where the settings name no loggers.
    /// </summary>
    /// <param name="builder">Has the settings already:
    /// <c>AddHocon(HypercallConfig.Compose(own), HoconAddMode.Append)</c>.</param>
    /// <param name="partitions">The partitions whose health is checked; none named: all.</param>
    /// <exception cref="SettingException">A setting is missing or takes another value: the host's start
    /// ends.</exception>
    /// <exception cref="JournalRefusedException">No journal can be kept in a database as it is: the same.</exception>
    /// <exception cref="FolderOwnedException">Another host holds the folder of a SQLite file: the same.</exception>
    public static AkkaConfigurationBuilder WithHypercallEngine(
        this AkkaConfigurationBuilder builder, params string[] partitions)
    {
        Config config = builder.Configuration.GetOrElse(Config.Empty);
        HypercallSettings settings = HypercallSettings.Read(config);
        bool isNode = HypercallConfig.ReadRoles(new SettingReader(config)).Count > 0;
        if (!isNode)
        {
            JournalStore.Prepare(config, isMember: false, withTransfers: false);
            FolderOwnership.RefuseOwned(config, settings.Partition.Sequencer.HostId);
        }

        if (WireSecurity.TransportSetupOf(config) is { } transport)
            builder.AddSetup(transport);
        foreach (string partition in partitions)
            settings.RequirePartition(partition);
        foreach (string partition in partitions.Length > 0 ? partitions : settings.Partitions)
            builder.WithHealthCheck(HealthCheckOf(partition));
        if (!config.HasPath("akka.loggers"))
            builder.ConfigureLoggers(loggers => loggers.ClearLoggers().AddLoggerFactory());
        return isNode
            ? builder.WithActors((system, _) =>
                HypercallCluster.StartAsync(system, ClusterSettings.Read(system.Settings.Config)))
            : builder.WithActors((system, _) => HypercallSystem.StartPartitions(system));
    }

    /// <summary>
    /// Adds a client of a partition of the venue that <see cref="WithHypercallEngine"/> runs or reaches: as
    /// <see cref="IEngineClient"/>, and keyed by the partition's name; the first partition added is the unkeyed one.
    /// Each one resolved waits in a share of the engine's queue of its own. It starts nothing.
    /// </summary>
    public static IServiceCollection AddEngineClient(this IServiceCollection services, string partition)
    {
        services.AddKeyedTransient<IEngineClient>(partition, (provider, _) => ClientOf(provider, partition));
        if (services.All(service => service.ServiceType != typeof(IEngineClient) || service.IsKeyedService))
            services.AddTransient<IEngineClient>(provider => ClientOf(provider, partition));
        return services;
    }

    private static AkkaHealthCheckRegistration HealthCheckOf(string partition) => new(
        "hypercall-" + partition,
        new PartitionHealthCheck(partition, HealthPatience),
        HealthStatus.Unhealthy,
        ["ready", "hypercall"]);

    private static EngineClient ClientOf(IServiceProvider provider, string partition)
    {
        ActorSystem system = provider.GetRequiredService<ActorSystem>();
        HypercallSettings settings = HypercallSettings.Read(system.Settings.Config);
        settings.RequirePartition(partition);
        return new EngineClient(ActorRegistry.For(system).Get<VenueEntry>(), partition, settings.Client);
    }
}
