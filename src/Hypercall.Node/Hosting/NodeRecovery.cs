using System.Diagnostics;
using Hypercall.Node.Storage;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Node.Hosting;

/// <summary>
/// Feeds a new sequencer from storage: skips, the newest snapshot that is accepted (a damaged one is reported and the
/// one before it tried), then every record after it. Runs on the engine's thread before anything else.
/// </summary>
internal sealed class NodeRecovery
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(100);

    private readonly EngineSequencer _sequencer;
    private readonly NodeStorage _storage;
    private readonly Action<string> _warn;
    private readonly Action<RecoveryProgress>? _report;
    private readonly CancellationToken _stop;
    private long _lastReport = Stopwatch.GetTimestamp();

    public NodeRecovery(
        EngineSequencer sequencer,
        NodeStorage storage,
        Action<string> warn,
        Action<RecoveryProgress>? report,
        CancellationToken stop)
    {
        _sequencer = sequencer;
        _storage = storage;
        _warn = warn;
        _report = report;
        _stop = stop;
    }

    /// <summary>Recovers.</summary>
    /// <returns>
    /// The journal's last record, or null when the sequencer refused the journal; it has stopped and said why.
    /// </returns>
    /// <exception cref="JournalException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The node was asked to stop.</exception>
    public long? Run()
    {
        long lastRecord = _storage.Journal.ReadLast()?.Number ?? 0;
        Queue<long> snapshots = SnapshotNumbers();
        _sequencer.BeginRecovery(_storage.Journal.ReadSkips());
        ReplayAction action;
        do
        {
            OfferNewestSnapshot(snapshots);
            action = ReplayRecords(lastRecord);
        }
        while (action == ReplayAction.SnapshotRefused);
        return action == ReplayAction.Continue ? lastRecord : null;
    }

    private Queue<long> SnapshotNumbers()
    {
        try
        {
            return new Queue<long>(_storage.Snapshots.ReadNumbers());
        }
        catch (JournalException exception)
        {
            _warn($"no snapshot can be used: {exception.Message}");
            return new Queue<long>();
        }
    }

    private void OfferNewestSnapshot(Queue<long> numbers)
    {
        while (numbers.TryDequeue(out long number))
        {
            if (!TryLoad(number, out byte[] bytes))
                continue;
            ReplayVerdict verdict = _sequencer.OfferSnapshot(number, bytes);
            if (verdict.Accepted)
                return;
            _warn($"snapshot {number} was refused: {verdict.Error}");
        }
    }

    private bool TryLoad(long number, out byte[] bytes)
    {
        try
        {
            bytes = _storage.Snapshots.Load(number);
            return true;
        }
        catch (JournalException exception)
        {
            _warn($"snapshot {number} cannot be read: {exception.Message}");
            bytes = [];
            return false;
        }
    }

    private ReplayAction ReplayRecords(long lastRecord)
    {
        using IJournalCursor cursor = _storage.Journal.Read(_sequencer.NextRecordNumber);
        while (cursor.MoveNext())
        {
            _stop.ThrowIfCancellationRequested();
            JournalRow row = cursor.Current;
            ReplayVerdict verdict = _sequencer.Replay(row.Number, row.Bytes);
            if (verdict.Action == ReplayAction.SnapshotRefused)
                _warn($"the snapshot was refused at record {row.Number}: {verdict.Error}");
            if (!verdict.Accepted)
                return verdict.Action;
            Report(row.Number, lastRecord);
        }

        _stop.ThrowIfCancellationRequested();
        return ReplayAction.Continue;
    }

    private void Report(long record, long lastRecord)
    {
        if (_report is null)
            return;
        if (record != lastRecord && Stopwatch.GetElapsedTime(_lastReport) < ProgressInterval)
            return;
        _lastReport = Stopwatch.GetTimestamp();
        RecoveryReport report = _sequencer.RecoveryReport;
        _report(new RecoveryProgress(record, lastRecord, report.LastSequence, report.CommandsReplayed));
    }
}
