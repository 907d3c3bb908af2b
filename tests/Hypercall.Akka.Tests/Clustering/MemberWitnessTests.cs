using Akka.Actor;
using Akka.TestKit.Xunit2;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Ownership;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Ownership;

namespace Hypercall.Actors.Tests.Clustering;

/// <summary>What a node's witness hears of owners, on a node that has joined nobody.</summary>
[Collection(ProcessCollection.Name)]
[Trait("Category", "Processes")]
public sealed class MemberWitnessTests() : TestKit(TestConfig.Memory(
    """
    hypercall.roles = ["engine"]
    akka.cluster.roles = ["engine"]
    """))
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>What it remembers from before its start is no owner.</summary>
    [Fact]
    public async Task An_owner_that_is_heard_ends_an_operators_word_and_one_that_is_remembered_does_not()
    {
        using var folder = new TemporaryDirectory();
        JournalMemory memory = JournalMemory.In(folder.Path, 1);
        var mark = new JournalMark(3, 4_711, default);
        memory.Write([KeyValuePair.Create("main", mark)]);
        var readyOwners = new ReadyOwners();
        PartitionSettings settings = ClusterSettings.Read(Sys.Settings.Config).PartitionSettings("main");
        IActorRef witness = Sys.ActorOf(Props.Create(() => new MemberWitness(
            settings, new ReleasedPartitions(Sys.Scheduler), readyOwners, memory)));
        var query = new QueryWitness("main", 1, 0, "host", "");

        WitnessAnswer remembered = await witness.Ask<WitnessAnswer>(query, Longest);
        bool before = readyOwners.Has("main");
        witness.Tell(new JournalMarked("main", mark, Replaces: false));
        await witness.Ask<WitnessAnswer>(query, Longest);

        Assert.Equal(mark, remembered.Seen);
        Assert.Equal((false, true), (before, readyOwners.Has("main")));
        Assert.False(readyOwners.Has("west"));
    }
}
