using Hypercall.Actors.Follower;

namespace Hypercall.Actors.Views;

/// <summary>
/// Answers a view, its parent, from the journal where the owner's ring no longer can. Works on one range at a time: a
/// view has one open at a time, and a newer one replaces an older.
/// </summary>
internal sealed class JournalOutcomes : ReceiveActor
{
    private readonly ViewSettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ReadOutcomes? _request;
    private ReadOutcomes? _next;
    private OutcomeReplay? _replay;
    private bool _passedOver;

    public JournalOutcomes(ViewSettings settings)
    {
        _settings = settings;
        Receive<ReadOutcomes>(Take);
        Receive<JournalRows>(rows => rows.AreSkips(settings.Partition), BeginRange);
        Receive<LoadSnapshotResult>(loaded => Begin(loaded.Snapshot));
        Receive<LoadSnapshotFailed>(_ => ReadRecords());
        Receive<JournalRows>(IsGone, _ => End(new RangeGone(_request!.RequestId)));
        Receive<JournalRows>(Execute);
        Receive<JournalUnread>(TakeUnread);
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Escalate);

    private void Take(ReadOutcomes read)
    {
        _next = read;
        if (_request is null)
            StartNext();
    }

    private void StartNext()
    {
        (_request, _next) = (_next, null);
        if (_request is not null)
            Context.ReadSkips(_settings.Partition, _settings.LongestRead);
    }

    private void BeginRange(JournalRows skips)
    {
        _replay = new OutcomeReplay(
            _settings.Partition.ForReplay(skips.DecodeSkips()), _request!.FirstSequence, _request.LastSequence);
        _passedOver = false;
        Context.LoadSnapshot(_settings.Partition, _settings.LongestRead);
    }

    /// <summary>Neither the first record nor a snapshot before the range is left.</summary>
    private bool IsGone(JournalRows rows) => _replay!.NextRecordNumber == 1
        && (rows.Rows is [var first, ..] ? first.Number > 1 : _passedOver);

    private void Begin(SelectedSnapshot? selected)
    {
        if (selected is { Snapshot: PersistedSnapshot snapshot } && selected.Metadata.SequenceNr is var number
            && !_replay!.TryBegin(number, snapshot.Bytes))
        {
            _passedOver = true;
            Context.LoadSnapshot(_settings.Partition, _settings.LongestRead, number - 1);
            return;
        }

        ReadRecords();
    }

    private void ReadRecords() => Context.ReadRecords(
        _settings.Partition, _replay!.NextRecordNumber, _settings.RecordsAtOnce, _settings.LongestRead);

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

    private void TakeUnread(JournalUnread unread)
    {
        _log.Warning(unread.Cause, "the journal of {0} could not be read", _settings.Partition.PersistenceId);
        Fail();
    }

    private void Fail() => End(new RangeUnavailable(_request!.RequestId));

    private void End(object answer)
    {
        Context.Parent.Tell(answer);
        _replay = null;
        StartNext();
    }
}
