using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Hosting;

namespace Hypercall.Actors.Tests.Clustering;

/// <summary>A node whose partitions could not run does not start, and says what is wrong.</summary>
public sealed class ClusterStartTests
{
    private const string MaxMessage = "hypercall.engine.max-message-bytes";

    [Fact]
    public async Task Messages_that_the_transport_would_drop_are_refused()
    {
        Config config = Compose($"{MaxMessage} = 4194305b");
        using ActorSystem system = ActorSystem.Create("hypercall", config);

        SettingException thrown = await Assert.ThrowsAsync<SettingException>(
            () => HypercallCluster.StartAsync(system, ClusterSettings.Read(config)));

        Assert.Equal(MaxMessage, thrown.Path);
        Assert.Contains("4194304 bytes", thrown.Message);
    }

    [Fact]
    public async Task A_partition_that_code_has_set_wrong_is_refused()
    {
        Config config = Compose("");
        using ActorSystem system = ActorSystem.Create("hypercall", config);
        ClusterSettings read = ClusterSettings.Read(config);
        Func<string, PartitionSettings> own = read.PartitionSettings;
        ClusterSettings wrong = read with { PartitionSettings = name => own(name) with { SnapshotsKept = 0 } };

        ArgumentException thrown = await Assert.ThrowsAsync<ArgumentException>(
            () => HypercallCluster.StartAsync(system, wrong));

        Assert.StartsWith("SnapshotsKept", thrown.Message);
    }

    private static Config Compose(string more) => HypercallConfig.Compose(ConfigurationFactory.ParseString(
        $"""
        hypercall.roles = [engine]
        hypercall.journal.choice = memory
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        {more}
        """));
}
