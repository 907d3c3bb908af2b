using System.Data.Common;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Verification.Storage;

/// <summary>
/// A partition's journal, skip records and snapshots as the host keeps them in the tables of Akka.Persistence.Sql, on
/// SQLite or PostgreSQL: the payloads are the records' own bytes, the sequence numbers their numbers. For reading only;
/// the owner may be writing meanwhile. Needs no Akka.
/// </summary>
public sealed class VenueJournal
{
    private const string EnginePrefix = "engine-";
    private const string SkipsPrefix = "skips-";
    private const string RecordManifest = "rec.v1";
    private const string SkipManifest = "skp.v1";
    private const string SnapshotManifest = "snp.v1";

    private readonly VenueFiles _files;
    private readonly JournalDatabase _journal;
    private readonly JournalDatabase? _snapshots;

    private VenueJournal(VenueFiles files, JournalDatabase journal, string engineId)
    {
        _files = files;
        _journal = journal;
        EngineId = engineId;
        _snapshots = files.Holder(JournalDatabase.SnapshotTable, EnginePrefix + engineId);
    }

    /// <summary>Where the records are, for messages.</summary>
    public string Location => _journal.Location;

    /// <summary>Where the snapshots are, for messages.</summary>
    public string SnapshotLocation => (_snapshots ?? _journal).Location;

    /// <summary>The engine (partition) whose journal it is.</summary>
    public string EngineId { get; }

    /// <summary>Opens the journal of the one partition that there is, or of the named one.</summary>
    /// <param name="location">
    /// A folder of SQLite files, a journal's file, or a connection string of PostgreSQL such as
    /// <c>Host=db;Database=hypercall;Username=auditor</c>.
    /// </param>
    /// <param name="partition">The partition; null: the only one there is.</param>
    /// <exception cref="JournalException">
    /// There is no journal, or several partitions and none is named, or two journals of one, or it cannot be read.
    /// </exception>
    public static VenueJournal Open(string location, string? partition = null)
    {
        VenueFiles files = VenueFiles.At(location);
        string engineId = Choose(files, partition);
        JournalDatabase journal = files.Holder(JournalDatabase.JournalTable, EnginePrefix + engineId)!;
        return new VenueJournal(files, journal, engineId);
    }

    /// <summary>The last row as it is stored now, or null in an empty journal.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public JournalRow? ReadLast()
    {
        using DbConnection connection = _journal.Connect();
        return _journal.Guard<JournalRow?>(null, () =>
        {
            using DbCommand select = JournalDatabase.Command(
                connection,
                $"SELECT sequence_number, message FROM {JournalDatabase.JournalTable} WHERE persistence_id = @id "
                + "ORDER BY sequence_number DESC LIMIT 1",
                ("@id", EnginePrefix + EngineId));
            using DbDataReader reader = select.ExecuteReader();
            return reader.Read() ? new JournalRow(reader.GetInt64(0), (byte[])reader.GetValue(1)) : null;
        });
    }

    /// <summary>Rows from a number on, in order, as far as they are stored when the cursor gets there.</summary>
    /// <exception cref="JournalException">The journal is out of reach.</exception>
    public JournalCursor Read(long firstNumber) =>
        new(_journal, EnginePrefix + EngineId, RecordManifest, firstNumber);

    /// <summary>The operator's skip records, in the order in which they were stored.</summary>
    /// <exception cref="JournalException">They cannot be read.</exception>
    public IReadOnlyList<SkipRecord> ReadSkips()
    {
        var skips = new List<SkipRecord>();
        if (_files.Holder(JournalDatabase.JournalTable, SkipsPrefix + EngineId) is not { } holder)
            return skips;
        using var cursor = new JournalCursor(holder, SkipsPrefix + EngineId, SkipManifest, 1);
        while (cursor.MoveNext())
        {
            JournalRow row = cursor.Current;
            if (!SkipRecordCodec.TryDecode(row.Bytes.Span, out SkipRecord? skip, out string? error))
                throw new JournalDamagedException(holder.Location, row.Number, $"skip record: {error}");
            skips.Add(skip!);
        }

        return skips;
    }

    /// <summary>Record numbers of the stored snapshots, newest first.</summary>
    /// <exception cref="JournalException">They cannot be read.</exception>
    public IReadOnlyList<long> ReadSnapshotNumbers()
    {
        if (_snapshots is null)
            return [];
        using DbConnection connection = _snapshots.Connect();
        return _snapshots.Guard(null, () =>
        {
            using DbCommand select = JournalDatabase.Command(
                connection,
                $"SELECT sequence_number FROM {JournalDatabase.SnapshotTable} WHERE persistence_id = @id "
                + "ORDER BY sequence_number DESC",
                ("@id", EnginePrefix + EngineId));
            using DbDataReader reader = select.ExecuteReader();
            var numbers = new List<long>();
            while (reader.Read())
                numbers.Add(reader.GetInt64(0));
            return numbers;
        });
    }

    /// <summary>The bytes of a snapshot, unchecked; null where the owner has deleted it meanwhile.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public byte[]? LoadSnapshot(long recordNumber)
    {
        if (_snapshots is null)
            return null;
        using DbConnection connection = _snapshots.Connect();
        return _snapshots.Guard(recordNumber, () =>
        {
            using DbCommand select = JournalDatabase.Command(
                connection,
                $"SELECT snapshot, manifest FROM {JournalDatabase.SnapshotTable} "
                + "WHERE persistence_id = @id AND sequence_number = @number",
                ("@id", EnginePrefix + EngineId),
                ("@number", recordNumber));
            using DbDataReader reader = select.ExecuteReader();
            if (!reader.Read())
                return null;
            string manifest = reader.IsDBNull(1) ? "" : reader.GetString(1);
            return manifest == SnapshotManifest
                ? (byte[])reader.GetValue(0)
                : throw new JournalDamagedException(
                    _snapshots.Location, recordNumber, $"the snapshot is a '{manifest}', not '{SnapshotManifest}'");
        });
    }

    /// <summary>The databases' own findings about all their bytes, or null; reads everything.</summary>
    public string? CheckIntegrity() =>
        _journal.CheckIntegrity() ?? (_snapshots == _journal ? null : _snapshots?.CheckIntegrity());

    private static string Choose(VenueFiles files, string? wanted)
    {
        string[] partitions =
        [
            .. files.Databases
                .SelectMany(database => database.PersistenceIds(JournalDatabase.JournalTable, EnginePrefix))
                .Select(id => id[EnginePrefix.Length..])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        if (partitions.Length == 0)
            throw new JournalAbsentException(files.Location, "there is no journal of an engine");
        string found = string.Join(", ", partitions);
        if (wanted is not null && !partitions.Contains(wanted))
            throw new JournalIncompatibleException(files.Location, $"holds no partition '{wanted}', but {found}");
        return wanted ?? (partitions.Length == 1
            ? partitions[0]
            : throw new JournalIncompatibleException(files.Location, $"holds not one partition, but {found}: name one"));
    }
}
