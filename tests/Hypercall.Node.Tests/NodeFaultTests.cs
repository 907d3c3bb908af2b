using Hypercall.Engine.Numerics;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Node.Tests.Support;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Tests;

public sealed class NodeFaultTests
{
    private readonly CommandFlow _flow = new(seed: 2);
    private readonly InMemoryJournal _rows = new("main");
    private readonly InMemorySnapshotStore _snapshots = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failed_write_leaves_its_commands_unknown_the_queued_not_executed_and_stops(bool stored)
    {
        var journal = new FaultyJournal(_rows);
        EngineNode node = await NodeRun.StartReady(new NodeStorage(journal, _snapshots), Unsealed());
        await NodeRun.Feed(node, _flow, 0, 5);
        using var writing = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        void Fail(long number)
        {
            writing.Set();
            goOn.Wait();
            throw new JournalIoException("memory", "no space left");
        }

        if (stored)
            journal.AfterWrite = Fail;
        else
            journal.BeforeWrite = Fail;
        var answers = new AnswerRecorder();
        node.Submit(NodeRun.Submission(_flow, 5), answers);
        writing.Wait();
        node.Submit(NodeRun.Submission(_flow, 6), answers);
        await WaitUntilQueued(node, 2);
        goOn.Set();
        NodeStop stop = await node.Stopped;
        await node.Closed;

        Assert.Equal(SubmissionStatus.OutcomeUnknown, answers[5].Status);
        Assert.Equal(SubmissionStatus.NotExecuted, answers[6].Status);
        Assert.Equal(StopReason.WriteFailed, stop.Notice.Reason);
        Assert.IsType<JournalIoException>(stop.Exception);
        await using EngineNode next = await NodeRun.StartReady(new NodeStorage(_rows, _snapshots));
        Assert.Equal(stored ? 6 : 5, await next.QueryAsync(engine => engine.Sequence));
    }

    [Fact]
    public async Task A_write_that_hangs_is_given_up_and_keeps_the_storage_until_it_ends()
    {
        var journal = new FaultyJournal(_rows);
        var clock = new ManualNodeClock();
        EngineNode node = await NodeRun.StartReady(
            new NodeStorage(journal, _snapshots), NodeRun.Options() with { Clock = clock });
        using var writing = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        journal.BeforeWrite = _ =>
        {
            writing.Set();
            goOn.Wait();
        };
        var answers = new AnswerRecorder();
        node.Submit(NodeRun.Submission(_flow, 0), answers);
        writing.Wait();

        clock.Advance(15_000);
        NodeStop stop = await node.Stopped;
        await node.DisposeAsync();

        Assert.Equal(StopReason.WriteTimeout, stop.Notice.Reason);
        Assert.Equal(SubmissionStatus.OutcomeUnknown, answers[0].Status);
        Assert.False(journal.Closed.Task.IsCompleted);
        goOn.Set();
        await node.Closed;
        Assert.True(journal.Closed.Task.IsCompleted);
    }

    [Fact]
    public async Task An_owner_whose_place_was_taken_stops_at_its_next_write()
    {
        EngineNode old = await NodeRun.StartReady(new NodeStorage(_rows, _snapshots), Unsealed());
        await NodeRun.Feed(old, _flow, 0, 5);
        await using EngineNode heir = await NodeRun.StartReady(new NodeStorage(_rows, new InMemorySnapshotStore()));
        var answers = new AnswerRecorder();

        old.Submit(NodeRun.Submission(_flow, 5), answers);
        NodeStop stop = await old.Stopped;

        Assert.Equal(StopReason.Fenced, stop.Notice.Reason);
        Assert.Equal(SubmissionStatus.OutcomeUnknown, answers[5].Status);
        Assert.Equal(5, await heir.QueryAsync(engine => engine.Sequence));
    }

    [Fact]
    public async Task An_idle_owner_whose_place_was_taken_notices_within_a_second()
    {
        var clock = new ManualNodeClock();
        EngineNode old = await NodeRun.StartReady(
            new NodeStorage(_rows, _snapshots), NodeRun.Options() with { Clock = clock });
        await using EngineNode heir = await NodeRun.StartReady(new NodeStorage(_rows, new InMemorySnapshotStore()));
        Assert.Equal(2, heir.Health.Epoch);

        clock.Advance(1_000);
        NodeStop stop = await old.Stopped;

        Assert.Equal(StopReason.Fenced, stop.Notice.Reason);
    }

    [Fact]
    public async Task A_skip_record_makes_the_command_a_rejected_one_on_recovery()
    {
        var journal = new FaultyJournal(_rows);
        EngineNode node = await NodeRun.StartReady(new NodeStorage(journal, _snapshots), Unsealed());
        await NodeRun.Feed(node, _flow, 0, 6);
        journal.BeforeWrite = _ => throw new JournalIoException("memory", "crash before the seal");
        await node.StopAsync();
        _rows.AddSkip(new SkipRecord("main", 6, "test"));

        await using EngineNode next = await NodeRun.StartReady(new NodeStorage(_rows, _snapshots));

        Assert.Equal(1, next.Recovery!.CommandsSkipped);
        Assert.Equal(6, await next.QueryAsync(engine => engine.Sequence));
    }

