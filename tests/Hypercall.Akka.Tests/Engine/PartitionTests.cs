using Akka.Actor;
using Akka.TestKit;
using Hypercall.Actors.Client;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Faults;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Engine;

/// <summary>What a partition's actor does around its engine: refusing, fanning out, restarting, ending.</summary>
public sealed class PartitionTests : FaultTestKit
{
    private const int Commands = 30;
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public void While_it_recovers_requests_are_refused_and_health_is_answered()
    {
        Store.BeforeRead = _ => _goOn.Task;
        IActorRef partition = StartPartition();
        TestProbe probe = CreateTestProbe();

        Submit(partition, 5, probe);

        EngineUnavailable refusal = probe.ExpectMsg<EngineUnavailable>();
        Assert.Equal((PartitionState.Recovering, 5L), (refusal.State, refusal.Token));
        Assert.True(refusal.RetryAfterMs > 0);
        Assert.Equal(PartitionState.Recovering, Health(partition).State);
        _goOn.SetResult();
        AwaitState(partition, PartitionState.Ready);
    }

    /// <summary>One try and no second before its pause is over: without one there were 131,698 lines in 8 s.</summary>
    [Fact]
    public void An_engine_that_cannot_be_made_is_told_once_and_not_made_again_at_once()
    {
        TestProbe errors = CreateTestProbe();
        Sys.EventStream.Subscribe(errors, typeof(Akka.Event.Error));
        IActorRef partition = StartPartition(Settings with
        {
            Dispatcher = "nowhere",
            MinBackoff = TimeSpan.FromHours(1),
            MaxBackoff = TimeSpan.FromHours(1),
        });

        PartitionHealth health = AwaitState(partition, PartitionState.Unavailable);

        Assert.Contains("dispatcher 'nowhere'", health.Stop!.Detail);
        Health(partition);
        Assert.InRange(errors.ReceiveWhile<object>(TimeSpan.FromMilliseconds(200), _ => new object()).Count, 0, 3);
    }

    [Fact]
    public void A_message_of_another_partition_is_refused()
    {
        IActorRef partition = StartReady();
        TestProbe probe = CreateTestProbe();

        partition.Tell(new QueryState("elsewhere", 3, 0, false), probe);

        Assert.Contains("'main'", probe.ExpectMsg<EngineUnavailable>().Detail);
    }

