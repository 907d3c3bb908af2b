using Akka.Actor.Setup;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>
/// The rows of a journal and of a snapshot store, serialized as in a database and unique by their number, with hooks by
/// which a test makes operations on engines' and desks' rows fail, hang or lie. Shared by the actor systems that are given it.
/// </summary>
internal sealed class RowStore : Setup
{
    private readonly Lock _gate;
    private readonly Dictionary<string, SortedDictionary<long, StoredRow>> _records;
    private readonly Dictionary<string, SortedDictionary<long, StoredRow>> _snapshots;

    public RowStore() => (_gate, _records, _snapshots) = (new Lock(), [], []);

    /// <summary>The same rows, with hooks of its own: one node's way to a database that others share.</summary>
    public RowStore(RowStore rows) =>
        (_gate, _records, _snapshots) = (rows._gate, rows._records, rows._snapshots);

    /// <summary>Runs before an engine's row is stored: throws, or completes late.</summary>
    public Func<long, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after an engine's row is stored, before its writer hears of it.</summary>
    public Func<long, Task> AfterWrite { get; set; } = _ => Task.CompletedTask;

    /// <summary>Why an engine's row is rejected, or null.</summary>
    public Func<long, Task<Exception?>> Rejection { get; set; } = _ => Task.FromResult<Exception?>(null);

    /// <summary>Runs before an engine's rows are read from a number on.</summary>
    public Func<long, Task> BeforeRead { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before a transfer desk's rows are stored or read.</summary>
    public Func<Task> BeforeTransfers { get; set; } = () => Task.CompletedTask;

    public Func<long, Task> BeforeSnapshotSave { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before a snapshot is deleted by its number.</summary>
    public Func<long, Task> BeforeSnapshotDelete { get; set; } = _ => Task.CompletedTask;

    public Func<Task> BeforeSnapshotLoad { get; set; } = () => Task.CompletedTask;

    public SortedDictionary<long, StoredRow> Records(string persistenceId) => Copy(_records, persistenceId);

    public SortedDictionary<long, StoredRow> Snapshots(string persistenceId) => Copy(_snapshots, persistenceId);

    /// <summary>Stores a record; a number that is taken is a constraint's violation.</summary>
    public void AddRecord(string persistenceId, long number, StoredRow row)
    {
        lock (_gate)
        {
            if (!Of(_records, persistenceId).TryAdd(number, row))
                throw new TakenNumberException(number);
        }
    }

    public void ChangeRecord(string persistenceId, long number, Func<StoredRow, StoredRow?> change) =>
        Change(_records, persistenceId, number, change);

    public void PutSnapshot(string persistenceId, long number, StoredRow row)
    {
        lock (_gate)
            Of(_snapshots, persistenceId)[number] = row;
    }

    public void ChangeSnapshot(string persistenceId, long number, Func<StoredRow, StoredRow?> change) =>
        Change(_snapshots, persistenceId, number, change);

    private void Change(
        Dictionary<string, SortedDictionary<long, StoredRow>> tables,
        string persistenceId,
        long number,
        Func<StoredRow, StoredRow?> change)
    {
        lock (_gate)
        {
            SortedDictionary<long, StoredRow> rows = Of(tables, persistenceId);
            if (change(rows[number]) is { } changed)
                rows[number] = changed;
            else
                rows.Remove(number);
        }
    }

    private SortedDictionary<long, StoredRow> Copy(
        Dictionary<string, SortedDictionary<long, StoredRow>> tables, string persistenceId)
    {
        lock (_gate)
            return new SortedDictionary<long, StoredRow>(Of(tables, persistenceId));
    }

    private static SortedDictionary<long, StoredRow> Of(
        Dictionary<string, SortedDictionary<long, StoredRow>> tables, string persistenceId)
    {
        if (!tables.TryGetValue(persistenceId, out SortedDictionary<long, StoredRow>? rows))
            tables.Add(persistenceId, rows = []);
        return rows;
    }
}
