using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Hypercall.Actors.Client;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Metrics;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Storage;
using Hypercall.Actors.Tests.Support;
using Hypercall.Cli.Verbs;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;
using Hypercall.Verification;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hypercall.Actors.Tests.Hosting;

/// <summary>An application of Microsoft.Extensions.Hosting by Akka.Hosting, and a plain actor system.</summary>
public sealed class HypercallHostTests : IDisposable
{
    private const int Commands = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TemporaryDirectory _directory = new();
    private readonly CommandFlow _flow = new(seed: 3);

    [Fact]
    public async Task A_host_takes_commands_drains_at_its_stop_and_goes_on_at_the_next_start()
    {
        var core = new CoreRun(_flow, 2 * Commands);
        for (int start = 0; start < 2; start++)
        {
            using IHost host = Build(TestConfig.Sqlite(_directory.Path));
            await host.StartAsync();
            IEngineClient client = host.Services.GetRequiredService<IEngineClient>();
            for (int index = start * Commands; index < (start + 1) * Commands; index++)
            {
                SubmissionResult result = await client.SubmitAsync(CoreRun.Request(_flow, index));
                Assert.Equal(SubmissionStatus.Executed, result.Status);
                Assert.Equal(core.Hashes[index], result.Outcome!.Hash);
            }

            await host.StopAsync();
        }

        SqliteConnection.ClearAllPools();
        VerificationReport report = JournalVerifier.Verify(_directory.Path);
        Assert.Null(report.Difference);
        Assert.Equal((2 * Commands, core.Hashes[^1], 2L), (report.LastSequence, report.Hash, report.Epoch));
        Assert.Equal(0, report.RecordsNotCrossChecked);
    }

    [Fact]
    public async Task A_wrong_setting_ends_the_hosts_start()
    {
        using IHost host = Build(TestConfig.Memory("hypercall.engine.max-batch = none"));

        SettingException error = await Assert.ThrowsAsync<SettingException>(() => host.StartAsync());

        Assert.Equal("hypercall.engine.max-batch", error.Path);
    }

