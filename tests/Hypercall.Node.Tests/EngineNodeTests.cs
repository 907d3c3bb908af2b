using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Node.Tests.Support;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Tests;

public sealed class EngineNodeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CommandFlow _flow = new(seed: 1);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Commands_are_answered_in_order_with_dense_sequences_and_seen_by_reads()
    {
        await using EngineNode node = await NodeRun.StartReady(_directory.Path);

        AnswerRecorder answers = await NodeRun.Feed(node, _flow, 0, 300);

        for (int index = 0; index < 300; index++)
        {
            Assert.Equal(SubmissionStatus.Executed, answers[index].Status);
            Assert.Equal(index + 1, answers[index].Outcome!.Sequence);
        }

        Assert.Equal(300, await node.QueryAsync(engine => engine.Sequence));
        Assert.Equal(answers[299].Outcome!.Hash, await node.QueryNowAsync(engine => engine.Hash));
        Assert.Equal(NodeState.Ready, node.Health.State);
        Assert.Equal(1, node.Health.Epoch);
    }

    [Fact]
    public async Task A_graceful_stop_answers_everything_seals_and_leaves_a_snapshot()
    {
        EngineNode node = await NodeRun.StartReady(_directory.Path);
        var answers = new AnswerRecorder();
        for (int index = 0; index < 200; index++)
            node.Submit(NodeRun.Submission(_flow, index), answers);

        NodeStop stop = await node.StopAsync();
        await node.Closed;

        Assert.True(stop.Graceful, stop.Notice.Detail);
        Assert.Equal(200, answers.Count);
        Assert.Equal(SubmissionStatus.Executed, answers[199].Status);
        using NodeStorage storage = NodeStorage.OpenReadOnly(_directory.Path);
        Assert.Single(storage.Snapshots.ReadNumbers());
        Assert.Equal(RecordStatus.Sound, JournalRecordCodec.TryDecode(
            storage.Journal.ReadLast()!.Value.Bytes, out JournalRecord? last, out _));
        Assert.Equal(JournalRecordKind.Seal, last!.Kind);
        Assert.Equal(200, last.AppliedSequence);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restart_goes_on_with_the_same_state_in_the_next_epoch(bool withSnapshot)
    {
        Hash256 hash = await NodeRun.Fill(_directory.Path, 200);
        if (!withSnapshot)
            File.Delete(_directory.File(SqliteSnapshotStore.FileName));

        await using EngineNode node = await NodeRun.StartReady(_directory.Path);

        Assert.Equal(hash, await node.QueryAsync(engine => engine.Hash));
        Assert.Equal(2, node.Health.Epoch);
        Assert.Equal(withSnapshot ? 200 : 0, node.Recovery!.SnapshotSequence);
        Assert.Equal(withSnapshot ? 0 : 200, node.Recovery.CommandsReplayed);
        AnswerRecorder answers = await NodeRun.Feed(node, _flow, 200, 210);
        Assert.Equal(201, answers[200].Outcome!.Sequence);
    }

    [Fact]
    public async Task A_restarted_node_and_one_that_never_stopped_have_equal_hashes()
    {
        using var other = new TemporaryDirectory();
        await NodeRun.Fill(_directory.Path, 100);
        await NodeRun.Fill(_directory.Path, 250, from: 100);
        Hash256 restarted = await NodeRun.Fill(_directory.Path, 300, from: 250);

        Assert.Equal(await NodeRun.Fill(other.Path, 300), restarted);
    }

    [Fact]
    public async Task A_second_node_on_the_directory_is_refused_while_the_first_lives()
    {
        EngineNode first = await NodeRun.StartReady(_directory.Path);

        var refused = Assert.Throws<JournalOwnedException>(() => EngineNode.Start(_directory.Path, NodeRun.Options()));

        Assert.Equal(Environment.ProcessId, refused.OwnerProcessId);
        await first.DisposeAsync();
        await using EngineNode second = await NodeRun.StartReady(_directory.Path);
        Assert.Equal(2, second.Health.Epoch);
    }

    [Fact]
    public async Task Nothing_is_taken_while_it_recovers_or_after_it_stopped()
    {
        await NodeRun.Fill(_directory.Path, 50);
        File.Delete(_directory.File(SqliteSnapshotStore.FileName));
        using var recovering = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        NodeOptions options = NodeRun.Options() with
        {
            OnRecovery = progress =>
            {
                Assert.Equal(progress.LastRecordNumber, progress.RecordNumber);
                recovering.Set();
                goOn.Wait();
            },
        };
        EngineNode node = EngineNode.Start(_directory.Path, options);
        recovering.Wait();
        var answers = new AnswerRecorder();
        node.Submit(new Submission(1, 0, _flow[60], TimestampMs: 100), answers);
        Task<long> read = node.QueryAsync(engine => engine.Sequence);
        goOn.Set();
        await node.Ready;
        await node.DisposeAsync();
        node.Submit(new Submission(2, 0, _flow[60], TimestampMs: 100), answers);

        Assert.Equal(SubmissionStatus.EngineRecovering, answers[1].Status);
        Assert.Equal(SubmissionStatus.EngineStopped, answers[2].Status);
        Assert.Equal(
            SubmissionStatus.EngineRecovering, (await Assert.ThrowsAsync<ReadRefusedException>(() => read)).Status);
        await Assert.ThrowsAsync<ReadRefusedException>(() => node.QueryAsync(engine => engine.Sequence));
        await Assert.ThrowsAsync<NodeStoppedException>(() => node.SubscribeAsync());
    }

    [Fact]
    public async Task A_stop_breaks_recovery_off()
    {
        await NodeRun.Fill(_directory.Path, 50);
        File.Delete(_directory.File(SqliteSnapshotStore.FileName));
        EngineNode? node = null;
        using var started = new ManualResetEventSlim();
        NodeOptions options = NodeRun.Options() with
        {
            OnRecovery = progress =>
            {
                started.Wait();
                Assert.Equal(progress.LastRecordNumber, progress.RecordNumber);
                Assert.NotNull(node);
                _ = node.StopAsync();
            },
        };
        node = EngineNode.Start(_directory.Path, options);
        started.Set();

        NodeStop stop = await node.Stopped;
        await node.Closed;

        Assert.True(stop.Graceful);
        Assert.Contains("recovery", stop.Notice.Detail, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NodeStoppedException>(() => node.Ready);
    }

    [Fact]
    public async Task With_the_submissions_own_time_one_that_goes_back_is_answered_and_not_journaled()
    {
        await using EngineNode node = await NodeRun.StartReady(_directory.Path);
        await NodeRun.Feed(node, _flow, 0, 10);
        var answers = new AnswerRecorder();

        node.Submit(new Submission(1, 0, _flow[10], TimestampMs: 5), answers);
        node.Submit(new Submission(2, 0, _flow[11], TimestampMs: 11), answers);
        await answers.Until(2);

        Assert.Equal(RejectCode.OutOfOrder, answers[1].Outcome!.Rejection.Code);
        Assert.Equal(11, answers[2].Outcome!.Sequence);
    }

    [Fact]
    public async Task With_the_clock_as_time_source_the_nodes_time_is_stamped_and_a_jump_stops_it()
    {
        var clock = new ManualNodeClock();
        NodeOptions options = NodeRun.Options(o => o with { TimeSource = TimeSource.Clock }) with { Clock = clock };
        EngineNode node = await NodeRun.StartReady(_directory.Path, options);
        AnswerRecorder answers = await NodeRun.Feed(node, _flow, 0, 3);
        Assert.Equal(ManualNodeClock.StartMs, answers[2].Outcome!.TimestampMs);
        await node.DisposeAsync();

        NodeOptions other = NodeRun.Options();
        EngineNode wrong = EngineNode.Start(_directory.Path, other);
        var stopped = await Assert.ThrowsAsync<NodeStoppedException>(() => wrong.Ready);
        Assert.Equal(StopReason.RecoveryRefused, stopped.Stop.Notice.Reason);
        Assert.Contains("time source", stopped.Message, StringComparison.Ordinal);
        await wrong.DisposeAsync();
    }

    [Fact]
    public async Task Snapshots_are_taken_while_running_and_recovery_from_one_equals_a_full_replay()
    {
        NodeOptions options = NodeRun.Options(o => o with { SnapshotEvery = 50, SnapshotMinIntervalMs = 0 });
        Hash256 hash = await NodeRun.Fill(_directory.Path, 500, options);
        using (NodeStorage storage = NodeStorage.OpenReadOnly(_directory.Path))
            Assert.Equal(ISnapshotStore.Kept, storage.Snapshots.ReadNumbers().Count);

        await using (EngineNode node = await NodeRun.StartReady(_directory.Path))
            Assert.Equal(hash, await node.QueryAsync(engine => engine.Hash));
        File.Delete(_directory.File(SqliteSnapshotStore.FileName));
        await using EngineNode replayed = await NodeRun.StartReady(_directory.Path);
        Assert.Equal(500, replayed.Recovery!.CommandsReplayed);
        Assert.Equal(hash, await replayed.QueryAsync(engine => engine.Hash));
    }

    [Fact]
    public async Task It_counts_what_it_does()
    {
        await using EngineNode node = await NodeRun.StartReady(_directory.Path);
        await NodeRun.Feed(node, _flow, 0, 300);
        await node.StopAsync();

        Assert.Equal(300, node.Statistics.CommandsApplied);
        Assert.Equal(300, (long)Math.Round(node.Measurements.BatchSize.Mean * node.Measurements.BatchSize.Count));
        Assert.InRange(node.Measurements.BatchSize.Max, 1, 16);
        Assert.Equal(node.Statistics.RecordsWritten, node.Measurements.WriteTime.Count);
        Assert.InRange(node.Measurements.BytesWritten.Value, 300 * 20, 300 * 2000);
        Assert.Equal(1, node.Measurements.SnapshotStall.Count);
    }

    [Fact]
    public async Task A_sink_that_throws_stops_the_node_and_the_others_get_an_answer()
    {
        EngineNode node = await NodeRun.StartReady(_directory.Path);
        var answers = new AnswerRecorder();

        node.Submit(NodeRun.Submission(_flow, 0), new ThrowingSink());
        node.Submit(NodeRun.Submission(_flow, 1), answers);
        NodeStop stop = await node.Stopped;
        await node.Closed;

        Assert.Equal(StopReason.Poison, stop.Notice.Reason);
        Assert.IsType<InvalidCastException>(stop.Exception);
        Assert.Contains(
            answers[1].Status, new[] { SubmissionStatus.OutcomeUnknown, SubmissionStatus.EngineStopped });
    }

    private sealed class ThrowingSink : ISubmissionSink
    {
        public void Executed(long token, ApplyOutput output, ReadOnlyMemory<byte> encoded) =>
            throw new InvalidCastException("a client's defect");

        public void Failed(long token, SubmissionStatus status, long retryAfterMs)
        {
        }
    }
}