    [Fact]
    public async Task A_skip_of_a_command_that_is_not_there_keeps_the_node_down()
    {
        await using (EngineNode node = await NodeRun.StartReady(new NodeStorage(_rows, _snapshots)))
            await NodeRun.Feed(node, _flow, 0, 6);
        _rows.AddSkip(new SkipRecord("main", 7, "test"));

        EngineNode next = EngineNode.Start(new NodeStorage(_rows, _snapshots), NodeRun.Options());
        var stopped = await Assert.ThrowsAsync<NodeStoppedException>(() => next.Ready);

        Assert.Equal(StopReason.RecoveryRefused, stopped.Stop.Notice.Reason);
        Assert.Contains("7", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_snapshot_is_reported_and_the_one_before_it_used()
    {
        NodeOptions options = NodeRun.Options(o => o with { SnapshotEvery = 20, SnapshotMinIntervalMs = 0 });
        Hash256 hash;
        await using (EngineNode node = await NodeRun.StartReady(new NodeStorage(_rows, _snapshots), options))
        {
            for (int from = 0; from < 200; from += 40)
                await NodeRun.Feed(node, _flow, from, from + 40);
            hash = await node.QueryAsync(engine => engine.Hash);
        }

        IReadOnlyList<long> numbers = _snapshots.ReadNumbers();
        Assert.Equal(ISnapshotStore.Kept, numbers.Count);
        for (int damaged = 0; damaged < numbers.Count; damaged++)
        {
            _snapshots.Load(numbers[damaged])[^1] ^= 1;
            var warnings = new List<string>();
            var copy = new InMemorySnapshotStore();
            foreach (long number in numbers)
                copy.Save(number, _snapshots.Load(number));
            InMemoryJournal rows = Copy();
            await using EngineNode node = await NodeRun.StartReady(
                new NodeStorage(rows, copy), NodeRun.Options() with { OnWarning = warnings.Add });
            Assert.Equal(hash, await node.QueryAsync(engine => engine.Hash));
            Assert.Equal(damaged + 1, warnings.Count);
            Assert.Equal(damaged + 1, node.Recovery!.SnapshotsRefused);
            Assert.Equal(damaged + 1 == numbers.Count, node.Recovery.SnapshotSequence == 0);
            Assert.Equal(warnings, node.Health.Warnings);
        }
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_saved_is_counted_and_the_node_goes_on()
    {
        var warnings = new List<string>();
        NodeOptions options = NodeRun.Options(o => o with { SnapshotEvery = 20, SnapshotMinIntervalMs = 0 });
        EngineNode node = await NodeRun.StartReady(
            new NodeStorage(_rows, new FullSnapshotStore()), options with { OnWarning = warnings.Add });

        await NodeRun.Feed(node, _flow, 0, 100);
        NodeStop stop = await node.StopAsync();

        Assert.True(stop.Graceful);
        Assert.True(node.Statistics.SnapshotsFailed >= 1);
        Assert.Contains("no space left", warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_lost_its_tail_behind_a_snapshot_is_refused()
    {
        await using (EngineNode node = await NodeRun.StartReady(new NodeStorage(_rows, _snapshots)))
            await NodeRun.Feed(node, _flow, 0, 100);
        long last = _rows.ReadLast()!.Value.Number - 3;
        InMemoryJournal shorter = Copy(last);

        EngineNode next = EngineNode.Start(new NodeStorage(shorter, _snapshots), NodeRun.Options());
        var stopped = await Assert.ThrowsAsync<NodeStoppedException>(() => next.Ready);

        Assert.Equal(StopReason.RecoveryRefused, stopped.Stop.Notice.Reason);
        Assert.Equal(last, shorter.ReadLast()!.Value.Number);
    }

    /// <summary>No seals between commands, so that a test knows which record a write is.</summary>
    private static NodeOptions Unsealed() =>
        NodeRun.Options(o => o with { SealIdleMs = 1_000_000, SealIntervalMs = 1_000_000 });

    private InMemoryJournal Copy(long? lastRecord = null)
    {
        var copy = new InMemoryJournal("main");
        using IJournalCursor cursor = _rows.Read(1);
        while (cursor.MoveNext() && cursor.Current.Number <= (lastRecord ?? long.MaxValue))
            copy.Write(cursor.Current.Number, cursor.Current.Bytes.Span);
        return copy;
    }

    /// <summary>A read at once goes through the engine's thread, behind what was submitted before it.</summary>
    private static async Task WaitUntilQueued(EngineNode node, int depth)
    {
        await node.QueryNowAsync(engine => engine.Sequence);
        await node.QueryNowAsync(engine => engine.Sequence);
        Assert.Equal(depth, node.Statistics.QueueDepth);
    }

    private sealed class FullSnapshotStore : ISnapshotStore
    {
        public string Location => "full";

        public IReadOnlyList<long> ReadNumbers() => [];

        public byte[] Load(long recordNumber) => throw new InvalidOperationException("nothing is stored");

        public void Save(long recordNumber, ReadOnlySpan<byte> snapshot) =>
            throw new JournalIoException(Location, "no space left");

        public void Dispose()
        {
        }
    }
}
