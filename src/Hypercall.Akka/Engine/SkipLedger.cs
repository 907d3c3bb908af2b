using Hypercall.Actors.Engine.Reports;

namespace Hypercall.Actors.Engine;

/// <summary>
/// Keeps a partition's skip records (runtime.md §2) under a persistence id of their own, in the engine's table but
/// neither in its numbers nor in its transactions: they are read before the engine replays. Its parent's parent is the
/// partition's actor, which it tells what it has read, and what it has stored.
/// </summary>
internal sealed class SkipLedger : ReceivePersistentActor
{
    private readonly PartitionSettings _settings;
    private readonly IActorRef _owner;
    private readonly List<SkipRecord> _skips = [];

    public SkipLedger(PartitionSettings settings, IActorRef owner)
    {
        _settings = settings;
        _owner = owner;
        JournalPluginId = settings.SkipsPluginId;
        SnapshotPluginId = settings.SnapshotPluginId;
        Recover<RecoveryCompleted>(_ => owner.Tell(new SkipsLoaded(Self, [.. _skips])));
        RecoverAny(row => _skips.Add(Decode(PersistenceId, LastSequenceNr, row)));
        Command<SkipCommand>(Store);
        CommandAny(message => throw new InvalidOperationException(
            $"{message.GetType().FullName} is unknown to the skip ledger"));
    }

    public override string PersistenceId => _settings.SkipsPersistenceId;

    public override Akka.Persistence.Recovery Recovery => new(SnapshotSelectionCriteria.None);

    public static Props Props(PartitionSettings settings, IActorRef owner) =>
        Akka.Actor.Props.Create(() => new SkipLedger(settings, owner));

    /// <summary>What a row of a ledger says.</summary>
    /// <exception cref="UnknownEventException">It is no skip record.</exception>
    public static SkipRecord Decode(string persistenceId, long number, object row)
    {
        if (row is not PersistedSkip skip)
            throw new UnknownEventException(persistenceId, number, row);
        return SkipRecordCodec.TryDecode(skip.Bytes.Span, out SkipRecord? record, out string? error)
            ? record!
            : throw new UnknownEventException(persistenceId, number, error!);
    }

    private void Store(SkipCommand command)
    {
        IActorRef sender = Sender;
        var record = new SkipRecord(_settings.Partition, command.Sequence, command.Reason);
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
        Log.Error("the skip records of {0} cannot be read: {1}", _settings.Partition, why);
        _owner.Tell(new SkipsUnreadable(JournalFailures.OfRecovery(reason), why));
    }

    private void Answer(SkipCommand command, IActorRef sender, string? error) =>
        _owner.Tell(new SkipStored(command, sender, [.. _skips], error));
}
