namespace Hypercall.Verification.Storage;

/// <summary>
/// A partition's journal, skip records and snapshots as the host keeps them in the tables of Akka.Persistence.Sql, on
/// SQLite or PostgreSQL: the payloads are the records' own bytes, the sequence numbers their numbers. For reading only;
/// the owner may be writing meanwhile. A journal whose first records were archived begins with a later one, or,
/// together with its archives, with record 1 again. Needs no Akka.
/// </summary>
public sealed class VenueJournal
{
    internal const string EnginePrefix = "engine-";
    internal const string SkipsPrefix = "skips-";
    private const string RecordManifest = "rec.v1";
    internal const string SkipManifest = "skp.v1";
    internal const string SnapshotManifest = "snp.v1";

    private readonly VenueFiles _files;
    private readonly JournalDatabase _journal;
    private readonly JournalDatabase? _snapshots;
    private readonly IReadOnlyList<VenueJournal> _archives;
    private readonly IReadOnlyList<JournalSegment> _segments;

    private VenueJournal(
        VenueFiles files, JournalDatabase journal, string engineId, IReadOnlyList<VenueJournal> archives)
    {
        _files = files;
        _journal = journal;
        EngineId = engineId;
        _snapshots = files.Holder(JournalDatabase.SnapshotTable, EnginePrefix + engineId);
        _archives = archives;
        Mark = journal.ReadMark(EnginePrefix + engineId);
        FirstOwnRecord = Number("min") ?? 1;
        FirstRecord = archives.Count > 0 ? archives[0].FirstRecord : FirstOwnRecord;
        _segments =
        [
            .. archives.Select(archive => new JournalSegment(
                archive._journal, archive.FirstRecord, archive.Number("max") ?? 0)),
            new JournalSegment(journal, FirstOwnRecord, long.MaxValue),
        ];
    }

    /// <summary>Where the records are, for messages.</summary>
    public string Location => _journal.Location;

    /// <summary>Where the snapshots are, for messages.</summary>
    public string SnapshotLocation => (_snapshots ?? _journal).Location;

    /// <summary>The engine (partition) whose journal it is.</summary>
    public string EngineId { get; }

    /// <summary>The first record: 1, unless those before it were moved into files that are not read with it.</summary>
    public long FirstRecord { get; }

    /// <summary>What the database says about records that were moved away; null where none were.</summary>
    public ArchiveMark? Mark { get; }

    /// <summary>The first record of the database itself, without archives.</summary>
    internal long FirstOwnRecord { get; }

    internal JournalDatabase Records => _journal;

    /// <summary>Opens the journal of the one partition that there is, or of the named one.</summary>
    /// <param name="location">
    /// A folder of SQLite files, a journal's file, or a connection string of PostgreSQL such as
    /// <c>Host=db;Database=hypercall;Username=auditor</c>.
    /// </param>
    /// <param name="partition">The partition; null: the only one there is.</param>
    /// <param name="archives">A folder with the archives of its first records, or one archive; null: without.</param>
    /// <exception cref="JournalException">
    /// There is no journal, or several partitions and none is named, or two journals of one, or it cannot be read, or
    /// the archives do not lead from record 1 up to it.
    /// </exception>
    public static VenueJournal Open(string location, string? partition = null, string? archives = null)
    {
        VenueFiles files = VenueFiles.At(location);
        string engineId = Choose(files, partition);
        JournalDatabase journal = files.Holder(JournalDatabase.JournalTable, EnginePrefix + engineId)!;
        if (archives is null)
            return new VenueJournal(files, journal, engineId, []);
        VenueJournal[] parts = [.. ArchiveFile.Find(archives, engineId).Select(file => Open(file, engineId))];
        var whole = new VenueJournal(files, journal, engineId, [.. parts.OrderBy(part => part.FirstRecord)]);
        whole.RequireComplete(archives);
        return whole;
    }

