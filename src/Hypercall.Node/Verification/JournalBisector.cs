using Hypercall.Engine;
using Hypercall.Engine.Numerics;
using Hypercall.Node.Storage;

namespace Hypercall.Node.Verification;

/// <summary>
/// Runs two journals side by side and finds the first command after which their states differ. Hash chains are
/// compared while they agree; a chain that has parted without a difference in state (e.g. another request id that
/// nothing remembers) is followed by component digests from there on.
/// </summary>
public static class JournalBisector
{
    /// <summary>Compares the journals of two directories, whichever host wrote each.</summary>
    /// <param name="leftDirectory">One directory, or the file of an Akka host's journal.</param>
    /// <param name="rightDirectory">The other.</param>
    /// <param name="partition">Which partition's journals, where there are several.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <exception cref="JournalException">A journal cannot be read, or is damaged.</exception>
    public static BisectReport Compare(
        string leftDirectory,
        string rightDirectory,
        string? partition = null,
        CancellationToken cancellation = default)
    {
        using NodeStorage left = NodeStorage.OpenReadOnly(leftDirectory, partition);
        using NodeStorage right = NodeStorage.OpenReadOnly(rightDirectory, partition);
        return Compare(left.Journal, right.Journal, cancellation);
    }

    /// <summary>Compares two open journals.</summary>
    /// <exception cref="JournalException">A journal cannot be read, or is damaged.</exception>
    public static BisectReport Compare(IJournal left, IJournal right, CancellationToken cancellation = default)
    {
        using var leftCommands = new JournalCommands(left);
        using var rightCommands = new JournalCommands(right);
        var leftEngine = new ExchangeEngine();
        var rightEngine = new ExchangeEngine();
        while (leftCommands.MoveNext() && rightCommands.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            Hash256 leftHash = leftCommands.ApplyTo(leftEngine).Hash;
            Hash256 rightHash = rightCommands.ApplyTo(rightEngine).Hash;
            if (leftHash == rightHash)
                continue;
            string? component = SnapshotComparer.FirstDifference(
                leftEngine.ComputeDigest().Components, rightEngine.ComputeDigest().Components);
            if (component is not null)
                return Difference(component, leftEngine, rightEngine, leftCommands, rightCommands);
        }

        long compared = Math.Min(leftEngine.Sequence, rightEngine.Sequence);
        return new BisectReport(null, compared, leftEngine.Sequence, rightEngine.Sequence, null, null, null, null);
    }

    private static BisectReport Difference(
        string component,
        ExchangeEngine left,
        ExchangeEngine right,
        JournalCommands leftCommands,
        JournalCommands rightCommands) => new(
        left.Sequence,
        left.Sequence,
        left.Sequence,
        right.Sequence,
        component,
        ViewDifference.First(left.View(), right.View()),
        new JournaledCommand(leftCommands.RecordNumber, leftCommands.Current),
        new JournaledCommand(rightCommands.RecordNumber, rightCommands.Current));
}
