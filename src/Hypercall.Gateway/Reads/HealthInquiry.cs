using Hypercall.Actors.Protocol;
using Hypercall.Actors.Transfers;

namespace Hypercall.Gateway.Reads;

/// <summary>How a partition is, and which node has answered.</summary>
internal sealed record PartitionStanding(PartitionHealth Health, string Owner)
{
    /// <summary>Asks.</summary>
    /// <returns>Null: nobody has answered in time.</returns>
    public static Task<PartitionStanding?> AskAsync(
        ActorSystem system, IActorRef entry, string partition, TimeSpan patience)
    {
        var answer = new TaskCompletionSource<PartitionStanding?>(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new HealthInquiry(entry, partition, patience, answer)));
        return answer.Task;
    }

    /// <summary>Asks the same of the desks that move cash between partitions.</summary>
    public static Task<PartitionStanding?> AskDesksAsync(ActorSystem system, IActorRef entry, TimeSpan patience) =>
        AskAsync(system, entry, TransferDesks.Name, patience);
}

/// <summary>Asks how a partition is: who answers is its owner, which the answer itself does not tell.</summary>
internal sealed class HealthInquiry : UntypedActor
{
    private readonly TaskCompletionSource<PartitionStanding?> _answer;

    public HealthInquiry(
        IActorRef entry, string partition, TimeSpan patience, TaskCompletionSource<PartitionStanding?> answer)
    {
        _answer = answer;
        Context.SetReceiveTimeout(patience);
        entry.Tell(new QueryHealth(partition, 0), Self);
    }

    protected override void OnReceive(object message)
    {
        _answer.TrySetResult(message is PartitionHealth health ? new PartitionStanding(health, OwnerOf(Sender)) : null);
        Context.Stop(Self);
    }

    protected override void PostStop() => _answer.TrySetResult(null);

    private static string OwnerOf(IActorRef answerer)
    {
        Address address = answerer.Path.Address.HasLocalScope
            ? ((ExtendedActorSystem)Context.System).Provider.DefaultAddress
            : answerer.Path.Address;
        return address.Host is null ? "this node" : $"{address.Host}:{address.Port}";
    }
}
