namespace Hypercall.Actors.Engine;

/// <summary>
/// Finds the host of a journal's epoch for its parent, where a snapshot hides the fence from recovery: epochs never go
/// back, so that halving the journal comes to the epoch's first record in some twenty reads. Answers
/// <see cref="FenceFound"/> and ends. A read that fails ends the search: the parent goes on without the name.
/// </summary>
internal sealed class FenceFinder : ReceiveActor
{
    private readonly string _persistenceId;
    private readonly IActorRef _journal;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly long _epoch;
    private long _low = 1;
    private long _high;
    private (long Number, JournalRecord? Record)? _row;

    public FenceFinder(PartitionSettings settings, long epoch, long lastNumber)
    {
        _persistenceId = settings.PersistenceId;
        _journal = Persistence.Instance.Apply(Context.System).JournalFor(settings.JournalPluginId);
        _epoch = epoch;
        _high = lastNumber;
        Receive<ReplayedMessage>(replayed =>
            _row = (replayed.Persistent.SequenceNr, Decode(replayed.Persistent.Payload)));
        Receive<RecoverySuccess>(_ => Narrow());
        Receive<ReplayMessagesFailure>(failure => GiveUp(failure.Cause));
        ReceiveAny(message => throw new InvalidOperationException(
            $"{message.GetType().Name} is unknown to the finder of fences"));
    }

    private long Middle => _low + (_high - _low) / 2;

    protected override void PreStart() => Read();

    private static JournalRecord? Decode(object payload) =>
        payload is PersistedRecord row
        && JournalRecordCodec.TryDecode(row.Bytes, out JournalRecord? record, out _) == RecordStatus.Sound
            ? record
            : null;

    /// <summary>The first row from the middle on; the rows before it may be archived.</summary>
    private void Read()
    {
        _row = null;
        _journal.Tell(new ReplayMessages(Middle, long.MaxValue, 1, _persistenceId, Self));
    }

    private void Narrow()
    {
        if (_row is not { Record: { } record } row)
        {
            Answer(null);
            return;
        }

        if (_low >= _high)
        {
            bool isFence = record.Kind == JournalRecordKind.EngineStarted && record.Epoch == _epoch;
            Answer(isFence ? record.HostId : null);
            return;
        }

        if (record.Epoch < _epoch)
            _low = row.Number + 1;
        else
            _high = Middle;
        Read();
    }

    private void GiveUp(Exception cause)
    {
        _log.Warning("the fence of {0} was not found: {1}", _persistenceId, cause.Message);
        Answer(null);
    }

    private void Answer(string? host)
    {
        Context.Parent.Tell(new FenceFound(_epoch, host));
        Context.Stop(Self);
    }
}

/// <summary>A <see cref="FenceFinder"/>'s answer.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Host">Its host; null: its fence is not in the journal, as where it was archived.</param>
internal sealed record FenceFound(long Epoch, string? Host) : INoSerializationVerificationNeeded;