    /// <summary>The last row as it is stored now, or null in an empty journal.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public JournalRow? ReadLast() => _journal.Query<JournalRow?>(
        null,
        $"SELECT sequence_number, message FROM {JournalDatabase.JournalTable} WHERE persistence_id = @id "
        + "ORDER BY sequence_number DESC LIMIT 1",
        reader => new JournalRow(reader.GetInt64(0), (byte[])reader.GetValue(1)),
        ("@id", EnginePrefix + EngineId)).FirstOrDefault();

    /// <summary>The record that a row of this journal holds.</summary>
    /// <exception cref="JournalDamagedException">It holds none.</exception>
    public JournalRecord Decode(JournalRow row)
    {
        RecordStatus status = JournalRecordCodec.TryDecode(row.Bytes, out JournalRecord? record, out string? error);
        return status == RecordStatus.Sound
            ? record!
            : throw new JournalDamagedException(Location, row.Number, error ?? status.ToString());
    }

    /// <summary>Rows from a number on, in order, as far as they are stored when the cursor gets there.</summary>
    /// <exception cref="JournalException">The journal is out of reach.</exception>
    public JournalCursor Read(long firstNumber) => firstNumber < FirstRecord && Mark is { } mark
        ? throw new JournalIncompatibleException(
            Location, $"begins with record {FirstRecord}: those before it were moved into '{mark.File}'")
        : new JournalCursor(_segments, EnginePrefix + EngineId, RecordManifest, firstNumber);

    /// <summary>Where two of the databases hold the same record with other bytes, or null.</summary>
    /// <exception cref="JournalException">The journal is out of reach.</exception>
    internal VerificationDifference? FirstContradiction()
    {
        for (int index = 1; index < _segments.Count; index++)
        {
            if (FirstContradiction(_segments[index - 1], _segments[index]) is { } difference)
                return difference;
        }

        return null;
    }

    /// <summary>The operator's skip records, in the order in which they were stored.</summary>
    /// <exception cref="JournalException">They cannot be read.</exception>
    public IReadOnlyList<SkipRecord> ReadSkips()
    {
        var skips = new List<SkipRecord>();
        if (_files.Holder(JournalDatabase.JournalTable, SkipsPrefix + EngineId) is not { } holder)
            return skips;
        using var cursor = new JournalCursor(
            [new JournalSegment(holder, 1, long.MaxValue)], SkipsPrefix + EngineId, SkipManifest, 1);
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
    public IReadOnlyList<long> ReadSnapshotNumbers() =>
    [
        .. _archives.SelectMany(archive => archive.ReadOwnSnapshotNumbers())
            .Concat(ReadOwnSnapshotNumbers())
            .Distinct()
            .OrderDescending(),
    ];

    /// <summary>The bytes of a snapshot, unchecked; null where the owner has deleted it meanwhile.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public byte[]? LoadSnapshot(long recordNumber) => LoadOwnSnapshot(recordNumber)
        ?? _archives
            .Select(archive => archive.LoadOwnSnapshot(recordNumber))
            .FirstOrDefault(bytes => bytes is not null);

    private IReadOnlyList<long> ReadOwnSnapshotNumbers() => _snapshots?.Query(
        null,
        $"SELECT sequence_number FROM {JournalDatabase.SnapshotTable} WHERE persistence_id = @id "
        + "ORDER BY sequence_number DESC",
        reader => reader.GetInt64(0),
        ("@id", EnginePrefix + EngineId)) ?? [];

    private byte[]? LoadOwnSnapshot(long recordNumber) => _snapshots?.Query(
        recordNumber,
        $"SELECT snapshot, manifest FROM {JournalDatabase.SnapshotTable} "
        + "WHERE persistence_id = @id AND sequence_number = @number",
        reader => ReadSnapshot(reader, recordNumber),
        ("@id", EnginePrefix + EngineId),
        ("@number", recordNumber)).FirstOrDefault();

    private byte[] ReadSnapshot(DbDataReader reader, long recordNumber)
    {
        string manifest = reader.IsDBNull(1) ? "" : reader.GetString(1);
        return manifest == SnapshotManifest
            ? (byte[])reader.GetValue(0)
            : throw new JournalDamagedException(
                SnapshotLocation, recordNumber, $"the snapshot is a '{manifest}', not '{SnapshotManifest}'");
    }

    /// <summary>The databases' own findings about all their bytes, or null: SQLite reads everything; PostgreSQL, which
    /// has no such check for who only reads, is not asked.</summary>
    public string? CheckIntegrity() =>
        _journal.CheckIntegrity() ?? (_snapshots == _journal ? null : _snapshots?.CheckIntegrity());

    /// <summary>Archives that leave a gap would be told as missing rows: it is the call that is wrong.</summary>
    private void RequireComplete(string archives)
    {
        if (FirstRecord != 1)
            throw new JournalIncompatibleException(archives, $"begins with record {FirstRecord}, not with record 1");
        for (int index = 1; index < _segments.Count; index++)
        {
            if (_segments[index].First > _segments[index - 1].Last)
            {
                throw new JournalIncompatibleException(
                    archives,
                    $"ends with record {_segments[index - 1].Last}, before record {_segments[index].First} of "
                    + $"'{_segments[index].Database.Location}'");
            }
        }
    }

    private VerificationDifference? FirstContradiction(JournalSegment earlier, JournalSegment later)
    {
        using JournalCursor left = Cursor(earlier);
        using JournalCursor right = Cursor(later);
        while (left.MoveNext() && right.MoveNext())
        {
            if (!left.Current.Bytes.Span.SequenceEqual(right.Current.Bytes.Span))
            {
                return new VerificationDifference(
                    later.Database.Location,
                    right.Current.Number,
                    null,
                    null,
                    $"'{earlier.Database.Location}' holds another record of this number");
            }
        }

        return null;

        JournalCursor Cursor(JournalSegment segment) => new(
            [segment with { Last = earlier.Last }], EnginePrefix + EngineId, RecordManifest, later.First);
    }

    private long? Number(string function) => _journal.Query<long?>(
        null,
        $"SELECT {function}(sequence_number) FROM {JournalDatabase.JournalTable} WHERE persistence_id = @id",
        reader => reader.IsDBNull(0) ? null : reader.GetInt64(0),
        ("@id", EnginePrefix + EngineId))[0];

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
            throw new JournalAbsentException(files.Location, $"there is no partition '{wanted}', but {found}");
        if (wanted is null && partitions.Length > 1)
            throw new JournalAmbiguousException(files.Location, $"holds not one partition, but {found}: name one");
        return wanted ?? partitions[0];
    }
}
