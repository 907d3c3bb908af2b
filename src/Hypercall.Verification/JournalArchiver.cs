using Microsoft.Data.Sqlite;

namespace Hypercall.Verification;

/// <summary>
/// Moves the records before a journal's oldest snapshot into a file. The file is written under another name, executed
/// again and compared with the snapshot, given its name, compared with the journal once more; only then the rows go, in
/// one transaction with the mark that says so. Broken off anywhere, the journal is either as before or begins at the
/// snapshot with the archive complete; the next run goes on from there. The row of the snapshot stays in both, so that
/// the two are seen to belong together and the journal never loses its highest number.
/// </summary>
/// <remarks>
/// The oldest snapshot, not the newest: all that the owner keeps can still be recovered from. An owner of a PostgreSQL
/// journal may be at work meanwhile; the one of SQLite files may not, since it would wait for the deletion.
/// </remarks>
public sealed class JournalArchiver
{
    private const string MarkTable = $"""
        CREATE TABLE IF NOT EXISTS {JournalDatabase.MarkTable} (
            persistence_id VARCHAR(255) NOT NULL PRIMARY KEY, record BIGINT NOT NULL, sequence BIGINT NOT NULL,
            hash VARCHAR(64) NOT NULL, file VARCHAR(1024) NOT NULL)
        """;

    private readonly VenueJournal _journal;
    private readonly string _folder;
    private readonly CancellationToken _cancellation;

    private JournalArchiver(VenueJournal journal, string folder, CancellationToken cancellation)
    {
        _journal = journal;
        _folder = folder;
        _cancellation = cancellation;
    }

    /// <summary>Runs between two steps, with the step's name; tests break it off there.</summary>
    internal Action<string>? Before { private get; init; }

    private string Id => VenueJournal.EnginePrefix + _journal.EngineId;

