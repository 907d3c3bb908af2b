using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Client;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Sequencer.Client;

namespace Hypercall.Gateway.Tests.Processes;

/// <summary>The venue's own hand in a cluster of processes: a member without an engine, in this process.</summary>
internal sealed class VenueMember : IAsyncDisposable
{
    /// <summary>For all members: what is tested is not who is thought dead when, and a busy machine kills
    /// nobody.</summary>
    public const string Unhurried = "akka.cluster.failure-detector.acceptable-heartbeat-pause = 30s";

    private const string Partition = "main";
    private const long PatienceMs = 120_000;

    private readonly NodeFleet _fleet;
    private readonly ActorSystem _system;
    private readonly IActorRef _region;
    private readonly EngineClient _client;
    private uint _lastRequest;

    private VenueMember(NodeFleet fleet, ActorSystem system, IActorRef region)
    {
        (_fleet, _system, _region) = (fleet, system, region);
        _client = new EngineClient(
            region, Partition, new EngineClientOptions { Retry = new RetryOptions(PatienceMs) });
    }

    /// <summary>Joins the cluster of the fleet's first node.</summary>
    public static async Task<VenueMember> JoinAsync(NodeFleet fleet)
    {
        Config config = HypercallConfig.Compose(ConfigurationFactory.ParseString(
            $"""
            {Unhurried}
            hypercall.roles = ["gateway"]
            hypercall.journal.choice = memory
            akka.cluster.roles = ["gateway"]
            akka.cluster.seed-nodes = ["akka.tcp://hypercall@{fleet.Addresses[0]}"]
            akka.loglevel = WARNING
            akka.stdout-loglevel = OFF
            akka.log-dead-letters = off
            akka.loggers = []
            """));
        ActorSystem system = ActorSystem.Create("hypercall", config);
        HypercallCluster cluster = await HypercallCluster.StartAsync(system, ClusterSettings.Read(config));
        return new VenueMember(fleet, system, cluster.Region);
    }

    /// <summary>A command of the venue, which is accepted; sent again until somebody owns the partition.</summary>
    /// <returns>Its sequence.</returns>
    public async Task<long> RunAsync(EngineCommand command)
    {
        SubmissionResult result = await _client.SubmitAsync(new ClientRequest(command, new RequestId(++_lastRequest)));
        Assert.True(
            result.Outcome is { Accepted: true },
            $"{command}: {result.Status} {result.Outcome?.Rejection}\n{_fleet.Logs()}");
        return result.Outcome!.Sequence;
    }

    /// <summary>The node that owns the partition; -1: none does now.</summary>
    public async Task<int> OwnerAsync() =>
        await OwnerProbe.AskAsync(_system, _region, Partition) is { } owner ? _fleet.IndexOf(owner.Address) : -1;

    public async ValueTask DisposeAsync() => await _system.Terminate();
}
