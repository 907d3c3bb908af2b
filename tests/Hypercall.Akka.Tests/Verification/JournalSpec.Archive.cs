using Akka.Actor;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Cli;
using Hypercall.Cli.Output;
using Hypercall.Cli.Verbs;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.History;
using Hypercall.History.Storage;
using Hypercall.Sequencer.Live;
using Hypercall.Verification;
using Hypercall.Verification.Storage;
using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Tests.Verification;

/// <summary>Journals whose first records are moved into files, whole or broken off, and what is restored elsewhere.</summary>
public abstract partial class JournalSpec
{
    private const int CommandsMore = 200;

    /// <summary>Copies the database while its owner writes, and restores it elsewhere.</summary>
    /// <returns>Where the readers find the copy.</returns>
    private protected abstract string BackUpAndRestore();

    private PartitionSettings OftenSnapshotted => Settings with
    {
        Sequencer = Settings.Sequencer with { SnapshotEvery = 60, SnapshotMinIntervalMs = 0 },
    };

    /// <param name="archivers">Where who archives finds the journal; null: where everybody does.</param>
    private protected void CheckArchive(string? archivers = null)
    {
        CoreRun core = Fill();
        using var archives = new TemporaryDirectory();

        ArchiveReport moved = JournalArchiver.Archive(archivers ?? Location, archives.Path);

        Assert.Equal(moved.FirstRecord - 1, moved.RecordsMoved);
        Assert.Equal(VenueJournal.Open(Location).ReadSnapshotNumbers()[^1], moved.FirstRecord);
        AssertSound(JournalVerifier.Verify(moved.File!), core.Hashes[(int)moved.Sequence - 1], moved.Sequence, first: 1);
        AssertSound(Verify(), core.Hashes[^1], Commands, moved.Sequence + 1);
        AssertSound(VerifyWith(archives.Path), core.Hashes[^1], Commands, first: 1);
        Assert.Equal(core.Hashes[^1], JournalState.At(Location).Hash);
        BisectReport bisect = Bisect(Location);
        Assert.Equal((null, Commands - moved.Sequence, moved.Sequence),
            (bisect.Sequence, bisect.CommandsCompared, bisect.ComparedAfter));
        bisect = Bisect(moved.File!);
        Assert.Equal((null, 0, moved.Sequence), (bisect.Sequence, bisect.CommandsCompared, bisect.ComparedAfter));
        Assert.Contains(
            Path.GetFileName(moved.File!),
            Assert.Throws<JournalIncompatibleException>(() => JournalState.At(Location, 1)).Message);
        Assert.Null(JournalArchiver.Archive(Location, archives.Path).File);

        CheckNextArchive(archives.Path, moved);
    }

    /// <summary>The owner goes on from the snapshot, and deletes it for newer ones.</summary>
    private void CheckNextArchive(string archives, ArchiveReport first)
    {
        var core = new CoreRun(Flow, Commands + CommandsMore);
        IActorRef partition = StartReady(OftenSnapshotted);
        // One more than are kept, by request: how many the owner saves by itself depends on how much a record holds.
        int part = CommandsMore / (OftenSnapshotted.SnapshotsKept + 1);
        for (int from = Commands; from < Commands + CommandsMore; from += part)
        {
            Feed(partition, from, from + part);
            Snapshot(partition);
        }

        Drain(partition);
        AwaitAssert(
            () => Assert.DoesNotContain(first.FirstRecord, VenueJournal.Open(Location).ReadSnapshotNumbers()), Patience);
        AssertSound(VerifyWith(archives), core.Hashes[^1], Commands + CommandsMore, first: 1);

        ArchiveReport second = JournalArchiver.Archive(Location, archives);

        Assert.Equal(second.FirstRecord - first.FirstRecord, second.RecordsMoved);
        Assert.Equal(2, Directory.GetFiles(archives).Length);
        AssertSound(
            JournalVerifier.Verify(second.File!),
            core.Hashes[(int)second.Sequence - 1],
            second.Sequence,
            first.Sequence + 1);
        AssertSound(VerifyWith(archives), core.Hashes[^1], Commands + CommandsMore, first: 1);
        AssertFollowed(core.Hashes[^1]);
        AssertKept(core.Hashes[^1]);
        CheckHistory(archives, core.Hashes[^1]);
        Assert.Contains(
            "nothing to compare", Assert.Throws<JournalIncompatibleException>(() => Bisect(first.File!)).Message);
        File.Delete(first.File!);
        Assert.Contains(
            "not with record 1", Assert.Throws<JournalIncompatibleException>(() => VerifyWith(archives)).Message);
    }

