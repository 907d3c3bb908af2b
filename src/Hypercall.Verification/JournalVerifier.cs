namespace Hypercall.Verification;

/// <summary>
/// Executes a journal again and compares everything that was recorded with what comes out: each record's hash, the
/// seals, each snapshot's hash and component digests, the state's invariants, the file's own structure. Stops at the
/// first difference and names it. Used by <c>hypercall verify</c>; may run beside the journal's owner, then up to the
/// record that was last when it began.
/// </summary>
public sealed class JournalVerifier
{
    private readonly VenueJournal _journal;
    private readonly VerifyOptions _options;
    private readonly SnapshotComparer _snapshots;
    private long _lastRecord;
    private IReadOnlyList<SkipRecord> _skips = [];
    private long _records;
    private long _commands;

    private JournalVerifier(VenueJournal journal, VerifyOptions options)
    {
        _journal = journal;
        _options = options;
        _snapshots = new SnapshotComparer(journal);
    }

    /// <summary>Verifies a journal.</summary>
    /// <param name="location">
    /// A folder, a file or a connection string, as <see cref="VenueJournal.Open"/> takes it.
    /// </param>
    /// <param name="options">How; null: from record 1, in silence.</param>
    /// <param name="partition">Which partition's journal, where there are several.</param>
    /// <exception cref="JournalException">There is no journal that could be opened.</exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public static VerificationReport Verify(
        string location, VerifyOptions? options = null, string? partition = null) =>
        Verify(VenueJournal.Open(location, partition), options);

    /// <summary>Verifies an open journal.</summary>
    /// <exception cref="JournalException">It is out of reach.</exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public static VerificationReport Verify(VenueJournal journal, VerifyOptions? options = null) =>
        new JournalVerifier(journal, options ?? new VerifyOptions()).Run();

    private VerificationReport Run()
    {
        VerificationDifference? difference = ReadSkips();
        JournalReplayer replayer = NewReplayer();
        long firstSequence = 1;
        difference ??= Execute(ref replayer, ref firstSequence);
        RecoveryReport report = replayer.Report;
        return new VerificationReport(
            _records + report.RecordsReplayed,
            _commands + report.CommandsReplayed,
            report.LastSequence,
            report.Hash,
            report.Epoch,
            _snapshots.Compared,
            report.RecordsNotCrossChecked,
            firstSequence,
            difference);
    }

    /// <summary>Reads the operator's skip records.</summary>
    /// <returns>Which of them is damaged; null: none.</returns>
    private VerificationDifference? ReadSkips()
    {
        try
        {
            _skips = _journal.ReadSkips();
            return null;
        }
        catch (JournalDamagedException damage)
        {
            return Differs(damage);
        }
    }

    private VerificationDifference? Execute(ref JournalReplayer replayer, ref long firstSequence)
    {
        try
        {
            IReadOnlyList<long> numbers = _snapshots.LoadAll();
            _options.SnapshotsLoaded?.Invoke();
            // After the snapshots: one of a living owner is of a record that was there before it.
            _lastRecord = _journal.ReadLast()?.Number ?? 0;
            VerificationDifference? difference = _journal.FirstContradiction() ?? _snapshots.FirstBeyond(_lastRecord);
            difference ??= _journal.FirstRecord > 1
                ? RunFromArchive(numbers, replayer, out firstSequence)
                : _options.FromSnapshots && numbers.Count > 0
                    ? RunFromSnapshots(numbers, ref replayer, out firstSequence)
                    : RunSegment(replayer, _lastRecord);
            return difference ?? End(replayer);
        }
        catch (JournalDamagedException damage)
        {
            return Differs(damage);
        }
    }

    private JournalReplayer NewReplayer() => new(new ReplayOptions
    {
        EngineId = _journal.EngineId,
        Skips = _skips,
        Observer = _options.Observer,
        HashesAhead = true,
    });

    /// <summary>Oldest first: from each snapshot to the next, from the newest to the end.</summary>
    private VerificationDifference? RunFromSnapshots(
        IReadOnlyList<long> numbers, ref JournalReplayer replayer, out long firstSequence)
    {
        firstSequence = 1;
        for (int index = numbers.Count - 1; index >= 0; index--)
        {
            _records += replayer.Report.RecordsReplayed;
            _commands += replayer.Report.CommandsReplayed;
            replayer = NewReplayer();
            ReplayVerdict verdict = replayer.OfferSnapshot(numbers[index], _snapshots[numbers[index]]);
            if (!verdict.Accepted)
                return new VerificationDifference(_snapshots.Location, numbers[index], null, null, verdict.Error!);
            if (index == numbers.Count - 1)
                firstSequence = replayer.Engine.Sequence + 1;
            long end = index > 0 ? numbers[index - 1] : _lastRecord;
            if (RunSegment(replayer, end) is { } difference)
                return difference;
        }

        return null;
    }

    /// <summary>
    /// A journal whose first records are elsewhere, from its oldest snapshot. Records before that, which its owner's
    /// newer snapshots have left without one, are decoded, not executed: with the archive they are.
    /// </summary>
    private VerificationDifference? RunFromArchive(
        IReadOnlyList<long> numbers, JournalReplayer replayer, out long firstSequence)
    {
        firstSequence = 1;
        if (_journal.Mark is not { } mark || mark.Record != _journal.FirstRecord)
            return Differs($"the row is missing, although row {_journal.FirstRecord} is there", 1);
        if (numbers.Count == 0)
            return Differs($"the records before it are in '{mark.File}', and there is no snapshot", mark.Record);
        long start = numbers[^1];
        ReplayVerdict verdict = replayer.OfferSnapshot(start, _snapshots[start]);
        if (!verdict.Accepted)
            return new VerificationDifference(_snapshots.Location, start, null, null, verdict.Error!);
        firstSequence = replayer.Engine.Sequence + 1;
        if (start == mark.Record && (replayer.Engine.Sequence, replayer.Engine.Hash) != (mark.Sequence, mark.Hash))
            return Differs("the snapshot is not of the state that was archived", start);
        return FirstDamage(mark.Record, start) ?? RunSegment(replayer, _lastRecord);
    }

    private VerificationDifference? FirstDamage(long first, long last)
    {
        using JournalCursor cursor = _journal.Read(first);
        while (cursor.MoveNext() && cursor.Current.Number <= last)
        {
            if (JournalRecordCodec.TryDecode(cursor.Current.Bytes, out _, out string? error) != RecordStatus.Sound)
                return Differs(error!, cursor.Current.Number);
        }

        return null;
    }

    private static VerificationDifference Differs(JournalDamagedException damage) =>
        new(damage.Location, damage.RecordNumber, null, null, damage.What);

    private VerificationDifference Differs(string what, long? record = null, long? sequence = null) =>
        new(_journal.Location, record, sequence, null, what);

    private VerificationDifference? RunSegment(JournalReplayer replayer, long endRecord)
    {
        using JournalCursor cursor = _journal.Read(replayer.NextRecordNumber);
        while (replayer.NextRecordNumber <= endRecord && cursor.MoveNext())
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            JournalRow row = cursor.Current;
            ReplayVerdict verdict = replayer.Replay(row.Number, row.Bytes);
            if (!verdict.Accepted)
                return Differs(verdict.Error!, verdict.RecordNumber, verdict.Sequence);
            if (_snapshots.Compare(row.Number, replayer) is { } difference)
                return difference;
        }

        return null;
    }

    private VerificationDifference? End(JournalReplayer replayer)
    {
        ReplayVerdict verdict = replayer.Complete(_lastRecord);
        if (!verdict.Accepted)
            return Differs(verdict.Error!, verdict.RecordNumber, verdict.Sequence);
        try
        {
            replayer.Engine.CheckInvariants();
        }
        catch (EngineInvariantException exception)
        {
            return Differs($"invariant: {exception.Message}", sequence: replayer.Engine.Sequence);
        }

        return _journal.CheckIntegrity() is { } finding ? Differs(finding) : null;
    }
}
