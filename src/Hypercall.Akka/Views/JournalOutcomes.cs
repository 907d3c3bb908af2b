using Hypercall.Actors.Follower;

namespace Hypercall.Actors.Views;

/// <summary>
/// Answers a view, its parent, from the journal where the owner's ring no longer can. Works on one range at a time: a
/// view has one open at a time, and a newer one replaces an older.
/// </summary>
internal sealed class JournalOutcomes : UntypedActor
{
    private readonly ViewSettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _snapshots;
    private readonly IActorRef _records;
    private readonly IActorRef _skips;
    private ReadOutcomes? _request;
    private ReadOutcomes? _next;
    private OutcomeReplay? _replay;
    private bool _passedOver;

    public JournalOutcomes(ViewSettings settings)
    {
        _settings = settings;
        PartitionSettings partition = settings.Partition;
        _snapshots = Persistence.Instance.Apply(Context.System).SnapshotStoreFor(partition.SnapshotPluginId);
        _records = Context.ActorOf(JournalReader.RecordsOf(partition, settings.LongestRead), "records");
        _skips = Context.ActorOf(JournalReader.SkipsOf(partition, settings.LongestRead), "skips");
    }

    public static Props Props(ViewSettings settings) =>
        Akka.Actor.Props.Create(() => new JournalOutcomes(settings));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Escalate);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ReadOutcomes read:
                _next = read;
                if (_request is null)
                    StartNext();
                break;
            case JournalRows rows when Sender.Equals(_skips):
                _replay = new OutcomeReplay(
                    _settings.Partition.ForReplay(SkipRows.Decode(rows)),
                    _request!.FirstSequence,
                    _request.LastSequence);
                _passedOver = false;
                LoadSnapshot(SnapshotSelectionCriteria.Latest);
                break;
            case LoadSnapshotResult loaded:
                Begin(loaded.Snapshot);
                break;
            case LoadSnapshotFailed:
                ReadRecords();
                break;
            case JournalRows rows when IsGone(rows):
                End(new RangeGone(_request!.RequestId));
                break;
            case JournalRows rows:
                Execute(rows);
                break;
            case JournalUnread unread:
                _log.Warning(unread.Cause, "the journal of {0} could not be read", _settings.Partition.PersistenceId);
                Fail();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void StartNext()
    {
        (_request, _next) = (_next, null);
        if (_request is not null)
            _skips.Tell(new ReadRows(1, SkipRows.Most));
    }

    private void LoadSnapshot(SnapshotSelectionCriteria criteria) =>
        _snapshots.Ask<object>(
            new LoadSnapshot(_settings.Partition.PersistenceId, criteria, long.MaxValue), _settings.LongestRead)
            .PipeTo(Self, failure: cause => new LoadSnapshotFailed(cause));

    /// <summary>Neither the first record nor a snapshot before the range is left.</summary>
    private bool IsGone(JournalRows rows) => _replay!.NextRecordNumber == 1
        && (rows.Rows is [var first, ..] ? first.Number > 1 : _passedOver);

    private void Begin(SelectedSnapshot? selected)
    {
        if (selected is { Snapshot: PersistedSnapshot snapshot } && selected.Metadata.SequenceNr is var number
            && !_replay!.TryBegin(number, snapshot.Bytes))
        {
            _passedOver = true;
            LoadSnapshot(new SnapshotSelectionCriteria(number - 1));
            return;
        }

        ReadRecords();
    }

    private void ReadRecords() => _records.Tell(new ReadRows(_replay!.NextRecordNumber, _settings.RecordsAtOnce));

    private void Execute(JournalRows rows)
    {
        try
        {
            foreach (JournalRow row in rows.Rows)
            {
                if (_replay!.IsDone)
                    break;
                ExecuteOne(row);
            }
        }
        catch (InvalidDataException exception)
        {
            _log.Error(exception, "outcomes of partition {0} cannot be made", _settings.Partition.Partition);
            Fail();
            return;
        }

        if (_replay!.IsDone)
            End(new RangeCompleted(_request!.RequestId));
        else if (_next is not null || rows.IsEnd)
            Fail();
        else
            ReadRecords();
    }

    private void ExecuteOne(JournalRow row)
    {
        if (row.Payload is not PersistedRecord record)
            throw new InvalidDataException($"record {row.Number} is a {row.Payload.GetType().FullName}");
        if (_replay!.Execute(row.Number, record.Bytes) is { } batch)
            Context.Parent.Tell(new RangeBatch(_request!.RequestId, batch));
    }

    private void Fail() => End(new RangeUnavailable(_request!.RequestId));

    private void End(object answer)
    {
        Context.Parent.Tell(answer);
        _replay = null;
        StartNext();
    }
}
