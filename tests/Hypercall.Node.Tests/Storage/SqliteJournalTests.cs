using Hypercall.Node.Storage;
using Hypercall.Node.Tests.Support;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Node.Tests.Storage;

public sealed class SqliteJournalTests : IDisposable
{
    private const int Rows = 200;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Rows_are_there_after_reopening_in_order_and_unchanged()
    {
        Fill(Rows);

        using SqliteJournal journal = SqliteJournal.OpenReadOnly(_directory.Path);

        Assert.Equal("main", journal.EngineId);
        Assert.Equal(Rows, journal.ReadLast()!.Value.Number);
        Assert.Equal(Enumerable.Range(1, Rows).Select(Content), ReadAll(journal, 1));
        Assert.Equal(Enumerable.Range(150, 51).Select(Content), ReadAll(journal, 150));
        Assert.Empty(ReadAll(journal, Rows + 1));
        Assert.Null(journal.CheckFile());
    }

    [Fact]
    public void A_cursor_at_the_end_sees_rows_written_later()
    {
        using DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path);
        using SqliteJournal journal = SqliteJournal.OpenOwned(ownership, "main");
        using IJournalCursor cursor = journal.Read(1);
        Assert.False(cursor.MoveNext());

        journal.Write(1, "first"u8);

        Assert.True(cursor.MoveNext());
        Assert.Equal(1, cursor.Current.Number);
        Assert.Equal("first"u8, cursor.Current.Bytes.Span);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void A_number_that_does_not_follow_is_refused()
    {
        using DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path);
        using SqliteJournal journal = SqliteJournal.OpenOwned(ownership, "main");
        journal.Write(1, "first"u8);

        Assert.Throws<ArgumentOutOfRangeException>(() => journal.Write(1, "again"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.Write(3, "hole"u8));
        Assert.Equal(1, journal.ReadLast()!.Value.Number);
    }

    [Fact]
    public void A_row_that_somebody_else_wrote_ends_the_writer()
    {
        using DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path);
        using SqliteJournal journal = SqliteJournal.OpenOwned(ownership, "main");
        journal.Write(1, "first"u8);
        Sql("INSERT INTO records VALUES (2, x'00')");

        Assert.Throws<JournalOwnedException>(() => journal.Write(2, "second"u8));
    }

    [Fact]
    public void Empty_rows_and_skip_records_are_kept()
    {
        using (DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path))
        using (SqliteJournal journal = SqliteJournal.OpenOwned(ownership, "main"))
        {
            journal.Write(1, []);
            journal.AddSkip(new SkipRecord("main", 70, "later"));
            journal.AddSkip(new SkipRecord("main", 7, "poison – réf 1"));
            journal.AddSkip(new SkipRecord("main", 70, "changed"));
        }

        using SqliteJournal reopened = SqliteJournal.OpenReadOnly(_directory.Path);
        Assert.Equal(
            [new SkipRecord("main", 7, "poison – réf 1"), new SkipRecord("main", 70, "changed")], reopened.ReadSkips());
        Assert.Equal([""], ReadAll(reopened, 1));
    }

    [Fact]
    public void A_missing_row_in_the_middle_is_damage_and_a_missing_last_row_is_the_end()
    {
        Fill(Rows);
        Sql($"DELETE FROM records WHERE number = {Rows}");
        using SqliteJournal journal = SqliteJournal.OpenReadOnly(_directory.Path);
        Assert.Equal(Rows - 1, ReadAll(journal, 1).Count);

        foreach (int missing in new[] { 1, 63, 64, 65, 128, 150 })
        {
            Sql($"UPDATE records SET number = -1 WHERE number = {missing}");
            var damage = Assert.Throws<JournalDamagedException>(() => ReadAll(journal, 1));
            Assert.Equal(missing, damage.RecordNumber);
            Assert.Contains(SqliteJournal.FileName, damage.Message, StringComparison.Ordinal);
            Sql($"UPDATE records SET number = {missing} WHERE number = -1");
        }
    }

    [Theory]
    [InlineData("UPDATE meta SET value = '2' WHERE name = 'format_version'", "format version 2")]
    [InlineData("UPDATE meta SET value = 'btc' WHERE name = 'engine_id'", "engine 'btc'")]
    [InlineData("UPDATE meta SET value = 'music' WHERE name = 'kind'", "'music'")]
    [InlineData("DROP TABLE meta", "is no hypercall journal file")]
    public void A_journal_of_another_version_engine_or_kind_is_refused_by_name(string change, string message)
    {
        Fill(1);
        Sql(change);
        using DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path);

        var refused = Assert.Throws<JournalIncompatibleException>(() => SqliteJournal.OpenOwned(ownership, "main"));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Contains(SqliteJournal.FileName, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_damage()
    {
        File.WriteAllText(_directory.File(SqliteJournal.FileName), new string('x', 5000));
        using DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path);

        Assert.Throws<JournalDamagedException>(() => SqliteJournal.OpenOwned(ownership, "main"));
    }

    [Fact]
    public void A_directory_without_a_journal_cannot_be_read()
    {
        var missing = Assert.Throws<JournalIoException>(() => SqliteJournal.OpenReadOnly(_directory.Path));
        Assert.Contains(_directory.Path, missing.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void A_full_disk_fails_the_write_and_leaves_what_was_acknowledged()
    {
        using (DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path))
        using (SqliteJournal journal = SqliteJournal.OpenOwned(
            ownership, "main", new SqliteJournalOptions(MaxPages: 20)))
        {
            long written = 0;
            void WriteForEver()
            {
                while (true)
                    journal.Write(++written, new byte[8000]);
            }

            var full = Assert.Throws<JournalIoException>(WriteForEver);
            Assert.Contains("full", full.Message, StringComparison.Ordinal);
        }

        using SqliteJournal reopened = SqliteJournal.OpenReadOnly(_directory.Path);
        Assert.InRange(reopened.ReadLast()!.Value.Number, 2, 20);
        Assert.Null(reopened.CheckFile());
    }

    [Fact]
    public void What_a_write_returned_for_survives_a_copy_of_the_files_at_that_moment()
    {
        using DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path);
        using SqliteJournal journal = SqliteJournal.OpenOwned(ownership, "main");
        for (int number = 1; number <= 20; number++)
        {
            journal.Write(number, System.Text.Encoding.UTF8.GetBytes(Content(number)));
            using TemporaryDirectory crashed = _directory.Copy();
            using SqliteJournal recovered = SqliteJournal.OpenReadOnly(crashed.Path);
            Assert.Equal(number, recovered.ReadLast()!.Value.Number);
        }
    }

    private static string Content(int number) => $"record {number} " + new string((char)('a' + number % 26), number);

    private void Fill(int rows)
    {
        using DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path);
        using SqliteJournal journal = SqliteJournal.OpenOwned(ownership, "main");
        for (int number = 1; number <= rows; number++)
            journal.Write(number, System.Text.Encoding.UTF8.GetBytes(Content(number)));
    }

    private static List<string> ReadAll(SqliteJournal journal, long first)
    {
        using IJournalCursor cursor = journal.Read(first);
        var rows = new List<string>();
        while (cursor.MoveNext())
            rows.Add(System.Text.Encoding.UTF8.GetString(cursor.Current.Bytes.Span));
        return rows;
    }

    private void Sql(string sql) => SqliteTool.Execute(_directory.File(SqliteJournal.FileName), sql);
}
