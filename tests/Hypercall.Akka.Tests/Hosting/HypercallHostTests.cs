using Akka.Actor;
using Akka.Configuration;
using Hypercall.Akka.Hosting;
using Hypercall.Akka.Protocol;
using Hypercall.Akka.Tests.Support;
using Hypercall.Verification;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hypercall.Akka.Tests.Hosting;

/// <summary>The host of Microsoft.Extensions.Hosting, and an actor system from HOCON alone.</summary>
public sealed class HypercallHostTests : IDisposable
{
    private const int Commands = 20;
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
        using IHost host = Build(ConfigurationFactory.ParseString("hypercall.engine.max-batch = none"));

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
    public async Task Hocon_alone_loads_the_extension_and_starts_the_partitions()
    {
        Config config = TestConfig.Memory(
            """
            hypercall.auto-start = on
            akka.extensions = ["Hypercall.Akka.Hosting.HypercallAkkaProvider, Hypercall.Akka"]
            """);
        using ActorSystem system = ActorSystem.Create("plain", config);

        IActorRef partition = await system.ActorSelection("/user/partition-main").ResolveOne(TimeSpan.FromSeconds(30));
        SubmissionResult result = await HypercallAkka.Get(system).Client("main").SubmitAsync(CoreRun.Request(_flow, 0));

        Assert.Equal(SubmissionStatus.Executed, result.Status);
        Assert.Equal(partition, HypercallAkka.Get(system).StartPartition("main"));
        PartitionHealth health = await partition.Ask<PartitionHealth>(new QueryHealth("main", 1));
        Assert.Equal(PartitionState.Ready, health.State);
        await system.Terminate();
    }

    [Fact]
    public void A_system_without_our_configuration_is_told_so()
    {
        using ActorSystem system = ActorSystem.Create("bare", "akka.loglevel = OFF");

        Assert.Throws<SettingException>(() => HypercallAkka.Get(system));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    private static IHost Build(Config config)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddHypercallAkka(options =>
        {
            options.SystemName = "hosted";
            options.Configuration = config;
        });
        return builder.Build();
    }
}
