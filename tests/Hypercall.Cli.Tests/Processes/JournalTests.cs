using Hypercall.Actors.Hosting;
using Hypercall.Sequencer.Journal;
using Hypercall.Verification.Storage;
using Microsoft.Data.Sqlite;

namespace Hypercall.Cli.Tests.Processes;

/// <summary>The verbs on journals, sound and unusable; most begin with a copy of one that was replayed once.</summary>
public sealed class JournalTests : IClassFixture<ReplayedDemo>, IDisposable
{
    private const int Commands = ReplayedDemo.Commands;

    private readonly ReplayedDemo _replayed;
    private readonly TemporaryFolder _folder = new();
    private readonly string _input;
    private readonly string _journal;

    public JournalTests(ReplayedDemo replayed)
    {
        _replayed = replayed;
        _input = replayed.CopyInput(_folder);
        _journal = _folder["journal"];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_replay_gives_the_state_that_apply_gives_and_verifies()
    {
        Replay("--state", _folder["replayed.json"]).ShouldSucceed();
        HypercallProcess.Run("apply", _input, "--out", _folder["out"], "--state", _folder["applied.json"])
            .ShouldSucceed();
        string applied = File.ReadAllText(_folder["applied.json"]);
        Assert.Equal(applied, File.ReadAllText(_folder["replayed.json"]));

        Assert.Equal(applied, HypercallProcess.Run("state", _journal).ShouldSucceed().Output);
        Assert.Contains("every hash agrees", HypercallProcess.Run("verify", _journal).ShouldSucceed().Output);
        HypercallProcess.Run("verify", _journal, "--from-snapshot").ShouldSucceed();
        HypercallProcess.Run("snapshot", _journal).ShouldSucceed();
        HypercallProcess.Run("verify", _journal).ShouldSucceed();
    }

    [Fact]
    public void A_finished_replay_started_again_does_nothing_more()
    {
        CopyJournal();
        ProcessResult again = Replay().ShouldSucceed();
        Assert.Contains("going on after command 2000", again.Output);
        Assert.Contains("commands executed  0", again.Output);
    }

    [Fact]
    public void The_state_after_a_command_is_that_of_the_input_up_to_it()
    {
        CopyJournal();
        string head = _folder.Write("head.ndjson", [.. File.ReadLines(_input).Take(777)]);
        HypercallProcess.Run("apply", head, "--out", _folder["out"], "--state", _folder["head.json"]).ShouldSucceed();
        string state = HypercallProcess.Run("state", _journal, "--at", "777").ShouldSucceed().Output;
        Assert.Equal(File.ReadAllText(_folder["head.json"]), state);
        HypercallProcess.Run("state", _journal, "--at", "2001").ShouldFail(2, _journal, "2000");
    }

    [Fact]
    public void A_journal_of_another_input_is_refused_and_left_alone()
    {
        CopyJournal();
        string other = DemoFile.Write(_folder, "other.ndjson", Commands, seed: 2);
        HypercallProcess.Run("replay", other, "--format", "ndjson", "--journal", _journal)
            .ShouldFail(2, _journal, "another input", "demo.ndjson");
        Assert.Contains("every hash agrees", HypercallProcess.Run("verify", _journal).ShouldSucceed().Output);
    }

    [Fact]
    public void A_stopped_replay_goes_on_after_its_bad_line_was_mended()
    {
        string[] lines = File.ReadAllLines(_input);
        string good = lines[1_500];
        lines[1_500] = "{";
        File.WriteAllLines(_input, lines);
        Replay().ShouldFail(2, "demo.ndjson:1501: ");
        lines[1_500] = good;
        File.WriteAllLines(_input, lines);

        Assert.Contains("going on after command 1500", Replay().ShouldSucceed().Output);
        HypercallProcess.Run("apply", _input, "--out", _folder["out"], "--state", _folder["applied.json"])
            .ShouldSucceed();
        string state = HypercallProcess.Run("state", _journal).ShouldSucceed().Output;
        Assert.Equal(File.ReadAllText(_folder["applied.json"]), state);
    }

    /// <summary>It would be one of this format, in which the right one goes on with nothing.</summary>
    [Fact]
    public void An_input_that_begins_with_no_command_makes_no_journal()
    {
        HypercallProcess.Run("replay", _input, "--format", "lobster", "--journal", _journal)
            .ShouldFail(2, "demo.ndjson:1: ");
        Assert.False(Directory.Exists(_journal));
    }

    [Fact]
    public void An_input_that_was_changed_where_the_journal_has_been_is_refused()
    {
        CopyJournal();
        string[] lines = File.ReadAllLines(_input);
        File.WriteAllLines(_input, lines.Take(1_999));
        Replay().ShouldFail(2, _journal, "command 2000", "where the input ends");
        (lines[1_000], lines[1_001]) = (lines[1_001], lines[1_000]);
        File.WriteAllLines(_input, lines);
        Replay().ShouldFail(2, _journal, "another input", "of row 100");
        Assert.Contains("every hash agrees", HypercallProcess.Run("verify", _journal).ShouldSucceed().Output);
    }

    [Fact]
    public void Bisect_names_the_first_command_after_which_states_differ()
    {
        CopyJournal();
        string[] lines = File.ReadAllLines(_input);
        int changed = Array.FindIndex(lines, 500, line => line.Contains("PriceUpdate", StringComparison.Ordinal));
        lines[changed] = lines[changed].Replace("\"price\":\"", "\"price\":\"1", StringComparison.Ordinal);
        lines[changed] = lines[changed].Replace("}]", "}],\"force\":true", StringComparison.Ordinal);
        string other = _folder.Write("other.ndjson", lines);
        HypercallProcess.Run("replay", other, "--format", "ndjson", "--journal", _folder["other"]).ShouldSucceed();

        ProcessResult result = HypercallProcess.Run("bisect", _journal, _folder["other"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"after command {changed + 1}\n", result.Output);
        Assert.Contains("underlyings", result.Output);
        Assert.Contains("no difference", HypercallProcess.Run("bisect", _journal, _journal).ShouldSucceed().Output);
    }

    [Fact]
    public void Bisect_tells_how_long_two_journals_are_that_agree()
    {
        CopyJournal();
        string head = _folder.Write("head.ndjson", [.. File.ReadLines(_input).Take(777)]);
        HypercallProcess.Run("replay", head, "--format", "ndjson", "--journal", _folder["head"]).ShouldSucceed();

        foreach (string[] order in (string[][])[[_journal, _folder["head"]], [_folder["head"], _journal]])
        {
            string output = HypercallProcess.Run(["bisect", .. order]).ShouldSucceed().Output;
            Assert.Contains("no difference in 777 commands", output);
            Assert.Contains($"{_journal}/akka-journal.db: 2,000", output);
            Assert.Contains($"{_folder["head"]}/akka-journal.db: 777", output);
        }
    }

    [Fact]
    public void Skipping_a_command_that_was_applied_is_refused()
    {
        CopyJournal();
        Skip("5").ShouldFail(2, _journal, "command 5");
        Skip("2001").ShouldFail(2, _journal, "1 to 2000");
        HypercallProcess.Run("verify", _journal).ShouldSucceed();
        CutBehind(Commands);
        HypercallProcess.Run("snapshot", _journal).ShouldSucceed();
        Skip($"{Commands}").ShouldFail(2, _journal, $"command {Commands}", "snapshot of record");
    }

    [Fact]
    public void A_file_in_the_place_of_a_journals_folder_is_named()
    {
        string file = _folder.Write("file", "mine");
        HypercallProcess.Run("replay", _input, "--format", "ndjson", "--journal", file)
            .ShouldFail(2, file, "is a file");
        HypercallProcess.Run("demo", "day", "--keep", file).ShouldFail(2, file, "is a file");
        Assert.Equal("mine\n", File.ReadAllText(file));
    }

    [Fact]
    public void A_command_that_nothing_proves_applied_can_be_skipped()
    {
        CopyJournal();
        string before = HypercallProcess.Run("state", _journal).ShouldSucceed().Output;
        CutBehind(Commands);
        Skip($"{Commands}").ShouldSucceed();

        HypercallProcess.Run("verify", _journal).ShouldSucceed();
        string after = HypercallProcess.Run("state", _journal).ShouldSucceed().Output;
        Assert.NotEqual(before, after);
        Assert.Contains($"\"sequence\": {Commands},", after);
        Assert.Contains("commands executed  0", Replay().ShouldSucceed().Output);
        HypercallProcess.Run("verify", _journal).ShouldSucceed();
    }

    [Fact]
    public void A_journal_without_commands_has_no_state_for_a_snapshot_and_none_to_skip()
    {
        File.WriteAllBytes(_folder["nothing.ndjson"], []);
        HypercallProcess.Run("replay", _folder["nothing.ndjson"], "--format", "ndjson", "--journal", _journal)
            .ShouldSucceed();
        HypercallProcess.Run("snapshot", _journal).ShouldFail(2, "journal.db", "no command was executed yet");
        Skip("1").ShouldFail(2, _journal, "holds no command");
    }

    /// <summary>Its own fence would make it the owner, of which the venue's nodes know nothing.</summary>
    [Fact]
    public void A_snapshot_of_a_folder_writes_no_record_and_is_one_of_its_last()
    {
        CopyJournal();
        CutBehind(Commands);
        JournalRow last = VenueJournal.Open(_journal).ReadLast()!.Value;

        HypercallProcess.Run("snapshot", _journal).ShouldSucceed();

        VenueJournal journal = VenueJournal.Open(_journal);
        Assert.Equal(last.Number, journal.ReadLast()!.Value.Number);
        Assert.Equal([last.Number], journal.ReadSnapshotNumbers());
        HypercallProcess.Run("verify", _journal).ShouldSucceed();
        Assert.Contains("commands executed  0", Replay().ShouldSucceed().Output);
    }

    [Fact]
    public void A_journal_owned_by_another_process_is_refused_with_its_id()
    {
        CopyJournal();
        using FolderOwnership owner = FolderOwnership.Acquire(_journal, "test");
        Replay().ShouldFail(3, _journal, $"process {Environment.ProcessId}");
        HypercallProcess.Run("snapshot", _journal).ShouldFail(3, _journal);
        HypercallProcess.Run("verify", _journal).ShouldSucceed();
    }

    [Fact]
    public void A_journal_file_that_cannot_be_made_is_refused_with_the_reason()
    {
        Directory.CreateDirectory(Path.Combine(_journal, "akka-journal.db"));
        Replay().ShouldFail(2, "journal.sqlite.connection-string", "SQLite Error 14");
    }

    [Fact]
    public void A_journal_of_another_version_is_refused_by_name()
    {
        CopyJournal();
        Execute("UPDATE journal SET manifest = 'rec.v99' WHERE sequence_number = 1");
        Replay().ShouldFail(3, "journal.db", "rec.v99");
        HypercallProcess.Run("verify", _journal).ShouldFail(3, "journal.db", "rec.v99");
    }

    [Fact]
    public void A_file_that_is_no_journal_is_refused_by_name()
    {
        Directory.CreateDirectory(_journal);
        File.WriteAllText(Path.Combine(_journal, "akka-journal.db"), string.Concat(Enumerable.Repeat("no journal ", 1000)));
        Replay().ShouldFail(3, "journal.db");
        HypercallProcess.Run("verify", _journal).ShouldFail(3, "journal.db");
    }

    [Theory]
    [InlineData(
        "UPDATE journal SET message = CAST(substr(message, 1, 400) || x'ff' || substr(message, 402) AS BLOB)", "record 4")]
    [InlineData("UPDATE journal SET message = 'no record'", "record 4")]
    [InlineData("UPDATE journal SET message = substr(message, 1, 100)", "record 4")]
    [InlineData("DELETE FROM journal", "4")]
    [InlineData("UPDATE journal SET message = (SELECT message FROM journal WHERE sequence_number = 5)", "record 4")]
    public void Tampering_in_the_middle_is_found_and_named(string sql, string place)
    {
        CopyJournal();
        Execute($"{sql} WHERE sequence_number = 4");
        HypercallProcess.Run("verify", _journal).ShouldFail(1, "journal.db", place);
        File.Delete(Path.Combine(_journal, "akka-snapshots.db"));
        Replay().ShouldFail(3, place);
    }

    [Fact]
    public void A_damaged_snapshot_that_a_verb_does_without_is_named()
    {
        CopyJournal();
        string state = HypercallProcess.Run("state", _journal).ShouldSucceed().Output;
        Execute("UPDATE snapshot SET snapshot = substr(snapshot, 1, 1000)", file: "akka-snapshots.db");
        long record = VenueJournal.Open(_journal).ReadSnapshotNumbers()[0];

        ProcessResult read = HypercallProcess.Run("state", _journal);
        read.ShouldFail(0, "akka-snapshots.db", $"record {record}");
        Assert.Equal(state, read.Output);
        Replay().ShouldFail(0, _journal, $"record {record}");
    }

    [Fact]
    public void A_full_disk_under_the_journal_stops_the_replay_and_loses_nothing_acknowledged()
    {
        string[] replay = ["replay", _input, "--format", "ndjson", "--journal", _journal];
        HypercallProcess.RunInShell(FullAt(300), replay).ShouldFail(3, _journal);
        Assert.Contains("going on after command", Replay().ShouldSucceed().Output);
        Assert.Contains("every hash agrees", HypercallProcess.Run("verify", _journal).ShouldSucceed().Output);
    }

    [Fact]
    public void A_full_disk_under_an_archive_is_named_and_leaves_nothing_there()
    {
        CopyJournal();
        HypercallProcess.Run("snapshot", _journal).ShouldSucceed();
        string archives = _folder["archives"];

        HypercallProcess.RunInShell(FullAt(100), "archive", _journal, "--to", archives).ShouldFail(3, archives);

        Assert.Empty(Directory.GetFiles(archives));
        HypercallProcess.Run("archive", _journal, "--to", archives).ShouldSucceed();
        HypercallProcess.Run("verify", _journal, "--archive", archives).ShouldSucceed();
    }

    /// <summary>A line of the shell that runs a program on a disk that is full beyond so many KiB of a file.</summary>
    private static string FullAt(int kibibytes) =>
        $"trap '' XFSZ; ulimit -f {kibibytes}; export DOTNET_EnableWriteXorExecute=0; exec \"$@\"";

    /// <summary>The journal of the whole input, as a replay has left it.</summary>
    private void CopyJournal() => _replayed.CopyJournal(_journal);

    private ProcessResult Replay(params string[] options) =>
        HypercallProcess.Run(["replay", _input, "--format", "ndjson", "--journal", _journal, .. options]);

    private ProcessResult Skip(string sequence) =>
        HypercallProcess.Run("skip", _journal, "--sequence", sequence, "--reason", "no");

    /// <summary>Cuts the journal behind the record of a command, as if the node had stopped on it.</summary>
    private void CutBehind(long sequence)
    {
        long number = 0;
        using (JournalCursor cursor = VenueJournal.Open(_journal).Read(1))
        {
            while (number == 0 && cursor.MoveNext())
            {
                JournalRecordCodec.TryDecode(cursor.Current.Bytes, out JournalRecord? record, out _);
                number = record!.Count > 0 && record.LastSequence == sequence ? cursor.Current.Number : 0;
            }
        }

        Execute($"DELETE FROM journal WHERE sequence_number > {number}", null);
        File.Delete(Path.Combine(_journal, "akka-snapshots.db"));
    }

    private void Execute(string sql, int? rows = 1, string file = "akka-journal.db")
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(_journal, file)};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        int changed = command.ExecuteNonQuery();
        Assert.True(changed > 0 && (rows is null || changed == rows), $"{changed} rows");
    }
}
