using Hypercall.Actors.Tests.Support;
using Hypercall.Verification.Storage;
using Npgsql;
using PostgresqlDatabase = Hypercall.Actors.Tests.Support.PostgresqlDatabase;

namespace Hypercall.Actors.Tests.Verification;

public sealed class PostgresqlJournalTests() : JournalSpec(new PostgresqlTables())
{
    private PostgresqlDatabase? _restored;

    private PostgresqlDatabase Own => ((PostgresqlTables)Database).Server;

    [PostgresqlFact]
    public void A_sound_journal_is_verified_whole_and_from_snapshots() => CheckSoundJournal();

    [PostgresqlFact]
    public void The_state_at_any_sequence_is_the_one_that_was_answered_there() => CheckStates();

    [PostgresqlFact]
    public void A_flipped_byte_in_any_record_is_found_and_the_record_named() => CheckFlippedRecords();

    [PostgresqlFact]
    public void A_flipped_byte_in_any_snapshot_is_found_and_states_do_without_it() => CheckFlippedSnapshots();

    [PostgresqlFact]
    public void A_missing_a_cut_and_an_exchanged_row_are_found() => CheckMissingRows();

    [PostgresqlFact]
    public void The_tables_are_those_that_the_readers_know() => CheckSchema();

    [PostgresqlFact]
    public void A_record_of_another_version_is_refused_by_name() => CheckUnknownManifest();

    [PostgresqlFact]
    public void Archived_records_are_verified_with_the_journal_and_without() => CheckArchive();

    [PostgresqlFact]
    public void Behind_an_archive_an_accepted_loss_leaves_the_snapshots_before_it() => CheckLossBehindArchive();

    [PostgresqlFact]
    public void What_is_not_sound_is_not_archived() => CheckArchiveRefused();

    [PostgresqlFact]
    public void An_archiving_that_is_broken_off_leaves_the_old_journal_and_goes_on() => CheckArchiveBrokenOff();

    [PostgresqlFact]
    public void An_archive_needs_no_right_to_make_tables()
    {
        string role = $"archiver_{Own.Name}";
        Execute("journal", $"CREATE ROLE {role} LOGIN PASSWORD '{role}'");
        try
        {
            Execute("journal", $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}");
            CheckArchive(new NpgsqlConnectionStringBuilder(Location)
            {
                Username = role, Password = role,
            }.ToString());
        }
        finally
        {
            Execute("journal", $"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [PostgresqlFact]
    public void Options_that_a_connection_string_states_hold_for_readers_too()
    {
        Drain(StartReady());

        Assert.Equal(Partition, VenueJournal.Open(Location).EngineId);
        Assert.Equal(Partition, VenueJournal.Open(Location + ";Options=-c search_path=public").EngineId);
        Assert.Throws<JournalAbsentException>(() => VenueJournal.Open(Location + ";Options=-c search_path=elsewhere"));
    }

    [PostgresqlFact]
    public void A_journal_without_the_archives_table_is_not_archived() => CheckArchiveWithoutTable();

    [PostgresqlFact]
    public void A_back_up_taken_while_the_owner_writes_is_restored_elsewhere() => CheckBackUp();

    [PostgresqlFact]
    public void An_operators_snapshot_is_saved_before_it_is_answered() => CheckSnapshotOnRequest();

    [PostgresqlFact]
    public void A_snapshot_that_is_saved_meanwhile_shows_no_loss() => CheckSnapshotMeanwhile();

    [PostgresqlFact]
    public void A_password_is_not_in_any_message()
    {
        string[] locations =
        [
            "Host=127.0.0.1;Port=1;Database=venue;Username=auditor;Password=sesame",
            "Host=127.0.0.1;Nonsense=sesame",
        ];

        foreach (string location in locations)
        {
            string message = Assert.ThrowsAny<JournalException>(() => VenueJournal.Open(location)).ToString();
            Assert.DoesNotContain("sesame", message, StringComparison.Ordinal);
        }
    }

    private protected override string BackUpAndRestore()
    {
        _restored = new PostgresqlDatabase();
        Own.CopyTo(_restored);
        return _restored.ConnectionString;
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _restored?.Dispose();
    }
}
