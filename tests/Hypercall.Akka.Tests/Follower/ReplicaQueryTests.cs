using Akka.Actor;
using Akka.TestKit;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Faults;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Actors.Tests.Follower;

/// <summary>What a follower's engine is asked, and how long a query waits for what it wants to see, in virtual time.</summary>
public sealed class ReplicaQueryTests() : FaultTestKit(
    """akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
{
    private const int Written = 60;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void A_query_is_answered_as_of_the_last_command_and_says_which_that_is()
    {
        Feed(StartReady(), 0, Written);

        IActorRef follower = StartFollower();

        ExchangeEngine engine = Executed(Written);
        foreach (EngineQuestion question in Questions)
        {
            ReplicaAnswer answer = Ask(follower, new QueryReplica(Partition, 7, 0, question));
            Assert.Equal((Partition, 7L), (answer.Partition, answer.Token));
            Assert.Equal(
                new ReplicaStanding(
                    FollowerState.Following, true, engine.Sequence, engine.TimestampMs, engine.Hash),
                answer.Standing);
            Assert.Equal(AnswerBytes.Of(engine.Answer(question)), AnswerBytes.Of(answer.Answer!));
        }
    }

    [Fact]
    public void A_query_that_wants_more_waits_until_the_journal_has_it()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, Written);
        IActorRef follower = StartFollower();
        AwaitWhole(follower);
        TestProbe client = CreateTestProbe();

        follower.Tell(Rules(Written + 5), client);
        AwaitHandled(follower);
        client.ExpectNoMsg(0);
        Feed(partition, Written, Written + 5);
        Time.Advance(TimeSpan.FromMilliseconds(10));

        ReplicaAnswer answer = client.ExpectMsg<ReplicaAnswer>(Patience);
        Assert.Equal(Written + 5, answer.Standing.Sequence);
        Assert.IsType<RulesAnswer>(answer.Answer);
        Time.Advance(2 * LongestWait);
        AwaitHandled(follower);
        client.ExpectNoMsg(0);
    }

    /// <summary>However many ask meanwhile, none puts off the look into the journal.</summary>
    [Fact]
    public void Queries_that_keep_coming_do_not_put_off_the_next_read()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, Written);
        IActorRef follower = StartFollower();
        AwaitWhole(follower);
        (TestProbe first, TestProbe others) = (CreateTestProbe(), CreateTestProbe());

        follower.Tell(Rules(Written + 1), first);
        AwaitHandled(follower);
        Feed(partition, Written, Written + 1);
        for (int passed = 0; passed < 10; passed += 5)
        {
            Time.Advance(TimeSpan.FromMilliseconds(5));
            follower.Tell(Rules(Written + 100), others);
            AwaitHandled(follower);
        }

        Assert.NotNull(first.ExpectMsg<ReplicaAnswer>(Patience).Answer);
    }

    [Fact]
    public void A_query_whose_sequence_does_not_come_is_told_so_after_a_second()
    {
        Feed(StartReady(), 0, Written);
        IActorRef follower = StartFollower();
        AwaitWhole(follower);
        TestProbe client = CreateTestProbe();

        follower.Tell(Rules(Written + 1), client);
        AwaitHandled(follower);
        Time.Advance(LongestWait - Millisecond);
        AwaitHandled(follower);
        client.ExpectNoMsg(0);
        Time.Advance(Millisecond);

        ReplicaAnswer answer = client.ExpectMsg<ReplicaAnswer>(Patience);
        Assert.Null(answer.Answer);
        Assert.Equal((true, (long)Written), (answer.Standing.IsWhole, answer.Standing.Sequence));
    }

    [Fact]
    public void A_replica_that_has_not_reached_the_end_answers_nothing_old()
    {
        Feed(StartReady(), 0, Written);
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Store.BeforeRead = number => number > 1 ? hangs.Task : Task.CompletedTask;
        IActorRef follower = StartFollower(recordsAtOnce: 1);
        TestProbe client = CreateTestProbe();

        follower.Tell(Rules(0), client);
        AwaitHandled(follower);
        Time.Advance(LongestWait);

        ReplicaAnswer answer = client.ExpectMsg<ReplicaAnswer>(Patience);
        Assert.Null(answer.Answer);
        Assert.False(answer.Standing.IsWhole);
        follower.Tell(Rules(0), client);
        hangs.SetResult();
        Assert.NotNull(client.ExpectMsg<ReplicaAnswer>(Patience).Answer);
    }

    [Fact]
    public void No_more_wait_than_may()
    {
        Feed(StartReady(), 0, Written);
        IActorRef follower = StartFollower(mostWaiting: 2);
        AwaitWhole(follower);
        (TestProbe waiting, TestProbe third) = (CreateTestProbe(), CreateTestProbe());

        follower.Tell(Rules(Written + 1), waiting);
        follower.Tell(Rules(Written + 1), waiting);
        follower.Tell(Rules(Written + 1), third);

        Assert.Null(third.ExpectMsg<ReplicaAnswer>(Patience).Answer);
        waiting.ExpectNoMsg(0);
    }

    [Fact]
    public void A_replica_that_diverged_answers_nothing()
    {
        Feed(StartReady(), 0, Written);
        ChangeRecord(LastRecord, row => row.Flip(row.Bytes.Length / 2));
        IActorRef follower = StartFollower();
        ReplicaAnswer answer = Ask(follower, Rules(0));
        Assert.Null(answer.Answer);
        Assert.Equal(FollowerState.Diverged, answer.Standing.State);
    }

    [Fact]
    public void A_journal_that_grows_is_read_again_soon()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, Written);
        IActorRef follower = StartFollower();
        AwaitWhole(follower);

        Feed(partition, Written, Written + 5);
        Time.Advance(new FollowerSettings { Partition = Settings }.GrowingPollInterval);

        Ask<FollowerStatus>(follower, new QueryFollower(), status => status.Sequence == Written + 5);
    }

    [Fact]
    public void Queries_wait_for_what_the_sink_has_not_saved()
    {
        Feed(StartReady(), 0, Written);
        var sink = new HeldSink();
        IActorRef follower = StartFollower(sink: sink);
        TestProbe client = CreateTestProbe();

        follower.Tell(Rules(0), client);
        sink.Asked.WaitOne();
        AwaitHandled(follower);
        client.ExpectNoMsg(0);
        sink.Saved.SetException(new IOException("the disk is full"));
        Ask<FollowerStatus>(follower, new QueryFollower(), status => status.State == FollowerState.Unread);
        sink.Saved = new TaskCompletionSource();
        sink.Saved.SetResult();
        Time.Advance(new FollowerSettings { Partition = Settings }.PollInterval);

        Assert.Equal(Written, Ask(follower, Rules(0)).Standing.Sequence);
        Assert.Equal(Enumerable.Range(1, Written).Select(number => (long)number), sink.Sequences);
    }

    /// <summary>What a sink keeps of a journal that has lost it is told to nobody as if it were all.</summary>
    [Fact]
    public void A_replica_whose_sink_has_more_than_the_journal_is_not_whole()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, Written);
        var sink = new HeldSink { Stored = Written + 5 };
        sink.Saved.SetResult();
        IActorRef follower = StartFollower(sink: sink);
        TestProbe client = CreateTestProbe();

        follower.Tell(Rules(0), client);
        Ask<FollowerStatus>(follower, new QueryFollower(), status => status is
        {
            State: FollowerState.CatchingUp,
            Sequence: Written,
            Error: "sequence 65 was kept of it, and the journal ends before",
        });
        Time.Advance(LongestWait);
        ReplicaAnswer early = client.ExpectMsg<ReplicaAnswer>(Patience);
        Feed(partition, Written, Written + 5);
        Ask<FollowerStatus>(follower, new QueryFollower(), status =>
        {
            Time.Advance(new FollowerSettings { Partition = Settings }.PollInterval);
            return status.State == FollowerState.Following;
        });

        Assert.Equal((null, false), (early.Answer, early.Standing.IsWhole));
        Assert.Equal(Written + 5, Ask(follower, Rules(0)).Standing.Sequence);
    }

    /// <summary>Rows that are gone altogether may be brought back; from the first record on the journal says its end.</summary>
    [Fact]
    public void A_journal_without_a_record_ends_nothing_that_a_sink_keeps()
    {
        var sink = new HeldSink { Stored = Written };
        sink.Saved.SetResult();
        IActorRef follower = StartFollower(sink: sink);

        Ask<FollowerStatus>(follower, new QueryFollower(), status => status is
        {
            State: FollowerState.CatchingUp,
            Error: "sequence 60 was kept of it, and the journal ends before",
        });
        Assert.Equal([false], sink.Ends);
        Feed(StartReady(), 0, 1);
        Ask<FollowerStatus>(follower, new QueryFollower(), status =>
        {
            Time.Advance(new FollowerSettings { Partition = Settings }.PollInterval);
            return status.Sequence == 1;
        });

        Assert.True(sink.Ends[^1]);
    }

    [Fact]
    public void A_sink_that_cannot_go_on_is_shown_the_journal_again()
    {
        Feed(StartReady(), 0, Written);
        var sink = new HeldSink();
        IActorRef follower = StartFollower(sink: sink);
        sink.Asked.WaitOne();
        TaskCompletionSource first = sink.Saved;
        sink.Saved = new TaskCompletionSource();
        sink.Saved.SetResult();
        TestProbe waiting = CreateTestProbe();
        follower.Tell(Rules(Written), waiting);
        AwaitHandled(follower);

        first.SetException(new SinkContradictedException("it was deleted"));

        Assert.False(waiting.ExpectMsg<ReplicaAnswer>(Patience).Standing.IsWhole);
        AwaitWhole(follower);
        Assert.Equal(2, sink.Begins);
        Assert.Equal(2 * Written, sink.Sequences.Count);
    }

    private static IEnumerable<EngineQuestion> Questions =>
    [
        EngineQuestion.AboutRules,
        EngineQuestion.AboutIndex,
        EngineQuestion.AboutInstruments,
        EngineQuestion.AboutChain("BTC"),
        EngineQuestion.AboutWallet(WalletAddress.FromNumber(3)),
        EngineQuestion.AboutRisk(WalletAddress.FromNumber(3)),
        EngineQuestion.AboutAgents(WalletAddress.FromNumber(3)),
        EngineQuestion.AboutProtection(WalletAddress.FromNumber(3)),
    ];

    private static QueryReplica Rules(long minSequence) =>
        new(Partition, 7, minSequence, EngineQuestion.AboutRules);

    private IActorRef StartFollower(int mostWaiting = 100, IFollowerSink? sink = null, int recordsAtOnce = 32) =>
        Sys.ActorOf(PartitionFollower.Props(new FollowerSettings
        {
            Partition = Settings, MostWaiting = mostWaiting, Sink = sink, RecordsAtOnce = recordsAtOnce,
        }));

    private ReplicaAnswer Ask(IActorRef follower, QueryReplica query)
    {
        TestProbe probe = CreateTestProbe();
        follower.Tell(query, probe);
        return probe.ExpectMsg<ReplicaAnswer>(Patience);
    }

    /// <summary>The first query is answered once the end is reached.</summary>
    private void AwaitWhole(IActorRef follower) => Assert.True(Ask(follower, Rules(0)).Standing.IsWhole);

    /// <summary>What was told before has been handled when this is answered.</summary>
    private void AwaitHandled(IActorRef follower) =>
        Ask<FollowerStatus>(follower, new QueryFollower(), _ => true);

    private void Ask<T>(IActorRef actor, object message, Predicate<T> until)
    {
        TestProbe probe = CreateTestProbe();
        do
            actor.Tell(message, probe);
        while (!until(probe.ExpectMsg<T>(Patience)));
    }

    private ExchangeEngine Executed(int commands)
    {
        var engine = new ExchangeEngine();
        for (int index = 0; index < commands; index++)
        {
            Sequencer.Client.ClientRequest request = CoreRun.Request(Flow, index);
            engine.Apply(new CommandEnvelope(
                index + 1, request.TimestampMs, request.RequestId, request.FirstSentMs, null, null, request.Command));
        }

        return engine;
    }

    /// <summary>Saves when the test says so.</summary>
    private sealed class HeldSink : IFollowerSink
    {
        public AutoResetEvent Asked { get; } = new(false);

        public TaskCompletionSource Saved { get; set; } = new();

        public List<long> Sequences { get; } = [];

        public long Stored { get; init; }

        public int Begins { get; private set; }

        public List<bool> Ends { get; } = [];

        public void Begin(ExchangeEngine engine)
        {
            Assert.Equal(0, engine.Sequence);
            Begins++;
        }

        public void Applied(in CommandEnvelope envelope, ApplyOutput outcome, ExchangeEngine engine)
        {
            Assert.Equal(engine.Sequence, envelope.Sequence);
            Sequences.Add(outcome.Sequence);
        }

        public Task SaveAsync(bool isEnd)
        {
            Task saved = Saved.Task;
            Ends.Add(isEnd);
            Asked.Set();
            return saved;
        }
    }
}