    private protected void CheckArchiveWithoutTable()
    {
        Fill();
        using var archives = new TemporaryDirectory();
        Scalar("journal", "DROP TABLE archived");

        Assert.Contains("hypercall journal init", Refusal(archives.Path));

        Assert.Empty(Directory.GetFiles(archives.Path));
    }

    /// <summary>
    /// The journal's beginning is archived and its end is lost, which a snapshot alone shows: the older ones are what
    /// every start after that begins with.
    /// </summary>
    private protected void CheckLossBehindArchive()
    {
        Fill();
        using var archives = new TemporaryDirectory();
        long first = JournalArchiver.Archive(Location, archives.Path).FirstRecord;
        IReadOnlyList<long> snapshots = VenueJournal.Open(Location).ReadSnapshotNumbers();
        Assert.True(snapshots.Count > 1);
        Execute("journal", $"DELETE FROM journal WHERE {Rows} >= {snapshots[0]}");
        IActorRef refused = StartPartition();
        Assert.Equal(StopReason.JournalRewritten, AwaitState(refused, PartitionState.Down).Stop!.Reason);
        End(refused);

        IActorRef accepting = StartReady(Settings with { AcceptsLoss = true });
        StateSummary accepted = State(accepting);
        Assert.Contains(Health(accepting).Warnings, warning => warning.Contains("a loss was accepted"));
        End(accepting);

        Assert.Equal(snapshots.Skip(1), VenueJournal.Open(Location).ReadSnapshotNumbers());
        Assert.Equal(first, snapshots[^1]);
        IActorRef next = StartReady();
        StateSummary state = State(next);
        Assert.Equal((accepted.Sequence, accepted.Hash), (state.Sequence, state.Hash));
        Drain(next);
        Assert.Null(VerifyWith(archives.Path).Difference);
    }

    private protected void CheckArchiveRefused()
    {
        CoreRun core = Fill();
        using var archives = new TemporaryDirectory();
        byte[] record = Bytes("journal", "message", 3);
        long snapshot = VenueJournal.Open(Location).ReadSnapshotNumbers()[^1];
        byte[] state = Bytes("snapshot", "snapshot", snapshot);
        var random = new Random(Seed);

        Write("journal", "message", 3, Flip(record, random, out _));
        Assert.Contains("record 3", Refusal(archives.Path));
        Write("journal", "message", 3, record);
        Write("snapshot", "snapshot", snapshot, Flip(state, random, out _));
        Assert.Contains($"snapshot of record {snapshot}", Refusal(archives.Path));
        Execute("snapshot", "DELETE FROM snapshot");
        Assert.Contains("there is no snapshot", Refusal(archives.Path));

        Assert.Empty(Directory.GetFiles(archives.Path));
        AssertSound(Verify(), core.Hashes[^1], Commands, first: 1);
        Assert.Null(VenueJournal.Open(Location).Mark);
    }