    /// <summary>Archives what stands before the oldest snapshot.</summary>
    /// <param name="location">A folder, a file or a connection string (<see cref="VenueJournal.Open"/>).</param>
    /// <param name="folder">Where archives are; made where it is missing.</param>
    /// <param name="partition">Which partition's journal, where there are several.</param>
    /// <param name="cancellation">Breaks it off before anything is moved.</param>
    /// <exception cref="ArchiveRefusedException">A check failed.</exception>
    /// <exception cref="JournalException">The journal or the archive cannot be read or written.</exception>
    /// <exception cref="IOException">The folder cannot be made, or its file not be named.</exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public static ArchiveReport Archive(
        string location, string folder, string? partition = null, CancellationToken cancellation = default) =>
        new JournalArchiver(VenueJournal.Open(location, partition), folder, cancellation).Run();

    /// <summary>The same, with a look at its steps.</summary>
    internal static ArchiveReport Archive(string location, string folder, Action<string> before) =>
        new JournalArchiver(VenueJournal.Open(location), folder, default) { Before = before }.Run();

    private ArchiveReport Run()
    {
        RequireMarkTable();
        long first = _journal.FirstRecord;
        if (first > 1 && _journal.Mark?.Record != first)
            throw Refuse($"it begins with record {first}, and nothing says that those before it were archived");
        (EngineSnapshot end, byte[] bytes) = LoadOldest();
        if (end.RecordNumber < first)
            throw Refuse($"the oldest snapshot is of record {end.RecordNumber}, the journal begins with {first}");
        if (end.RecordNumber == first)
            return new ArchiveReport(null, 0, first, end.Sequence);
        Directory.CreateDirectory(_folder);
        string path = Path.Combine(_folder, ArchiveFile.NameOf(_journal.EngineId, first, end.RecordNumber));
        if (File.Exists(path))
            Verify(path, end);
        else
            Write(path, first, end, bytes);
        return Move(path, first, end);
    }

    /// <summary>It is made with the others, so that who archives needs no right to make tables.</summary>
    private void RequireMarkTable()
    {
        using DbConnection connection = _journal.Records.Connect();
        if (!_journal.Records.Holds(connection, JournalDatabase.MarkTable))
            throw Refuse($"it has no table {JournalDatabase.MarkTable}; make it with: hypercall journal init");
    }

    /// <summary>The owner may delete one between a look and the next for a newer one: what is loaded is kept.</summary>
    private (EngineSnapshot Snapshot, byte[] Bytes) LoadOldest()
    {
        foreach (long number in _journal.ReadSnapshotNumbers().Reverse())
        {
            if (_journal.LoadSnapshot(number) is { } bytes)
                return (Decode(number, bytes), bytes);
        }

        throw Refuse("there is no snapshot that the journal could begin at");
    }

    private EngineSnapshot Decode(long number, byte[] bytes)
    {
        if (!SnapshotCodec.TryDecode(bytes, out EngineSnapshot? snapshot, out string? error))
            throw Refuse($"snapshot of record {number}: {error}");
        return snapshot!.RecordNumber == number
            ? snapshot
            : throw Refuse($"the snapshot of record {number} says that it is of record {snapshot.RecordNumber}");
    }

    private void Write(string path, long first, EngineSnapshot end, byte[] bytes)
    {
        string unfinished = ArchiveFile.Unfinished(path);
        try
        {
            Fill(unfinished, first, end, bytes);
            Verify(unfinished, end);
            Before?.Invoke("name");
            ArchiveFile.Finish(unfinished, path);
        }
        catch (SqliteException exception)
        {
            throw new JournalIoException(unfinished, exception.Message, exception);
        }
        finally
        {
            ArchiveFile.Discard(unfinished);
        }
    }

    private void Fill(string unfinished, long first, EngineSnapshot end, byte[] bytes)
    {
        using SqliteConnection target = ArchiveFile.Create(unfinished);
        using SqliteTransaction transaction = target.BeginTransaction();
        CopyRecords(target, first, end.RecordNumber);
        CopySkips(target, end.Sequence);
        if (first > 1)
            AddSnapshot(target, first, EndOfPrevious());
        AddSnapshot(target, end.RecordNumber, bytes);
        if (_journal.Mark is { } mark)
            MakeMark(target, mark);
        Before?.Invoke("commit");
        transaction.Commit();
    }

    /// <summary>The owner may have deleted that snapshot long ago; the archive that ends with it keeps it.</summary>
    private byte[] EndOfPrevious()
    {
        ArchiveMark mark = _journal.Mark!;
        string path = Path.Combine(_folder, mark.File);
        if (!File.Exists(path))
            throw Refuse($"'{_folder}' does not hold '{mark.File}', which the next archive continues");
        return VenueJournal.Open(path, _journal.EngineId).LoadSnapshot(mark.Record)
            ?? throw Refuse($"'{mark.File}' does not end with the snapshot of record {mark.Record}");
    }

    /// <summary>What fails to be read is the journal's, what fails to be written the file's.</summary>
    private void CopyRecords(SqliteConnection target, long first, long last)
    {
        JournalDatabase records = _journal.Records;
        using DbConnection source = records.Connect();
        using DbCommand select = JournalDatabase.Command(
            source,
            "SELECT sequence_number, created, message, manifest, identifier, writer_uuid "
            + $"FROM {JournalDatabase.JournalTable} WHERE persistence_id = @id AND sequence_number >= @first "
            + "AND sequence_number <= @last ORDER BY sequence_number",
            ("@id", Id),
            ("@first", first),
            ("@last", last));
        select.CommandTimeout = 0;
        using DbDataReader reader = records.Guard(null, select.ExecuteReader);
        while (records.Guard(null, () => ReadRow(reader)) is { } row)
        {
            _cancellation.ThrowIfCancellationRequested();
            ArchiveFile.Execute(
                target,
                $"INSERT INTO {JournalDatabase.JournalTable} VALUES (@id, @number, @created, @message, @manifest, "
                + "@identifier, @writer)",
                row);
        }
    }

    private (string Name, object Value)[]? ReadRow(DbDataReader reader) => reader.Read()
        ?
        [
            ("@id", Id),
            ("@number", reader.GetInt64(0)),
            ("@created", reader.GetValue(1)),
            ("@message", reader.GetValue(2)),
            ("@manifest", reader.GetValue(3)),
            ("@identifier", reader.GetValue(4)),
            ("@writer", reader.GetValue(5)),
        ]
        : null;

    private void CopySkips(SqliteConnection target, long lastSequence)
    {
        long number = 0;
        foreach (var skip in _journal.ReadSkips().Where(skip => skip.Sequence <= lastSequence))
        {
            ArchiveFile.Execute(
                target,
                $"INSERT INTO {JournalDatabase.JournalTable} (persistence_id, sequence_number, message, manifest) "
                + "VALUES (@id, @number, @message, @manifest)",
                ("@id", VenueJournal.SkipsPrefix + _journal.EngineId),
                ("@number", ++number),
                ("@message", Sequencer.Journal.SkipRecordCodec.Encode(skip)),
                ("@manifest", VenueJournal.SkipManifest));
        }
    }

    private void AddSnapshot(SqliteConnection target, long number, byte[] bytes) => ArchiveFile.Execute(
        target,
        $"INSERT INTO {JournalDatabase.SnapshotTable} VALUES (@id, @number, @snapshot, @manifest)",
        ("@id", Id),
        ("@number", number),
        ("@snapshot", bytes),
        ("@manifest", VenueJournal.SnapshotManifest));

    private void MakeMark(DbConnection target, ArchiveMark mark)
    {
        ArchiveFile.Execute(target, MarkTable);
        AddMark(target, mark);
    }

    private void AddMark(DbConnection target, ArchiveMark mark)
    {
        ArchiveFile.Execute(
            target, $"DELETE FROM {JournalDatabase.MarkTable} WHERE persistence_id = @id", ("@id", Id));
        ArchiveFile.Execute(
            target,
            $"INSERT INTO {JournalDatabase.MarkTable} (persistence_id, record, sequence, hash, file) "
            + "VALUES (@id, @record, @sequence, @hash, @file)",
            ("@id", Id),
            ("@record", mark.Record),
            ("@sequence", mark.Sequence),
            ("@hash", mark.Hash.ToString()),
            ("@file", mark.File));
    }

    /// <summary>Executes the file: it must give the state that the snapshot says, up to its last record.</summary>
    private void Verify(string path, EngineSnapshot end)
    {
        VenueJournal archive = VenueJournal.Open(path, _journal.EngineId);
        VerificationReport report = JournalVerifier.Verify(archive, new VerifyOptions(Cancellation: _cancellation));
        if (report.Difference is { } difference)
            throw Refuse(difference.ToString());
        if (archive.ReadLast()?.Number != end.RecordNumber || report.SnapshotsCompared == 0)
            throw Refuse($"the records do not lead up to the snapshot of record {end.RecordNumber}");
        if ((report.LastSequence, report.Hash) != (end.Sequence, end.Hash))
            throw Refuse($"they lead to sequence {report.LastSequence}, the snapshot is of {end.Sequence}");
    }

    private ArchiveReport Move(string path, long first, EngineSnapshot end)
    {
        RequireSameRows(path, end.RecordNumber);
        _cancellation.ThrowIfCancellationRequested();
        var mark = new ArchiveMark(end.RecordNumber, end.Sequence, end.Hash, Path.GetFileName(path));
        long moved = Delete(first, mark);
        return new ArchiveReport(path, moved, end.RecordNumber, end.Sequence);
    }

    /// <summary>What is deleted is what the file holds, byte by byte, as it can be read from the file now.</summary>
    private void RequireSameRows(string path, long last)
    {
        using JournalCursor archived = VenueJournal.Open(path, _journal.EngineId).Read(_journal.FirstRecord);
        using JournalCursor own = _journal.Read(_journal.FirstRecord);
        for (long number = _journal.FirstRecord; number <= last; number++)
        {
            if (!archived.MoveNext() || !own.MoveNext()
                || !archived.Current.Bytes.Span.SequenceEqual(own.Current.Bytes.Span))
            {
                throw Refuse($"record {number} is not the one in '{path}'");
            }
        }
    }

    private long Delete(long first, ArchiveMark mark)
    {
        using DbConnection connection = _journal.Records.Connect(mayWrite: true);
        return _journal.Records.Guard(null, () =>
        {
            using DbTransaction transaction = connection.BeginTransaction();
            AddMark(connection, mark);
            int deleted = ArchiveFile.Execute(
                connection,
                $"DELETE FROM {JournalDatabase.JournalTable} WHERE persistence_id = @id AND sequence_number < @record",
                ("@id", Id),
                ("@record", mark.Record));
            if (deleted != mark.Record - first)
                throw Refuse($"{deleted} records stood before record {mark.Record}, not {mark.Record - first}");
            Before?.Invoke("delete");
            transaction.Commit();
            return deleted;
        });
    }

    private ArchiveRefusedException Refuse(string why) => new(_journal.Location, why);
}
