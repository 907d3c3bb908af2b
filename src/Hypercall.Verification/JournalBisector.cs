using Hypercall.Engine;
using Hypercall.Engine.Numerics;
using Hypercall.Sequencer.Snapshots;
using Hypercall.Verification.Storage;

namespace Hypercall.Verification;

/// <summary>
/// Runs two journals side by side and finds the first command after which their states differ. Hash chains are
/// compared while they agree; a chain that has parted without a difference in state (e.g. in a command's text that
/// nothing remembers) is followed by component digests from there on, and is itself the difference where none comes.
/// Where nothing differs, the snapshots of both are looked at.
/// </summary>
public static class JournalBisector
{
    private const string Chain = "chain";

    /// <summary>Compares two journals.</summary>
    /// <param name="left">One folder, file or connection string, as <see cref="VenueJournal.Open"/> takes it.</param>
    /// <param name="right">The other.</param>
    /// <param name="partition">Which partition's journals, where there are several.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <exception cref="JournalException">A journal cannot be read, or is damaged.</exception>
    public static BisectReport Compare(
        string left, string right, string? partition = null, CancellationToken cancellation = default) =>
        Compare(VenueJournal.Open(left, partition), VenueJournal.Open(right, partition), cancellation);

    /// <summary>Compares two open journals.</summary>
    /// <exception cref="JournalException">A journal cannot be read, or is damaged.</exception>
    public static BisectReport Compare(
        VenueJournal left, VenueJournal right, CancellationToken cancellation = default)
    {
        using var leftCommands = new JournalCommands(left);
        using var rightCommands = new JournalCommands(right);
        var leftEngine = new ExchangeEngine();
        var rightEngine = new ExchangeEngine();
        BisectReport? parted = null;
        while (leftCommands.MoveNext() && rightCommands.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            Hash256 leftHash = leftCommands.ApplyTo(leftEngine).Hash;
            Hash256 rightHash = rightCommands.ApplyTo(rightEngine).Hash;
            if (leftHash == rightHash)
                continue;
            if (StateDifference.First(leftEngine, rightEngine) is not { } difference)
                continue;
            BisectReport found = Found(difference, leftEngine, rightEngine, leftCommands, rightCommands);
            if (difference.Component != Chain)
                return found;
            parted ??= found;
        }

        return parted ?? Equal(leftEngine, rightEngine, FirstDamage(left) ?? FirstDamage(right));
    }

    private static BisectReport Found(
        StateDifference difference,
        ExchangeEngine left,
        ExchangeEngine right,
        JournalCommands leftCommands,
        JournalCommands rightCommands) => new(
        left.Sequence,
        left.Sequence,
        left.Sequence,
        right.Sequence,
        difference,
        new JournaledCommand(leftCommands.RecordNumber, leftCommands.Current),
        new JournaledCommand(rightCommands.RecordNumber, rightCommands.Current),
        null);

    private static BisectReport Equal(ExchangeEngine left, ExchangeEngine right, VerificationDifference? damage) => new(
        null,
        Math.Min(left.Sequence, right.Sequence),
        left.Sequence,
        right.Sequence,
        null,
        null,
        null,
        damage);

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
