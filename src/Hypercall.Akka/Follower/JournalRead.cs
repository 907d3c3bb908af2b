namespace Hypercall.Actors.Follower;

/// <summary>
/// One read of a persistence id's rows, without writing anything: on any node, beside the owner. A reference like that
/// of an Ask, which takes all rows up to the answer.
/// </summary>
/// <remarks>
/// It asks the engine's own journal plugin, by the message with which persistent actors recover. So it works on every
/// journal without a second plugin or provider-specific SQL, which only <see cref="SqliteRows"/> has. A read journal
/// (Akka.Persistence.Query) would need a materializer and a plugin of its own and would poll the same rows.
/// </remarks>
internal sealed class JournalRead : MinimalActorRef
{
    private readonly List<JournalRow> _rows = [];
    private readonly TaskCompletionSource<IReadOnlyList<JournalRow>> _done =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private JournalRead(IActorRefProvider provider) => (Provider, Path) = (provider, provider.TempPath());

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    /// <summary>Reads rows.</summary>
    /// <param name="plugin">Configuration path of the journal plugin.</param>
    /// <param name="persistenceId">Whose rows.</param>
    /// <param name="numbers">Numbers of the first row wanted, from 1, and of the last.</param>
    /// <param name="count">Most rows wanted.</param>
    /// <param name="longest">How long it may take; null: as long as the plugin takes.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    /// <exception cref="Exception">What the plugin says.</exception>
    public static async Task<IReadOnlyList<JournalRow>> RowsAsync(
        ActorSystem system,
        string plugin,
        string persistenceId,
        (long First, long Last) numbers,
        int count,
        TimeSpan? longest)
    {
        var read = new JournalRead(((ExtendedActorSystem)system).Provider);
        using var overdue = new Cancelable(system.Scheduler);
        if (longest is { } limit)
            overdue.CancelAfter(limit);
        Persistence.Instance.Apply(system).JournalFor(plugin).Tell(
            new ReplayMessages(numbers.First, numbers.Last, count, persistenceId, read));
        try
        {
            return await read._done.Task.WaitAsync(overdue.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"the journal of {persistenceId} did not answer in {longest}");
        }
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        switch (message)
        {
            case ReplayedMessage { Persistent: { } row }:
                _rows.Add(new JournalRow(row.SequenceNr, row.Payload));
                break;
            case RecoverySuccess:
                _done.TrySetResult(_rows);
                break;
            case ReplayMessagesFailure failure:
                _done.TrySetException(failure.Cause);
                break;
        }
    }
}

/// <summary>One row of a journal.</summary>
/// <param name="Number">Akka's sequence number.</param>
/// <param name="Payload">What was persisted, decoded by the serializer.</param>
internal readonly record struct JournalRow(long Number, object Payload)
{
    /// <summary>The record of an engine's journal; null where it is none, or none that is sound.</summary>
    public JournalRecord? Record =>
        Payload is PersistedRecord { Bytes: var bytes }
        && JournalRecordCodec.TryDecode(bytes, out JournalRecord? record, out _) == RecordStatus.Sound
            ? record
            : null;
}
