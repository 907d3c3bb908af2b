using Akka.Actor;
using Hypercall.Actors.Protocol;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>Asks who owns a partition: the sender of its health, and the epoch that this names.</summary>
internal static class OwnerProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The owner where the partition is ready, else null.</summary>
    public static async Task<PartitionOwner?> AskAsync(ActorSystem system, IActorRef region, string partition)
    {
        var answer = new TaskCompletionSource<(object Message, Address Sender)>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        IActorRef probe = system.ActorOf(Props.Create(() => new Listener(answer)));
        region.Tell(new QueryHealth(partition, 0), probe);
        Task first = await Task.WhenAny(answer.Task, Task.Delay(Patience));
        system.Stop(probe);
        if (first != answer.Task)
            return null;
        (object message, Address sender) = await answer.Task;
        if (message is not PartitionHealth { State: PartitionState.Ready } health)
            return null;
        Address owner = sender.HasLocalScope ? Akka.Cluster.Cluster.Get(system).SelfAddress : sender;
        return new PartitionOwner(owner, health.Epoch);
    }

    private sealed class Listener(TaskCompletionSource<(object Message, Address Sender)> answer) : UntypedActor
    {
        protected override void OnReceive(object message) => answer.TrySetResult((message, Sender.Path.Address));
    }
}
