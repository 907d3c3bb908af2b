using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Ownership;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Hypercall.Actors.Tests.Clustering;

/// <summary>A member that is asked by an inquiry of its own node, in a cluster of that node alone.</summary>
[Collection(ProcessCollection.Name)]
[Trait("Category", "Processes")]
public sealed class MemberInquiryTests() : TestKit(Settings)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly Config Settings = TestConfig.Memory(
        """
        hypercall.roles = ["engine"]
        akka.cluster.roles = ["engine"]
        """);

    /// <summary>
    /// Says of its first askers that they are no members. Hears from the asker itself that it has taken the first
    /// answer, and tells how often it had been asked by then.
    /// </summary>
    private sealed class Witness : ReceiveActor
    {
        private int _asked;

        public Witness(IActorRef test, int denials)
        {
            Receive<QueryWitness>(query =>
            {
                _asked++;
                Sender.Tell(new WitnessAnswer(query.Partition, query.Token, _asked > denials, true, null, false, 0));
                if (_asked == 1)
                    Sender.Tell(new Identify(0));
            });
            Receive<ActorIdentity>(_ => test.Tell(_asked));
        }
    }

    [Fact]
    public void Without_a_majority_it_asks_again_when_the_rounds_time_is_up_and_not_at_once()
    {
        TestProbe parent = Ask(denials: int.MaxValue, patience: Longest);

        Assert.Equal(1, ExpectMsg<int>(Longest));
        parent.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void It_answers_once_a_later_round_has_a_majority() =>
        Ask(denials: 3, patience: TimeSpan.FromMilliseconds(10)).ExpectMsg<MembersHeard>(Longest);

    private TestProbe Ask(int denials, TimeSpan patience)
    {
        AkkaCluster cluster = AkkaCluster.Get(Sys);
        cluster.Join(cluster.SelfAddress);
        AwaitCondition(() => LinkedNodes.MembersUp(Sys) == 1, Longest);
        IActorRef test = TestActor;
        Sys.ActorOf(Props.Create(() => new Witness(test, denials)), MemberWitness.Name);
        var limits = new MemberInquirySettings(patience, Longest, MostClockDifferenceMs: 1_000);
        PartitionSettings partition = ClusterSettings.Read(Settings).PartitionSettings("main");
        TestProbe parent = CreateTestProbe();
        IActorRef inquiry = parent.ChildActorOf(Props.Create(() => new MemberInquiry(partition, limits)));
        inquiry.Tell(new AskMembers(1, "host", TakesOver: true));
        return parent;
    }
}