    [Fact]
    public async Task A_connection_string_that_names_no_file_ends_the_start()
    {
        Config config = TestConfig.Sqlite(Path.Combine(_directory.Path, "absent"));
        using IHost host = Build(config);

        SettingException error = await Assert.ThrowsAsync<SettingException>(() => host.StartAsync());

        Assert.Equal("hypercall.journal.sqlite.connection-string", error.Path);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_ends_the_start()
    {
        using IHost sound = Build(TestConfig.Sqlite(_directory.Path));
        await sound.StartAsync();
        await sound.StopAsync();
        string file = Path.Combine(_directory.Path, "akka-journal.db");
        using IHost host = Build(ConfigurationFactory
            .ParseString($"hypercall.journal.sqlite.connection-string = \"Data Source={file};Mode=ReadOnly\"")
            .WithFallback(TestConfig.Sqlite(_directory.Path)));

        JournalRefusedException error = await Assert.ThrowsAsync<JournalRefusedException>(() => host.StartAsync());

        Assert.Contains($"'{file}' takes no writes", error.Message);
    }

    [Fact]
    public async Task A_folder_that_another_host_owns_ends_the_start()
    {
        using IHost owner = Build(TestConfig.Sqlite(_directory.Path));
        await owner.StartAsync();
        using IHost second = Build(TestConfig.Sqlite(_directory.Path));

        FolderOwnedException error = await Assert.ThrowsAsync<FolderOwnedException>(() => second.StartAsync());

        Assert.Contains($"process {Environment.ProcessId}, host test", error.Message);
        await owner.StopAsync();
    }

    [Fact]
    public async Task A_shared_cache_ends_the_start()
    {
        string file = Path.Combine(_directory.Path, "shared.db");
        Config config = ConfigurationFactory
            .ParseString($"hypercall.snapshots.sqlite.connection-string = \"Data Source={file};Cache=Shared\"")
            .WithFallback(TestConfig.Sqlite(_directory.Path));
        using IHost host = Build(config);

        SettingException error = await Assert.ThrowsAsync<SettingException>(() => host.StartAsync());

        Assert.Equal("hypercall.snapshots.sqlite.connection-string", error.Path);
        Assert.Contains("without Cache=Shared", error.Message);
    }

    [Fact]
    public async Task Partitions_run_in_a_plain_system_too()
    {
        Config config = TestConfig.Memory("hypercall.partitions = [east, west]");
        using ActorSystem system = ActorSystem.Create("plain", config);

        IActorRef partitions = HypercallSystem.StartPartitions(system);
        var client = new EngineClient(partitions, "west");
        SubmissionResult result = await client.SubmitAsync(CoreRun.Request(_flow, 0));

        Assert.Equal(SubmissionStatus.Executed, result.Status);
        PartitionHealth health = await partitions.Ask<PartitionHealth>(new QueryHealth("west", 1), Patience);
        Assert.Equal(PartitionState.Ready, health.State);
        EngineUnavailable none = await partitions.Ask<EngineUnavailable>(new QueryHealth("north", 7), Patience);
        Assert.Equal((7, PartitionState.NoSuch), (none.Token, none.State));
        Assert.Equal("the venue has no partition 'north'", none.Detail);
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
    }

    [Fact]
    public void A_system_without_our_configuration_is_told_so()
    {
        using ActorSystem system = ActorSystem.Create("bare", "akka.loglevel = OFF");

        Assert.Throws<SettingException>(() => HypercallSystem.Prepare(system));
    }

    [Fact]
    public void A_member_of_a_cluster_starts_no_partition_outside_it()
    {
        Config config = ConfigurationFactory.ParseString("hypercall.roles = [engine]")
            .WithFallback(TestConfig.Memory());
        using ActorSystem system = ActorSystem.Create("member", config);

        SettingException error = Assert.Throws<SettingException>(() => HypercallSystem.StartPartitions(system));

        Assert.Equal("hypercall.roles", error.Path);
    }

    [Fact]
    public async Task A_partition_that_there_is_not_ends_the_start()
    {
        using IHost host = Build(TestConfig.Memory(), "north");

        SettingException error = await Assert.ThrowsAsync<SettingException>(() => host.StartAsync());

        Assert.Equal("hypercall.partitions", error.Path);
    }

    [Fact]
    public async Task The_host_stops_with_its_actor_system()
    {
        using IHost host = Build(TestConfig.Memory());
        await host.StartAsync();
        var stopping = new TaskCompletionSource();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);

        await host.Services.GetRequiredService<ActorSystem>().Terminate();

        await stopping.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Clients_of_a_container_go_to_the_partition_of_their_key_in_a_share_of_their_own()
    {
        using var kit = new TestKit();
        TestProbe entry = kit.CreateTestProbe();
        using IHost host = Build(TestConfig.Memory("hypercall.partitions = [east, west]"), "east", "west");
        await host.StartAsync();
        ActorRegistry.For(host.Services.GetRequiredService<ActorSystem>()).Register<VenueEntry>(entry, overwrite: true);
        IEngineClient[] clients =
        [
            host.Services.GetRequiredService<IEngineClient>(),
            host.Services.GetRequiredService<IEngineClient>(),
            host.Services.GetRequiredKeyedService<IEngineClient>("west"),
        ];

        foreach (IEngineClient client in clients)
            _ = client.SubmitAsync(CoreRun.Request(_flow, 0));

        Submit[] sent = [.. Enumerable.Range(0, clients.Length).Select(_ => entry.ExpectMsg<Submit>(Patience))];
        Assert.Equal(["east", "east", "west"], sent.Select(submit => submit.Partition).Order());
        Assert.Equal(clients.Length, sent.Select(submit => submit.Submitter).Distinct().Count());
        await host.StopAsync();
    }

    [Fact]
    public async Task Health_is_healthy_once_commands_are_taken_and_says_where_the_journal_is()
    {
        using IHost host = Build(TestConfig.Memory());
        await host.StartAsync();
        await host.Services.GetRequiredService<IEngineClient>().SubmitAsync(CoreRun.Request(_flow, 0));

        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        HealthReportEntry entry = report.Entries["hypercall-main"];
        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal("partition main is Ready, epoch 1, sequence 1", entry.Description);
        Assert.Equal((1L, 1L), (entry.Data["epoch"], entry.Data["sequence"]));
        Assert.Contains("ready", entry.Tags);
        await host.StopAsync();
    }

    [Theory]
    [InlineData(PartitionState.Recovering, HealthStatus.Degraded)]
    [InlineData(PartitionState.Stopping, HealthStatus.Degraded)]
    [InlineData(PartitionState.Unavailable, HealthStatus.Unhealthy)]
    [InlineData(PartitionState.Down, HealthStatus.Unhealthy)]
    public async Task Health_says_the_cause_in_one_line(PartitionState state, HealthStatus expected)
    {
        var stop = new StopNotice(StopReason.WriteFailed, 0, 4, "disk full\n   at the journal\n");
        using var kit = new TestKit();
        TestProbe entry = kit.CreateTestProbe();
        entry.SetAutoPilot(new DelegateAutoPilot((sender, _) =>
        {
            sender.Tell(new PartitionHealth("main", 0, state, 2, 4, 3, stop, ["one", "two"], 0), entry);
            return AutoPilot.KeepRunning;
        }));

        HealthCheckResult result = await CheckAsync(kit.Sys, entry, Patience);

        Assert.Equal(expected, result.Status);
        Assert.Equal(
            $"partition main is {state}, epoch 2, sequence 4; its last engine stopped, WriteFailed: disk full at the "
            + "journal; two",
            result.Description);
    }

    [Fact]
    public void The_verb_health_says_a_cause_in_one_line_too()
    {
        var stop = new StopNotice(StopReason.WriteFailed, 3, 4, "disk full\n   at the journal\n");

        string[] lines = [.. HealthVerb.Lines(
            new PartitionHealth("main", 0, PartitionState.Down, 2, 4, 3, stop, ["one\r\ntwo"], 0))];

        Assert.Equal(
            [
                "main: stopped since 1970-01-01T00:00:00Z, epoch 2, sequence 4, 3 start(s) at its owner",
                "  cause: WriteFailed, record 3, sequence 4: disk full at the journal",
                "  warning: one two",
            ],
            lines);
    }

    /// <summary>Whatever a phase waits for: what comes after would be cut off with the host.</summary>
    [Theory]
    [InlineData("service-stop")]
    [InlineData(
        "before-service-unbind service-unbind cluster-sharding-shutdown-region cluster-leave cluster-exiting "
        + "cluster-exiting-done cluster-shutdown")]
    public void The_phases_of_an_end_fit_into_what_the_host_gives(string phases)
    {
        Config config = HypercallConfig.Compose(ConfigurationFactory.ParseString("hypercall.roles = [engine]"));
        TimeSpan LongestOf(string phase) => config.GetTimeSpan($"akka.coordinated-shutdown.phases.{phase}.timeout");

        Assert.InRange(
            phases.Split(' ').Select(LongestOf).Aggregate((one, other) => one + other),
            TimeSpan.FromSeconds(1),
            new HostOptions().ShutdownTimeout);
        Assert.True(LongestOf("service-stop") > HypercallSettings.Read(config).StopTimeout);
        Assert.True(LongestOf("cluster-sharding-shutdown-region")
            > config.GetTimeSpan("akka.cluster.sharding.handoff-timeout"));
    }

    [Fact]
    public async Task A_system_without_a_cluster_measures_its_partitions()
    {
        var seen = new ConcurrentDictionary<string, string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument.Meter.Name == PartitionMetrics.MeterName)
                meters.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            foreach (KeyValuePair<string, object?> tag in tags)
                seen[$"{instrument.Name} {tag.Value}"] = value.ToString(CultureInfo.InvariantCulture);
        });
        listener.Start();
        using ActorSystem system = ActorSystem.Create(
            "measured", TestConfig.Memory("hypercall.partitions = [measured]"));
        IActorRef partitions = HypercallSystem.StartPartitions(system);

        await new EngineClient(partitions, "measured").SubmitAsync(CoreRun.Request(_flow, 0));
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);

        Assert.Equal("1", seen["hypercall.sequence measured"]);
    }

    [Fact]
    public async Task Silence_is_unhealthy()
    {
        using var kit = new TestKit();

        HealthCheckResult result = await CheckAsync(kit.Sys, kit.CreateTestProbe(), TimeSpan.FromMilliseconds(50));

        Assert.Equal(
            (HealthStatus.Unhealthy, "partition main did not answer within 0.05 s"),
            (result.Status, result.Description));
    }

    [Fact]
    public async Task Akkas_log_is_the_applications()
    {
        var log = new RecordingLoggerProvider();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        Add(builder, TestConfig.Memory("akka.loglevel = INFO"), ["main"]);
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<IEngineClient>().SubmitAsync(CoreRun.Request(_flow, 0));
        await host.StopAsync();

        Assert.Contains(log.Lines, line => line.Contains("engine-main: ready, epoch 1"));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    private static IHost Build(Config config, params string[] partitions)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        Add(builder, config, partitions);
        return builder.Build();
    }

    private static void Add(HostApplicationBuilder builder, Config config, string[] partitions)
    {
        builder.Services.AddHealthChecks();
        builder.Services.AddAkka(
            "hosted", akka => akka.AddHocon(config, HoconAddMode.Append).WithHypercallEngine(partitions));
        foreach (string partition in partitions.DefaultIfEmpty("main"))
            builder.Services.AddEngineClient(partition);
    }

    private static Task<HealthCheckResult> CheckAsync(ActorSystem system, IActorRef entry, TimeSpan patience)
    {
        ActorRegistry.For(system).Register<VenueEntry>(entry);
        return new PartitionHealthCheck("main", patience).CheckHealthAsync(new AkkaHealthCheckContext(system));
    }
}
