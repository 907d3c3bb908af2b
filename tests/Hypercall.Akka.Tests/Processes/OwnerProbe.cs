using Akka.Actor;
using Hypercall.Akka.Protocol;

namespace Hypercall.Akka.Tests.Processes;

/// <summary>Asks who owns a partition: the sender of its health.</summary>
internal static class OwnerProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The owner's address where the partition is ready, else null.</summary>
    public static async Task<Address?> AskAsync(ActorSystem system, IActorRef region, string partition)
    {
        var answer = new TaskCompletionSource<(object Message, Address Sender)>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        IActorRef probe = system.ActorOf(Props.Create(() => new Listener(answer)));
        region.Tell(new QueryHealth(partition, 0), probe);
        Task first = await Task.WhenAny(answer.Task, Task.Delay(Patience));
        system.Stop(probe);
        if (first != answer.Task || (await answer.Task).Message is not PartitionHealth { State: PartitionState.Ready })
            return null;
        Address sender = (await answer.Task).Sender;
        return sender.HasLocalScope ? global::Akka.Cluster.Cluster.Get(system).SelfAddress : sender;
    }

    private sealed class Listener(TaskCompletionSource<(object Message, Address Sender)> answer) : UntypedActor
    {
        protected override void OnReceive(object message) => answer.TrySetResult((message, Sender.Path.Address));
    }
}
