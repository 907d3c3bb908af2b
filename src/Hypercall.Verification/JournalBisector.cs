namespace Hypercall.Verification;

/// <summary>
/// Runs two journals side by side and finds the first command after which their states differ. Hash chains are
/// compared while they agree; a chain that has parted without a difference in state (e.g. in a command's text that
/// nothing remembers) is followed by component digests from there on, and is itself the difference where none comes.
/// Where nothing differs, the snapshots of both are looked at. Where records were archived, the two are compared from
/// the first command on that both can show.
/// </summary>
public static class JournalBisector
{
    private const string Chain = "chain";

    /// <summary>Compares two open journals.</summary>
    /// <exception cref="JournalIncompatibleException">One ends before the other begins.</exception>
    /// <exception cref="JournalException">A journal cannot be read, or is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public static BisectReport Compare(
        VenueJournal left, VenueJournal right, CancellationToken cancellation = default)
    {
        using JournalRun leftRun = JournalRun.Begin(left);
        using JournalRun rightRun = JournalRun.Begin(right);
        Meet(left, leftRun, right, rightRun);
        long met = leftRun.Engine.Sequence;
        BisectReport? parted = null;
        for (bool more = true; more; more = leftRun.TryApply() && rightRun.TryApply())
        {
            cancellation.ThrowIfCancellationRequested();
            if (leftRun.Engine.Hash == rightRun.Engine.Hash)
                continue;
            if (StateDifference.First(leftRun.Engine, rightRun.Engine) is not { } difference)
                continue;
            BisectReport found = Found(difference, met, leftRun, rightRun);
            if (difference.Component != Chain)
                return found;
            parted ??= found;
        }

        return parted ?? new BisectReport(
            null,
            Math.Min(leftRun.Engine.Sequence, rightRun.Engine.Sequence) - met,
            LastOf(leftRun, cancellation),
            LastOf(rightRun, cancellation),
            DamagedSnapshot: FirstDamage(left) ?? FirstDamage(right),
            ComparedAfter: met);
    }

    /// <summary>Brings the two, of which an archive may have shortened either, to the same command.</summary>
    private static void Meet(VenueJournal left, JournalRun leftRun, VenueJournal right, JournalRun rightRun)
    {
        while (leftRun.Engine.Sequence != rightRun.Engine.Sequence)
        {
            bool isLeftBehind = leftRun.Engine.Sequence < rightRun.Engine.Sequence;
            if ((isLeftBehind ? leftRun : rightRun).TryApply())
                continue;
            throw isLeftBehind ? Apart(left, leftRun, right, rightRun) : Apart(right, rightRun, left, leftRun);
        }
    }

    private static JournalIncompatibleException Apart(
        VenueJournal ended, JournalRun endedRun, VenueJournal other, JournalRun otherRun) => new(
        other.Location,
        $"begins after command {otherRun.Engine.Sequence}, and '{ended.Location}' ends with "
        + $"{endedRun.Engine.Sequence}: they have nothing to compare; the archive of the earlier commands has");

    private static BisectReport Found(StateDifference difference, long met, JournalRun left, JournalRun right) => new(
        left.Engine.Sequence,
        left.Engine.Sequence - met,
        left.Engine.Sequence,
        right.Engine.Sequence,
        difference,
        left.LastCommand,
        right.LastCommand,
        ComparedAfter: met);

    /// <summary>Goes on to the end of the longer journal, which alone says how long it is.</summary>
    private static long LastOf(JournalRun run, CancellationToken cancellation)
    {
        while (run.TryApply())
            cancellation.ThrowIfCancellationRequested();
        return run.Engine.Sequence;
    }

    private static VerificationDifference? FirstDamage(VenueJournal journal)
    {
        foreach (long number in journal.ReadSnapshotNumbers())
        {
            if (journal.LoadSnapshot(number) is { } bytes && !SnapshotCodec.TryDecode(bytes, out _, out string? error))
                return new VerificationDifference(journal.SnapshotLocation, number, null, null, error!);
        }

        return null;
    }
}
