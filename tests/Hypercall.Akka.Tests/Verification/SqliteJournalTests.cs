using Hypercall.Actors.Tests.Support;
using Hypercall.Verification;
using Hypercall.Verification.Storage;
using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Tests.Verification;

public sealed class SqliteJournalTests() : JournalSpec(new SqliteFiles())
{
    private readonly TemporaryDirectory _restored = new();

    private SqliteFiles Files => (SqliteFiles)Database;

    [Fact]
    public void A_sound_journal_is_verified_whole_and_from_snapshots() => CheckSoundJournal();

    [Fact]
    public void The_state_at_any_sequence_is_the_one_that_was_answered_there() => CheckStates();

    [Fact]
    public void A_flipped_byte_in_any_record_is_found_and_the_record_named() => CheckFlippedRecords();

    [Fact]
    public void A_flipped_byte_in_any_snapshot_is_found_and_states_do_without_it() => CheckFlippedSnapshots();

    [Fact]
    public void A_missing_a_cut_and_an_exchanged_row_are_found() => CheckMissingRows();

    [Fact]
    public void The_tables_are_those_that_the_readers_know() => CheckSchema();

    [Fact]
    public void A_record_of_another_version_is_refused_by_name() => CheckUnknownManifest();

    [Fact]
    public void A_damaged_skip_record_is_found_and_named() => CheckDamagedSkip();

    [Fact]
    public void Verification_can_be_broken_off() => CheckBreakingOff();

    [Fact]
    public void Archived_records_are_verified_with_the_journal_and_without() => CheckArchive();

    [Fact]
    public void Behind_an_archive_an_accepted_loss_leaves_the_snapshots_before_it() => CheckLossBehindArchive();

    [Fact]
    public void What_is_not_sound_is_not_archived() => CheckArchiveRefused();

    [Fact]
    public void An_archiving_that_is_broken_off_leaves_the_old_journal_and_goes_on() => CheckArchiveBrokenOff();

    [Fact]
    public void A_journal_without_the_archives_table_is_not_archived() => CheckArchiveWithoutTable();

    [Fact]
    public void A_back_up_taken_while_the_owner_writes_is_restored_elsewhere() => CheckBackUp();

    [Fact]
    public void An_operators_snapshot_is_saved_before_it_is_answered() => CheckSnapshotOnRequest();

    [Fact]
    public void A_snapshot_that_is_saved_meanwhile_shows_no_loss() => CheckSnapshotMeanwhile();

    [TmpfsFact]
    public void A_full_disk_under_the_archive_leaves_the_journal_as_it_was()
    {
        CheckSoundJournal();
        using var archives = new TemporaryDirectory();
        using (new TmpfsMount(archives.Path, kibibytes: 48))
        {
            Assert.Throws<JournalIoException>(() => JournalArchiver.Archive(Location, archives.Path));
            Assert.Empty(Directory.GetFiles(archives.Path));
        }

        Assert.Equal(1, JournalVerifier.Verify(Location).FirstSequence);
        Assert.NotNull(JournalArchiver.Archive(Location, archives.Path).File);
        Assert.Null(JournalVerifier.Verify(Location).Difference);
    }

    /// <summary>Where a byte has no meaning (free pages, old versions of rows) nothing differs.</summary>
    [Theory]
    [InlineData("akka-journal.db")]
    [InlineData("akka-snapshots.db")]
    public void A_flipped_byte_anywhere_in_a_file_is_found_or_without_meaning(string file)
    {
        const int seed = 5;
        const int rounds = 40;
        CheckSoundJournal();
        Shutdown(Patience);
        SqliteConnection.ClearAllPools();
        string expected = JournalVerifier.Verify(Location).Hash.ToString();
        byte[] sound = File.ReadAllBytes(Files.File(file));
        var random = new Random(seed);
        int found = 0;
        for (int round = 0; round < rounds; round++)
        {
            int position = random.Next(sound.Length);
            byte[] flipped = [.. sound];
            flipped[position] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Files.File(file), flipped);
            (string? difference, string hash) = Outcome();
            Assert.True(difference is not null || hash == expected, $"seed {seed}, byte {position} of {file}");
            found += difference is null ? 0 : 1;
        }

        Assert.InRange(found, rounds / 4, rounds);
    }

    [Fact]
    public void A_folder_that_holds_two_journals_is_refused()
    {
        CheckSoundJournal();
        string second = Files.File("copy-of-the-journal.db");
        using (var connection = (SqliteConnection)Database.Connect("journal"))
        using (var target = new SqliteConnection($"Data Source={second};Pooling=False"))
        {
            target.Open();
            connection.BackupDatabase(target);
        }

        string message = Assert.Throws<JournalIncompatibleException>(() => VenueJournal.Open(Location)).Message;

        Assert.Contains("holds two of engine-main", message);
        Assert.Contains(second, message);
        Assert.Null(JournalVerifier.Verify(second).Difference);
        Assert.NotEqual(0, JournalVerifier.Verify(Files.File("akka-journal.db")).SnapshotsCompared);
    }

    /// <summary>The snapshots first: one of a record that the journal's copy does not reach would be a loss.</summary>
    private protected override string BackUpAndRestore()
    {
        foreach ((string table, string file) in new[] { ("snapshot", "akka-snapshots.db"), ("journal", "akka-journal.db") })
        {
            using var source = (SqliteConnection)Database.Connect(table);
            using var target = new SqliteConnection($"Data Source={_restored.File(file)};Pooling=False");
            target.Open();
            source.BackupDatabase(target);
        }

        return _restored.Path;
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _restored.Dispose();
    }

    private (string? Difference, string Hash) Outcome()
    {
        try
        {
            VerificationReport report = JournalVerifier.Verify(Location);
            return (report.Difference?.ToString(), report.Hash.ToString());
        }
        catch (JournalException exception)
        {
            return (exception.Message, "");
        }
    }
}
