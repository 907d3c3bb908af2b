using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Hypercall.Actors.Tests.Hosting;

/// <summary>
/// Nodes of a cluster as applications of Microsoft.Extensions.Hosting: a client from a gateway's container reaches the
/// partition at its owner and starts no rival.
/// </summary>
public sealed class HostedNodeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryDirectory _directory = new();
    private readonly CommandFlow _flow = new(seed: 5);

    [Fact]
    public async Task A_gateways_client_reaches_the_owner_and_starts_none()
    {
        using IHost engine = Build("engine");
        await engine.StartAsync();
        Address seed = AkkaCluster.Get(engine.Services.GetRequiredService<ActorSystem>()).SelfAddress;
        await JoinAsync(engine, seed);
        using IHost gateway = Build("gateway");
        await gateway.StartAsync();
        await JoinAsync(gateway, seed);
        IEngineClient client = gateway.Services.GetRequiredService<IEngineClient>();

        SubmissionResult result = await client.SubmitAsync(CoreRun.Request(_flow, 0));

        Assert.Equal(SubmissionStatus.Executed, result.Status);
        foreach (IHost host in new[] { engine, gateway })
        {
            HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            Assert.Equal(
                "partition main is Ready, epoch 1, sequence 1", report.Entries["hypercall-main"].Description);
        }

        await gateway.StopAsync();
        await engine.StopAsync();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    private static Task JoinAsync(IHost host, Address seed)
    {
        ActorSystem system = host.Services.GetRequiredService<ActorSystem>();
        return AkkaCluster.Get(system).JoinAsync(seed).WaitAsync(Patience);
    }

    private IHost Build(string role)
    {
        Config config = ConfigurationFactory.ParseString($"hypercall.roles = [{role}]\nakka.loglevel = ERROR")
            .WithFallback(ConfigurationFactory.ParseString(
                $"hypercall.engine.time-source = submission\nhypercall.journal.choice = sqlite\n"
                + string.Join('\n', new[] { "journal", "snapshots", "transfers" }.Select(File))));
        Config composed = HypercallConfig.Compose(config);
        TestJournals.Make(composed);
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHealthChecks();
        builder.Services.AddEngineClient("main").AddAkka("hypercall", akka => akka
            .AddHocon(composed, HoconAddMode.Append)
            .WithHypercallEngine("main"));
        return builder.Build();
    }

    private string File(string plugin) =>
        $"hypercall.{plugin}.sqlite.connection-string = \"Data Source={Path.Combine(_directory.Path, plugin)}.db\"";
}
