using System.Collections.Concurrent;

namespace Hypercall.Actors.Client;

/// <summary>
/// What a client sends, in the order in which it came: while one message leaves, what comes meanwhile gathers for the
/// next. Nothing waits for more to come. Safe for use from several threads.
/// </summary>
/// <param name="target">Who takes the partition's messages.</param>
/// <param name="inbox">Who is answered.</param>
/// <param name="submitter">In whose share of the engine's queue the commands wait.</param>
/// <param name="sent">Told of each command that leaves with others, and of their message's token; null: nobody.</param>
public sealed class ClientOutbox(
    ICanTell target, IActorRef inbox, string partition, long submitter, Action<long, long>? sent = null)
    : IThreadPoolWorkItem
{
    private const int Sending = 1;
    private readonly ConcurrentQueue<SubmitItem> _waiting = new();
    private int _state;

    /// <summary>Sends a request.</summary>
    public void Send(SubmitItem item)
    {
        _waiting.Enqueue(item);
        if (Interlocked.Exchange(ref _state, Sending) != Sending)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        do
        {
            SendAll();
            Interlocked.Exchange(ref _state, 0);
        }
        while (!_waiting.IsEmpty && Interlocked.Exchange(ref _state, Sending) != Sending);
    }

    private void SendAll()
    {
        var items = new List<SubmitItem>();
        while (_waiting.TryDequeue(out SubmitItem? item))
        {
            bool isLarge = IsLarge(item.Request.CommandType);
            if (isLarge || items.Count == SubmitMany.Most)
                Send(items);
            items.Add(item);
            if (isLarge)
                Send(items);
        }

        Send(items);
    }

    private void Send(List<SubmitItem> items)
    {
        if (items.Count == 0)
            return;
        if (items.Count == 1)
        {
            target.Tell(
                new Submit(partition, items[0].Token, submitter, items[0].Request) { Trace = items[0].Trace }, inbox);
        }
        else
        {
            long token = items[0].Token;
            foreach (SubmitItem item in items)
                sent?.Invoke(item.Token, token);
            target.Tell(new SubmitMany(partition, token, submitter, [.. items]), inbox);
        }

        items.Clear();
    }

    /// <summary>What may have many parts goes alone, so that no message outgrows its frame.</summary>
    private static bool IsLarge(CommandType type) => type
        is CommandType.BulkOrders
        or CommandType.RfqExecute
        or CommandType.IvUpdate
        or CommandType.PriceUpdate
        or CommandType.TickExpiry
        or CommandType.SetRules;
}