    /// <summary>Before each of its steps; the last one has deleted, but not committed.</summary>
    private protected void CheckArchiveBrokenOff()
    {
        CoreRun core = Fill();
        using var archives = new TemporaryDirectory();
        foreach (string step in new[] { "commit", "name", "delete" })
        {
            Assert.Throws<OperationCanceledException>(() => JournalArchiver.Archive(
                Location,
                archives.Path,
                reached =>
                {
                    if (reached == step)
                        throw new OperationCanceledException(step);
                }));
            AssertSound(Verify(), core.Hashes[^1], Commands, first: 1);
            Assert.Equal(step == "delete" ? 1 : 0, Directory.GetFiles(archives.Path).Length);
        }

        AssertSound(VerifyWith(archives.Path), core.Hashes[^1], Commands, first: 1);
        string file = Assert.Single(Directory.GetFiles(archives.Path));
        byte[] whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, whole[..(whole.Length / 2)]);
        Assert.ThrowsAny<Exception>(() => JournalArchiver.Archive(Location, archives.Path));
        AssertSound(Verify(), core.Hashes[^1], Commands, first: 1);
        File.Delete(file);
        File.WriteAllText(file + ".unfinished", "left by one that was killed");

        Assert.NotNull(JournalArchiver.Archive(Location, archives.Path).File);

