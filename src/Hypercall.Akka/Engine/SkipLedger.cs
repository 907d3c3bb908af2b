using Hypercall.Actors.Engine.Reports;

namespace Hypercall.Actors.Engine;

/// <summary>
/// Keeps a partition's skip records (runtime.md §2) under a persistence id of their own, in the engine's table but
/// neither in its numbers nor in its transactions: they are read before the engine replays. Its parent's parent is the
/// partition's actor, which it tells what it has read, and what it has stored.
/// </summary>
internal sealed class SkipLedger : UntypedPersistentActor
{
    private readonly string _partition;
    private readonly IActorRef _owner;
    private readonly List<SkipRecord> _skips = [];

    public SkipLedger(PartitionSettings settings, IActorRef owner)
    {
        _partition = settings.Partition;
        _owner = owner;
        JournalPluginId = settings.LedgerPluginId ?? settings.JournalPluginId;
        SnapshotPluginId = settings.SnapshotPluginId;
    }

    public override string PersistenceId => PartitionSettings.SkipsPersistenceIdOf(_partition);

    public override Akka.Persistence.Recovery Recovery => new(SnapshotSelectionCriteria.None);

    public static Props Props(PartitionSettings settings, IActorRef owner) =>
        Akka.Actor.Props.Create(() => new SkipLedger(settings, owner));

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case PersistedSkip skip:
                _skips.Add(Decode(skip));
                break;
            case RecoveryCompleted:
                _owner.Tell(new SkipsLoaded(Self, [.. _skips]));
                break;
            default:
                throw new UnknownEventException(PersistenceId, LastSequenceNr, message);
        }
    }

    protected override void OnCommand(object message)
    {
        if (message is not SkipCommand command)
            throw new InvalidOperationException($"{message.GetType().FullName} is unknown to the skip ledger");
        IActorRef sender = Sender;
        var record = new SkipRecord(_partition, command.Sequence, command.Reason);
        byte[] bytes;
        try
        {
            bytes = SkipRecordCodec.Encode(record);
        }
        catch (ArgumentException exception)
        {
            Answer(command, sender, exception.Message);
            return;
        }

        Persist(new PersistedSkip(bytes), _ =>
        {
            _skips.Add(record);
            Answer(command, sender, null);
        });
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        string why = JournalFailures.Describe(reason);
        Log.Error("the skip records of {0} cannot be read: {1}", _partition, why);
        _owner.Tell(new SkipsUnreadable(JournalFailures.OfRecovery(reason), why));
    }

    private SkipRecord Decode(PersistedSkip skip)
    {
        if (!SkipRecordCodec.TryDecode(skip.Bytes.Span, out SkipRecord? record, out string? error))
            throw new UnknownEventException(PersistenceId, LastSequenceNr, error!);
        return record!;
    }

    private void Answer(SkipCommand command, IActorRef sender, string? error) =>
        _owner.Tell(new SkipStored(command, sender, [.. _skips], error));
}
