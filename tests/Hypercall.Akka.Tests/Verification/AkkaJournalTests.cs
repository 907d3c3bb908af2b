using Akka.Actor;
using Hypercall.Actors.Client;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Cli;
using Hypercall.Cli.Embedded;
using Hypercall.Cli.Inputs.Lobster;
using Hypercall.Cli.Output;
using Hypercall.Cli.Verbs;
using Hypercall.Engine.Commands;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;
using Hypercall.Verification;
using Hypercall.Verification.Storage;
using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Tests.Verification;

/// <summary>A journal that the actor wrote on SQLite, read without Akka.</summary>
public sealed class AkkaJournalTests() : EngineTestKit(new SqliteFiles(), "hypercall.engine.max-batch = 256")
{
    private const int Commands = 300;

    [Fact]
    public void It_verifies_while_its_owner_lives_and_after()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, Commands);
        var core = new CoreRun(Flow, Commands);
        AssertVerifies(core, Commands);

        Drain(partition);

        AssertVerifies(core, Commands);
        Assert.Equal(ExitCode.Done, Run("verify", Database.Location));
        Assert.Equal(core.Hashes[99], JournalState.At(Database.Location, 100).Hash);
    }

    [Fact]
    public void A_command_that_the_operator_skipped_is_skipped_by_the_verifier_too()
    {
        const int poisoned = 100;
        IActorRef partition = StartReady(Poisoned(poisoned));
        Feed(partition, 0, poisoned - 1);
        Submit(partition, poisoned - 1, TestActor);
        Assert.Equal(SubmissionStatus.OutcomeUnknown, ExpectMsg<SubmitAnswer>(Patience).Status);
        AwaitState(partition, PartitionState.Down);

        partition.Tell(new SkipCommand(Partition, 1, poisoned, "divides by zero"), TestActor);
        Assert.Equal(new SkipAnswer(1, null), ExpectMsg<SkipAnswer>(Patience));
        AwaitState(partition, PartitionState.Ready);
        Feed(partition, poisoned, Commands);
        StateSummary state = State(partition);
        Drain(partition);

        VerificationReport report = JournalVerifier.Verify(Database.Location);
        Assert.Null(report.Difference);
        Assert.Equal((state.Sequence, state.Hash), (report.LastSequence, report.Hash));
        Assert.NotEqual(new CoreRun(Flow, Commands).Hashes[^1], report.Hash);
    }

    [Fact]
    public void A_flipped_byte_is_found_and_named()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, Commands);
        Drain(partition);
        long record = Change(bytes => bytes[bytes.Length / 2] ^= 1);

        VerificationReport report = JournalVerifier.Verify(Database.Location);

        Assert.Equal(ExitCode.CheckFailed, Run("verify", Database.Location));
        Assert.Contains($"record {record}", report.Difference!.ToString());
        Assert.Contains("checksum", report.Difference.ToString());
    }

    [Fact]
    public async Task Of_several_partitions_in_a_file_one_is_named()
    {
        Feed(StartReady(), 0, Commands);
        PartitionSettings settings = Settings with { Sequencer = Settings.Sequencer with { EngineId = "other" } };
        var other = new EngineClient(StartPartition(settings), "other");
        await other.SubmitAsync(new ClientRequest(new Tick(), TimestampMs: 1));
        string directory = Database.Location;

        Assert.EndsWith(
            "holds not one partition, but main, other: name one",
            Assert.Throws<JournalAmbiguousException>(() => JournalVerifier.Verify(directory)).Message);
        Assert.Equal(Commands, JournalVerifier.Verify(directory, partition: "main").LastSequence);
        Assert.Equal(1, JournalState.At(directory, partition: "other").Sequence);
        var main = VenueJournal.Open(directory, "main");
        Assert.Equal(Commands, JournalBisector.Compare(main, main).CommandsCompared);

        Assert.Equal(ExitCode.BadInput, Run("verify", directory));
        Assert.Equal(ExitCode.BadInput, Run("verify", directory, "--partition", "third"));
        Assert.Equal(ExitCode.Done, Run("verify", directory, "--partition", "other"));
        Assert.Equal(ExitCode.Done, Run("bisect", directory, directory, "--partition", "main"));
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        string journal = Path.Combine(Database.Location, "akka-journal.db");
        Assert.EndsWith(
            "there is no journal of an engine",
            Assert.Throws<JournalAbsentException>(() => VenueJournal.Open(journal)).Message);
        StartReady();
        Assert.EndsWith(
            "there is no partition 'elsewhere', but main",
            Assert.Throws<JournalAbsentException>(() => VenueJournal.Open(Database.Location, "elsewhere")).Message);
        Assert.Throws<JournalAbsentException>(() => VenueJournal.Open(Path.Combine(Database.Location, "absent.db")));
    }

    [SharedDataFact]
    public void The_recorded_hour_of_lobster_gives_the_cores_outcomes_and_verifies()
    {
        ClientRequest[] requests =
        [
            .. LobsterTranslator.Beside(SharedData.PathOf("lobster/message.csv.gz")).Read().Select(input => Requests.Of(input.Submitted)),
        ];
        var core = new CoreRun(requests);
        IActorRef partition = StartReady();

        SubmitAnswer[] answers = Feed(partition, requests);
        Drain(partition);

        for (int index = 0; index < answers.Length; index++)
        {
            bool isTheCores = answers[index].Outcome.Span.SequenceEqual(core.Outcomes[index]);
            Assert.True(isTheCores, $"outcome {index + 1} differs");
        }

        AssertVerifies(core, requests.Length);
    }

    private static int Run(params string[] arguments) =>
        CommandLine.RunAsync(arguments, new Terminal()).GetAwaiter().GetResult();

    private void AssertVerifies(CoreRun core, int commands)
    {
        VerificationReport report = JournalVerifier.Verify(Database.Location);
        Assert.Null(report.Difference);
        Assert.Equal((commands, core.Hashes[commands - 1]), (report.LastSequence, report.Hash));
        Assert.Equal(commands, report.CommandsReplayed);
    }

    /// <summary>Changes a record in the middle of the table.</summary>
    /// <returns>Its number.</returns>
    private long Change(Action<byte[]> change)
    {
        const long record = 4;
        string where = $"WHERE persistence_id = 'engine-main' AND sequence_number = {record}";
        using var connection = (SqliteConnection)Database.Connect();
        using SqliteCommand select = connection.CreateCommand();
        select.CommandText = $"SELECT message FROM journal {where}";
        byte[] bytes = (byte[])select.ExecuteScalar()!;
        change(bytes);
        using SqliteCommand update = connection.CreateCommand();
        update.CommandText = $"UPDATE journal SET message = $bytes {where}";
        update.Parameters.AddWithValue("$bytes", bytes);
        Assert.Equal(1, update.ExecuteNonQuery());
        return record;
    }
}
