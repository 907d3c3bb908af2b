using Akka.Actor;
using Akka.TestKit;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>A system of several partitions that ends, of which one takes longer than another.</summary>
public sealed class EndingSystemTests() : FaultTestKit($"hypercall.partitions = [{Partition}, {Other}]")
{
    private const string Other = "other";

    [Fact]
    public void A_partition_that_has_ended_refuses_while_another_one_drains()
    {
        var saving = new TaskCompletionSource();
        Store.BeforeSnapshotSave = _ => saving.Task;
        IActorRef node = HypercallSystem.StartPartitions(Sys);
        AwaitState(node, PartitionState.Ready);
        Feed(node, 0, 1);
        TestProbe answers = CreateTestProbe();
        Watch(node);

        node.Tell(new StopEngine());

        AwaitAssert(
            () =>
            {
                node.Tell(new QueryHealth(Other, 5), answers);
                var refusal = Assert.IsType<EngineUnavailable>(answers.ReceiveOne(TimeSpan.FromSeconds(1)));
                Assert.Equal((Other, 5L, PartitionState.Stopping), (refusal.Partition, refusal.Token, refusal.State));
            },
            Patience);
        saving.SetResult();
        ExpectTerminated(node, Patience);
    }
}
