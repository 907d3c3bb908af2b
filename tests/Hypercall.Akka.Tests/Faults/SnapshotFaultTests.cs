using Akka.Actor;
using Akka.TestKit;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>Snapshots that fail to be saved, loaded or checked: recovery ends at the same state without them.</summary>
public sealed class SnapshotFaultTests() : FaultTestKit(
    """
    hypercall.engine.snapshot-every = 100
    hypercall.engine.snapshot-min-interval = 0s
    """)
{
    private const int Commands = 600;

    [Fact]
    public void The_last_three_snapshots_are_kept_and_the_journal_whole()
    {
        Run();

        Assert.Equal(3, Store.Snapshots(EngineId).Count);
        Assert.Equal(Enumerable.Range(1, (int)LastRecord).Select(number => (long)number), Store.Records(EngineId).Keys);
        AssertRecovers(Store.Snapshots(EngineId).Keys.Last(), warnings: 0);
    }

    [Fact]
    public void The_last_three_are_kept_over_restarts()
    {
        const int few = 20;
        for (int start = 0; start < 6; start++)
        {
            IActorRef partition = StartReady();
            Feed(partition, start * few, (start + 1) * few);
            Drain(partition);
        }

        long newest = Store.Snapshots(EngineId).Keys.Last();
        StartReady();

        AwaitAssert(() => Assert.Equal(3, Store.Snapshots(EngineId).Count), Patience);
        Assert.Equal(newest, Store.Snapshots(EngineId).Keys.Last());
    }

    [Fact]
    public void One_that_is_taken_again_and_again_takes_no_others_place()
    {
        Run();
        long[] before = [.. Store.Snapshots(EngineId).Keys];
        IActorRef partition = StartReady();
        TestProbe answers = CreateTestProbe();
        long taken = 0;

        for (int token = 1; token <= 4; token++)
        {
            partition.Tell(new TakeSnapshot(Partition, token), answers);
            taken = answers.ExpectMsg<SnapshotTaken>(Patience).RecordNumber;
        }

        AwaitAssert(
            () => Assert.Equal([before[1], before[2], taken], Store.Snapshots(EngineId).Keys), Patience);
    }

    [Fact]
    public void Where_the_beginning_is_archived_a_store_that_fails_for_a_moment_is_waited_for()
    {
        Run();
        Archive();
        int failures = 0;
        Store.BeforeSnapshotLoad = () => Interlocked.Increment(ref failures) <= 5
            ? throw new IOException("cannot be read")
            : Task.CompletedTask;

        IActorRef partition = StartReady();

        PartitionHealth health = Health(partition);
        Assert.Equal(StopReason.JournalUnreadable, health.Stop!.Reason);
        Assert.Contains("cannot be read", Assert.Single(health.Warnings), StringComparison.Ordinal);
        Assert.Equal(new CoreRun(Flow, Commands).Hashes[^1], State(partition).Hash);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_newest_sound_snapshot_is_taken_and_each_bad_one_reported(int damaged)
    {
        Run();
        long[] numbers = [.. Store.Snapshots(EngineId).Keys.Reverse()];
        foreach (long number in numbers.Take(damaged))
            Store.ChangeSnapshot(EngineId, number, row => row.Flip(row.Bytes.Length / 2));

        PartitionHealth health = AssertRecovers(damaged < 3 ? numbers[damaged] : 0, warnings: damaged);

        Assert.All(
            health.Warnings.Select((warning, index) => (warning, numbers[index])),
            pair => Assert.Contains($"record {pair.Item2}:", pair.warning));
    }

    [Fact]
    public void A_snapshot_under_the_number_of_another_record_is_refused()
    {
        Run();
        long newest = Store.Snapshots(EngineId).Keys.Last();
        StoredRow row = Store.Snapshots(EngineId)[newest];
        Store.ChangeSnapshot(EngineId, newest, _ => null);
        Store.PutSnapshot(EngineId, newest - 1, row);

        PartitionHealth health = AssertRecovers(OlderThan(newest - 1), warnings: 1);

        Assert.Contains($"it says it is of record {newest}", health.Warnings[0]);
    }

    [Fact]
    public void A_snapshot_of_a_foreign_type_is_refused()
    {
        Run();
        long newest = Store.Snapshots(EngineId).Keys.Last();
        Store.ChangeSnapshot(EngineId, newest, row => row with { Manifest = "rec.v1" });

        PartitionHealth health = AssertRecovers(OlderThan(newest), warnings: 1);

        Assert.Contains(nameof(PersistedRecord), health.Warnings[0]);
    }

    [Fact]
    public void A_snapshot_of_an_unknown_manifest_costs_a_full_replay()
    {
        Run();
        Store.ChangeSnapshot(EngineId, Store.Snapshots(EngineId).Keys.Last(), row => row with { Manifest = "snp.v9" });

        Assert.Contains("snp.v9", AssertRecovers(0, warnings: 1).Warnings[0]);
    }

    [Fact]
    public void A_load_that_fails_costs_a_full_replay()
    {
        Run();
        Store.BeforeSnapshotLoad = () => throw new IOException("cannot be read");

        Assert.Contains("cannot be read", AssertRecovers(0, warnings: 1).Warnings[0]);
    }

    [Fact]
    public void What_is_saved_after_a_load_that_failed_is_where_the_next_restart_begins()
    {
        Run();
        Store.BeforeSnapshotLoad = () => throw new IOException("cannot be read");
        IActorRef partition = StartReady();
        Store.BeforeSnapshotLoad = () => Task.CompletedTask;
        long before = Store.Snapshots(EngineId).Keys.Last();
        Feed(partition, Commands, Commands + 100);
        AwaitAssert(() => Assert.True(Store.Snapshots(EngineId).Keys.Last() > before));
        long readFrom = long.MaxValue;
        Store.BeforeRead = from => Task.FromResult(readFrom = Math.Min(readFrom, from));

        FailOneWrite(partition);

        Assert.True(readFrom > before, $"record {readFrom} was read, the snapshots before the load are up to {before}");
        StateSummary state = State(partition);
        Assert.Equal(new CoreRun(Flow, Commands + 100).Hashes[^1], state.Hash);
    }

    [Fact]
    public void A_failed_save_is_counted_and_the_next_boundary_tried()
    {
        int failed = 0;
        Store.BeforeSnapshotSave = number => Interlocked.Increment(ref failed) <= 2
            ? throw new IOException("no space left")
            : Task.CompletedTask;

        IActorRef partition = StartReady();
        Feed(partition, 0, Commands);
        PartitionHealth health = AwaitHealth(partition, h => h.Warnings.Count == 2);
        AwaitAssert(() => Assert.NotEmpty(Store.Snapshots(EngineId)));
        Drain(partition);

        Assert.All(health.Warnings, warning => Assert.EndsWith("was not saved: no space left", warning));
        AssertRecovers(Store.Snapshots(EngineId).Keys.Last(), warnings: 0);
    }

    [Fact]
    public void An_operator_is_told_of_a_save_that_takes_too_long_and_the_next_one_is_not_kept_waiting()
    {
        var saving = new TaskCompletionSource();
        Store.BeforeSnapshotSave = _ => saving.Task;
        IActorRef partition = StartReady(Settings with
        {
            Sequencer = Settings.Sequencer with { SnapshotTimeoutMs = 200 },
        });
        Feed(partition, 0, 1);
        TestProbe answers = CreateTestProbe();

        partition.Tell(new TakeSnapshot(Partition, 1), answers);
        Assert.Equal(
            new SnapshotTaken(1, 0, "it was not taken: it took longer than 200 ms"),
            answers.ExpectMsg<SnapshotTaken>(Patience));

        Store.BeforeSnapshotSave = _ => Task.CompletedTask;
        partition.Tell(new TakeSnapshot(Partition, 2), answers);
        Assert.Null(answers.ExpectMsg<SnapshotTaken>(Patience).Error);
        saving.SetResult();
    }

    /// <summary>The engine stops, and its supervisor starts the next one.</summary>
    private void FailOneWrite(IActorRef partition)
    {
        long epoch = Health(partition).Epoch;
        Store.BeforeWrite = _ =>
        {
            Store.BeforeWrite = _ => Task.CompletedTask;
            throw new IOException("no space left");
        };
        Submit(partition, Commands + 100, CreateTestProbe());
        AwaitHealth(partition, health => health.State == PartitionState.Ready && health.Epoch > epoch);
    }

    private long OlderThan(long number) => Store.Snapshots(EngineId).Keys.Last(other => other < number);

    /// <summary>Takes the records away that stand before the oldest snapshot's.</summary>
    private void Archive()
    {
        long first = Store.Snapshots(EngineId).Keys.First();
        foreach (long number in Store.Records(EngineId).Keys.Where(number => number < first))
            ChangeRecord(number, _ => null);
    }

    /// <summary>A journal with several snapshots, its engine drained.</summary>
    private void Run()
    {
        IActorRef partition = StartReady();
        for (int from = 0; from < Commands; from += 100)
        {
            Feed(partition, from, from + 100);
            AwaitAssert(() => Assert.True(Store.Snapshots(EngineId).Count >= Math.Min(3, from / 100)));
        }

        Drain(partition);
    }

    /// <summary>The next owner stands where the core does; it read the journal from behind a snapshot.</summary>
    /// <param name="snapshot">The snapshot's number, 0 for none.</param>
    /// <param name="warnings">Warnings it has.</param>
    private PartitionHealth AssertRecovers(long snapshot, int warnings)
    {
        long readFrom = LastRecord + 1;
        Store.BeforeRead = from => Task.FromResult(readFrom = Math.Min(readFrom, from));
        IActorRef partition = StartReady();

        PartitionHealth health = Health(partition);
        StateSummary state = State(partition);

        var core = new CoreRun(Flow, Commands);
        Assert.Equal((Commands, core.Hashes[^1]), (state.Sequence, state.Hash));
        Assert.Equal(warnings, health.Warnings.Count);
        // Where nothing follows the snapshot its own record is looked at.
        Assert.InRange(readFrom, snapshot, snapshot + 1);
        return health;
    }
}