    [Fact]
    public void A_subscriber_gets_every_outcome_in_batches_that_follow_one_another()
    {
        IActorRef partition = StartReady();
        TestProbe subscriber = CreateTestProbe();
        partition.Tell(new Subscribe(Partition, 4), subscriber);
        Assert.Equal(new Subscribed(Partition, 4, 1, 0), subscriber.ExpectMsg<Subscribed>());

        Feed(partition, 0, Commands);

        var core = new CoreRun(Flow, Commands);
        long next = 1;
        while (next <= Commands)
        {
            PublishedBatch batch = subscriber.ExpectMsg<OutcomeBatch>().Batch;
            if (batch.Header.Count == 0)
                continue;
            Assert.Equal((next, next - 1), (batch.Header.FirstSequence, batch.Header.PreviousSequence));
            for (int index = 0; index < batch.Header.Count; index++, next++)
                Assert.Equal(core.Outcomes[(int)next - 1], batch.Outcome(index).ToArray());
            Assert.Equal(core.Hashes[(int)next - 2], batch.Header.Hash);
        }

        partition.Tell(new Unsubscribe(Partition), subscriber);
        Health(partition);
        Feed(partition, Commands, Commands + 1);
        subscriber.ReceiveWhile<OutcomeBatch>(TimeSpan.Zero, message => (message as OutcomeBatch)!);
        Feed(partition, Commands + 1, Commands + 2);
        subscriber.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void The_event_stream_carries_the_batches_too()
    {
        TestProbe stream = CreateTestProbe();
        Sys.EventStream.Subscribe(stream, typeof(OutcomeBatch));
        IActorRef partition = StartReady();

        Feed(partition, 0, 1);

        OutcomeBatch batch = stream.FishForMessage<OutcomeBatch>(message => message.Batch.Header.Count > 0);
        Assert.Equal(1, batch.Batch.Header.FirstSequence);
    }

    [Fact]
    public void A_missed_range_comes_from_the_ring_or_is_said_not_to_be_there()
    {
        PartitionSettings settings = Settings with { RingBatches = 2 };
        IActorRef partition = StartReady(settings);
        for (int index = 0; index < Commands; index++)
            Feed(partition, index, index + 1);
        TestProbe probe = CreateTestProbe();

        partition.Tell(new RequestRange(Partition, 8, Commands, Commands), probe);
        Assert.Equal(Commands, probe.ExpectMsg<RangeBatch>().Batch.Header.LastSequence);
        Assert.Equal(new RangeCompleted(8), probe.ExpectMsg<RangeCompleted>());
        partition.Tell(new RequestRange(Partition, 9, 1, Commands), probe);
        Assert.Equal(new RangeUnavailable(9), probe.ExpectMsg<RangeUnavailable>());
    }

    /// <summary>An asker gets a message's worth; together they get what the ring holds in each second.</summary>
    [Fact]
    public void A_long_range_comes_in_parts_and_askers_share_a_bound()
    {
        IActorRef partition = StartReady(Settings with
        {
            MaxMessageBytes = 2_000,
            RingBytes = 6_000,
        });
        for (int index = 0; index < Commands; index++)
            Feed(partition, index, index + 1);
        TestProbe probe = CreateTestProbe();
        long next = Commands;
        int bytes = 0;
        for (long token = 1; ; token++)
        {
            partition.Tell(new RequestRange(Partition, token, next, Commands), probe);
            object answer = probe.ReceiveOne(Patience);
            int part = 0;
            for (; answer is RangeBatch batch; answer = probe.ReceiveOne(Patience))
                part += batch.Batch.ByteCount;
            if (answer is EngineUnavailable busy)
            {
                Assert.Equal((token, PartitionState.Ready), (busy.Token, busy.State));
                Assert.InRange(busy.RetryAfterMs, 1, 1_000);
                break;
            }

            Assert.Equal(new RangeCompleted(token), answer);
            Assert.InRange(part, 1, 2_000);
            bytes += part;
        }

        Assert.InRange(bytes, 6_000, 20_000);
    }

    [Fact]
    public async Task An_answer_that_no_frame_holds_is_told_in_short_and_a_batch_is_split()
    {
        const int most = 250;
        TestProbe stream = CreateTestProbe();
        Sys.EventStream.Subscribe(stream, typeof(OutcomeBatch));
        IActorRef partition = StartReady(Settings with
        {
            MaxMessageBytes = most,
            Sequencer = Settings.Sequencer with { TimeSource = TimeSource.Clock },
        });
        var client = new EngineClient(partition, Partition);

        SubmissionResult[] results = await Task.WhenAll(
            Enumerable.Range(0, Commands).Select(index => client.SubmitAsync(CoreRun.Request(Flow, index))));

        Assert.All(results, result => Assert.Equal(SubmissionStatus.Executed, result.Status));
        Assert.Equal(
            Enumerable.Range(1, Commands).Select(sequence => (long)sequence),
            results.Select(result => result.Outcome!.First?.Sequence ?? result.Outcome.Sequence).Order());
        Assert.Contains(results, result => result.Outcome!.Duplicate);
        Assert.Contains(results, result => !result.Outcome!.Duplicate);
        OutcomeBatch[] published = [.. stream.ReceiveWhile<OutcomeBatch>(
            TimeSpan.FromSeconds(1), message => (message as OutcomeBatch)!)];
        Assert.All(published, batch => Assert.InRange(batch.Batch.ByteCount, 0, most));
        Assert.InRange(published.Sum(batch => batch.Batch.Header.Count), 1, Commands - 1);
    }

    [Fact]
    public async Task A_drain_answers_what_was_sent_before_it_seals_and_saves()
    {
        IActorRef partition = StartReady();
        var answers = new AnswerCollector(Sys);
        for (int index = 0; index < Commands; index++)
            Submit(partition, index, answers.Ref);

        Drain(partition);

        Assert.All(await answers.Answers(Commands), answer => Assert.Equal(SubmissionStatus.Executed, answer.Status));
        Assert.Equal(LastRecord, Store.Snapshots(EngineId).Keys.Single());
    }

    [Fact]
    public void A_drain_during_recovery_ends_at_once()
    {
        Store.BeforeRead = _ => _goOn.Task;
        IActorRef partition = StartPartition();
        AwaitHealth(partition, health => health.Starts == 1);

        Drain(partition);

        Assert.Empty(Store.Records(EngineId));
    }

    [Fact]
    public void A_message_that_the_engine_does_not_know_ends_it_and_another_starts()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, Commands);