        Assert.Single(Directory.GetFiles(archives.Path));
        AssertSound(VerifyWith(archives.Path), core.Hashes[^1], Commands, first: 1);
    }

    private protected void CheckBackUp()
    {
        const int before = 100;
        IActorRef partition = StartReady(OftenSnapshotted);
        Feed(partition, 0, before);
        Task<SubmitAnswer[]> writing = Task.Run(() => Feed(partition, before, Commands));

        string restored = BackUpAndRestore();

        writing.GetAwaiter().GetResult();
        Drain(partition);
        VerificationReport report = JournalVerifier.Verify(restored);
        BisectReport bisect = Bisect(restored);
        Assert.InRange(report.LastSequence, before, Commands);
        AssertSound(
            report, new CoreRun(Flow, (int)report.LastSequence).Hashes[^1], report.LastSequence, first: 1);
        Assert.Equal(
            (null, report.LastSequence, 0), (bisect.Sequence, bisect.CommandsCompared, bisect.ComparedAfter));
    }

    /// <summary>With commands in flight, and again at rest.</summary>
    private protected void CheckSnapshotOnRequest()
    {
        IActorRef partition = StartReady();
        for (int index = 0; index < Commands; index++)
            Submit(partition, index, ActorRefs.Nobody);

        long busy = Snapshot(partition);
        Assert.Equal(Commands, State(partition).Sequence);
        long idle = Snapshot(partition);

        Assert.InRange(busy, 1, idle);
        Assert.Equal([idle, busy], VenueJournal.Open(Location).ReadSnapshotNumbers());
        Drain(partition);
        AssertSound(Verify(), new CoreRun(Flow, Commands).Hashes[^1], Commands, first: 1);
    }

    /// <summary>An owner that goes on may save a snapshot while somebody verifies its journal.</summary>
    private protected void CheckSnapshotMeanwhile()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, Commands / 2);

        var options = new VerifyOptions
        {
            SnapshotsLoaded = () =>
            {
                Feed(partition, Commands / 2, Commands);
                Snapshot(partition);
            },
        };
        VerificationReport report = JournalVerifier.Verify(Location, options);

        AssertSound(report, new CoreRun(Flow, Commands).Hashes[^1], Commands, first: 1);
    }

    private long Snapshot(IActorRef partition)
    {
        partition.Tell(new TakeSnapshot(Partition, 7), TestActor);
        SnapshotTaken taken = ExpectMsg<SnapshotTaken>(Patience);
        Assert.Equal((7L, null), (taken.Token, taken.Error));
        return taken.RecordNumber;
    }

    /// <summary>
    /// A history begins at the newest snapshot that it has got to; one that has got to none at the oldest, as it may hold
    /// everything from there on.
    /// </summary>
    private void AssertKept(Hash256 hash)
    {
        int snapshots = VenueJournal.Open(Location).ReadSnapshotNumbers().Count;
        var begins = new List<long> { BeginOf(Commands + CommandsMore, hash) };
        while (begins.Count < snapshots)
            begins.Add(BeginOf(begins[^1] - 1, hash));

        Assert.InRange(snapshots, OftenSnapshotted.SnapshotsKept, int.MaxValue);
        Assert.Equal(begins.Distinct().OrderDescending(), begins);
        Assert.Equal(begins[1], BeginOf(begins[1], hash));
        Assert.Equal(begins[^1], BeginOf(begins[^1] - 1, hash));
        Assert.Equal(begins[^1], BeginOf(0, hash));
    }

    /// <summary>
    /// What no gateway could make behind the archives, the archives make: all from command 1 on. A history of more than
    /// they hold is another journal's: it is told, and made anew by the next run.
    /// </summary>
    private void CheckHistory(string archives, Hash256 hash)
    {
        using var folder = new TemporaryDirectory();
        string file = folder.File("history.db");
        int RunTo(string to, params string[] more) => CommandLine.RunAsync(
            ["history", Location, "--to", to, .. more], new Terminal()).GetAwaiter().GetResult();
        int Run(params string[] more) => RunTo(file, more);

        Assert.Equal(ExitCode.BadInput, RunTo(Directory.GetFiles(archives)[0], "--archive", archives));
        Assert.Equal(ExitCode.JournalUnusable, Run());
        Assert.Empty(Directory.GetFiles(folder.Path));
        for (int time = 0; time < 3; time++)
        {
            Assert.Equal(ExitCode.Done, Run("--archive", archives));
            HistoryMark mark = new HistoryReader(HistoryDatabase.Sqlite(file)).Mark();
            Assert.Equal((0L, Commands + CommandsMore, hash), (mark.Since, mark.Sequence, mark.Hash));
            if (time == 0)
                continue;
            SqliteTool.Execute(file, "UPDATE mark SET sequence = sequence + 1");
            Assert.Equal(ExitCode.CheckFailed, Run("--archive", archives));
        }

        SqliteConnection.ClearAllPools();
    }

    private long BeginOf(long stored, Hash256 hash)
    {
        var sink = new StoredSink(stored);
        AssertFollowed(hash, sink);
        Assert.Equal(Commands + CommandsMore - sink.Begun, sink.Count);
        return sink.Begun;
    }

    private void AssertFollowed(Hash256 hash, IFollowerSink? sink = null)
    {
        IActorRef follower = Sys.ActorOf(
            PartitionFollower.Props(new FollowerSettings { Partition = Settings, Sink = sink }));
        AwaitAssert(
            () =>
            {
                follower.Tell(new QueryFollower(), TestActor);
                FollowerStatus status = ExpectMsg<FollowerStatus>(Patience);
                Assert.Equal((FollowerState.Following, hash), (status.State, status.Hash));
            },
            Patience,
            TimeSpan.FromMilliseconds(50));
    }

    /// <summary>Says that it has got so far, and counts what follows where it begins.</summary>
    private sealed class StoredSink(long stored) : IFollowerSink
    {
        public long Stored => stored;

        public long Begun { get; private set; }

        public long Count { get; private set; }

        public void Begin(ExchangeEngine engine) => (Begun, Count) = (engine.Sequence, 0);

        public void Applied(in CommandEnvelope envelope, ApplyOutput outcome, ExchangeEngine engine) => Count++;

        public Task SaveAsync(bool isEnd) => Task.CompletedTask;
    }

    private string Refusal(string archives) =>
        Assert.Throws<ArchiveRefusedException>(() => JournalArchiver.Archive(Location, archives)).Message;

    private VerificationReport VerifyWith(string archives) =>
        JournalVerifier.Verify(VenueJournal.Open(Location, archives: archives));

    private static void AssertSound(VerificationReport report, Hash256 hash, long last, long first)
    {
        Assert.Null(report.Difference);
        Assert.Equal((hash, last, first), (report.Hash, report.LastSequence, report.FirstSequence));
        Assert.Equal(last - first + 1, report.CommandsReplayed);
    }
}
