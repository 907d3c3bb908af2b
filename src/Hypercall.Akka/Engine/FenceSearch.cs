using Hypercall.Actors.Follower;

namespace Hypercall.Actors.Engine;

/// <summary>
/// Finds the host of a journal's epoch where a snapshot hides the fence from recovery: epochs never go back, so that
/// halving the journal comes to the epoch's first record in some twenty reads.
/// </summary>
internal static class FenceSearch
{
    /// <summary>The epoch's host; null: its fence is not in the journal, as where it was archived.</summary>
    /// <param name="partition">Whose journal.</param>
    /// <param name="lastNumber">The journal's last number.</param>
    public static async Task<string?> HostAsync(
        ActorSystem system, PartitionSettings partition, long epoch, long lastNumber)
    {
        var reads = new PartitionReads(system, partition);
        (long low, long high) = (1, lastNumber);
        while (true)
        {
            // The first row from the middle on; the rows before it may be archived.
            long middle = low + (high - low) / 2;
            IReadOnlyList<JournalRow> rows = await reads.RecordsAsync(middle, 1);
            if (rows is not [{ Record: { } record } row])
                return null;
            if (low >= high)
                return record.Kind == JournalRecordKind.EngineStarted && record.Epoch == epoch ? record.HostId : null;
            (low, high) = record.Epoch < epoch ? (row.Number + 1, high) : (low, middle);
        }
    }
}
