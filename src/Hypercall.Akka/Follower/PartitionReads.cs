namespace Hypercall.Actors.Follower;

/// <summary>What followers and views read of a partition beside its owner; answers come to the actor itself.</summary>
internal static class PartitionReads
{
    private const int MostSkips = 4_096;

    /// <summary>Reads records: answered by <see cref="JournalRows"/> or <see cref="JournalUnread"/>.</summary>
    /// <param name="context">The reading actor's.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="first">Number of the first record wanted, from 1.</param>
    /// <param name="count">Most records wanted.</param>
    /// <param name="longest">How long it may take.</param>
    public static void ReadRecords(
        this IActorContext context, PartitionSettings partition, long first, int count, TimeSpan longest) =>
        context.Read(new ReadRows(partition, first, count), longest);

    /// <summary>Reads what an operator skips: answered likewise.</summary>
    /// <param name="context">The reading actor's.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="longest">How long it may take.</param>
    public static void ReadSkips(this IActorContext context, PartitionSettings partition, TimeSpan longest) =>
        context.Read(new ReadRows(partition.SkipsPersistenceId, partition.SkipsPluginId, 1, MostSkips), longest);

    /// <summary>True for what <see cref="ReadSkips"/> brought.</summary>
    public static bool AreSkips(this JournalRows rows, PartitionSettings partition) =>
        rows.Request.PersistenceId == partition.SkipsPersistenceId;

    /// <summary>The skip records that rows are.</summary>
    /// <exception cref="UnknownEventException">A row is none.</exception>
    public static IReadOnlyList<SkipRecord> DecodeSkips(this JournalRows rows) =>
        [.. rows.Rows.Select(row => SkipLedger.Decode(rows.Request.PersistenceId, row.Number, row.Payload))];

    /// <summary>
    /// Loads the engine's newest snapshot, of a record up to a number: answered by LoadSnapshotResult or
    /// LoadSnapshotFailed.
    /// </summary>
    /// <param name="context">The reading actor's.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="longest">How long it may take.</param>
    /// <param name="newest">The number.</param>
    public static void LoadSnapshot(
        this IActorContext context, PartitionSettings partition, TimeSpan longest, long newest = long.MaxValue) =>
        Persistence.Instance.Apply(context.System).SnapshotStoreFor(partition.SnapshotPluginId)
            .Ask<object>(
                new LoadSnapshot(partition.PersistenceId, new SnapshotSelectionCriteria(newest), long.MaxValue),
                longest)
            .PipeTo(context.Self, failure: cause => new LoadSnapshotFailed(cause));

    private static void Read(this IActorContext context, ReadRows request, TimeSpan longest) =>
        JournalRead.RowsAsync(context.System, request, longest).PipeTo(
            context.Self, success: rows => new JournalRows(request, rows), failure: cause => new JournalUnread(cause));
}