        Sys.ActorSelection(partition.Path / "engine").Tell("what is this?");

        PartitionHealth health = AwaitHealth(partition, h => h.State == PartitionState.Ready && h.Epoch == 2);
        Assert.Equal(StopReason.HostFailed, health.Stop!.Reason);
        Assert.Contains("System.String is unknown", health.Stop.Detail);
        Assert.Equal(Commands, State(partition).Sequence);
    }

    [Fact]
    public async Task A_client_waits_for_recovery_and_gets_its_outcome()
    {
        Store.BeforeRead = _ => _goOn.Task;
        IActorRef partition = StartPartition();
        var client = new EngineClient(partition, Partition, new EngineClientOptions
        {
            Retry = new RetryOptions(PatienceMs: 600_000, LongestDelayMs: 10),
        });

        Task<SubmissionResult> submitted = client.SubmitAsync(CoreRun.Request(Flow, 0));
        AwaitHealth(partition, health => health.Starts == 1);
        Assert.False(submitted.IsCompleted);
        _goOn.SetResult();

        SubmissionResult result = await submitted;
        Assert.Equal((SubmissionStatus.Executed, 1L), (result.Status, result.Outcome!.Sequence));
    }

    [Fact]
    public async Task A_client_without_answer_says_that_the_outcome_is_unknown()
    {
        var client = new EngineClient(CreateTestProbe(), Partition, new EngineClientOptions
        {
            AskTimeout = TimeSpan.FromMilliseconds(1), Retry = new RetryOptions(PatienceMs: 50, FirstDelayMs: 1),
        });

        Assert.Equal(SubmissionStatus.OutcomeUnknown, (await client.SubmitAsync(CoreRun.Request(Flow, 0))).Status);
    }

    [Fact]
    public async Task A_client_of_a_partition_that_there_is_not_is_told_so_at_once()
    {
        TestProbe target = CreateTestProbe();
        var client = new EngineClient(target, "north", new EngineClientOptions { AskTimeout = Patience });
        Task<SubmissionResult> submitted = client.SubmitAsync(CoreRun.Request(Flow, 0));
        target.Reply(EngineUnavailable.NoSuchPartition("north", target.ExpectMsg<Submit>().Token));

        SubmissionResult result = await submitted;

        Assert.Equal(
            (SubmissionStatus.NoSuchPartition, "the venue has no partition 'north'"), (result.Status, result.Refusal));
        target.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_client_does_not_send_what_could_not_be_read_again()
    {
        TestProbe target = CreateTestProbe();
        var client = new EngineClient(target, Partition);

        SubmissionResult result = await client.SubmitAsync(
            new ClientRequest(new Tick(), TimestampMs: CommandEnvelope.MaxTimestampMs + 1));

        Assert.Equal(SubmissionStatus.NotEncodable, result.Status);
        Assert.Contains("timestamp", result.Refusal);
        result = await client.SubmitAsync(new ClientRequest(new PlaceOrder(default, new OrderTerms(
            "BTC-20270101-100-C", Side.Buy, default, default, (TimeInForce)9))));
        Assert.Equal(SubmissionStatus.NotEncodable, result.Status);
        Assert.Contains("tif", result.Refusal);
        result = await client.SubmitAsync(new ClientRequest(new BulkOrders(default, default)));
        Assert.Contains("actions", result.Refusal);
        target.ExpectNoMsg(TimeSpan.Zero);
    }
}
