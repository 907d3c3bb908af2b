using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;
using Hypercall.Node.Clients;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Node.Tests.Support;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Tests.Clients;

public sealed class NodeClientTests
{
    private static readonly RequestId Request = new(7777);
    private static readonly EngineCommand Deposit =
        new DepositUpdate(WalletAddress.FromNumber(1), Cash.FromUsdc(10), "bank", 1);

    private readonly InMemoryJournal _rows = new("main");
    private readonly InMemorySnapshotStore _snapshots = new();

    [Fact]
    public async Task A_request_that_is_sent_twice_is_executed_once_and_answered_twice()
    {
        await using EngineNode node = await Start(_rows);
        IEngineClient client = new NodeClient(node, Options());

        SubmissionResult first = await client.SubmitAsync(Deposit, Request);
        SubmissionResult second = await client.SubmitAsync(Deposit, Request);

        Assert.True(first.Outcome!.Accepted);
        Assert.False(first.Outcome.Duplicate);
        Assert.True(second.Outcome!.Duplicate);
        Assert.Equal(first.Outcome.Sequence, second.Outcome.First!.Value.Sequence);
        Assert.Equal(Cash.FromUsdc(10), await CashOfOne(node));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_outcome_becomes_known_by_a_retry_on_the_next_node(bool stored)
    {
        var journal = new FaultyJournal(_rows);
        EngineNode current = await Start(journal);
        EngineNode first = current;
        FailNextWrite(journal, stored);
        var time = new HookedTime(() =>
        {
            current.Closed.Wait();
            current = EngineNode.Start(new NodeStorage(_rows, _snapshots), NodeRun.Options());
            current.Ready.Wait();
        });
        IEngineClient client = new NodeClient(() => current, Options(time));

        SubmissionResult result = await client.SubmitAsync(Deposit, Request);

        Assert.NotSame(first, current);
        Assert.Equal(SubmissionStatus.Executed, result.Status);
        Assert.True(result.Outcome!.Accepted);
        Assert.Equal(stored, result.Outcome.Duplicate);
        Assert.Equal(Cash.FromUsdc(10), await CashOfOne(current));
        await current.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_request_id_an_unknown_outcome_is_not_retried()
    {
        var journal = new FaultyJournal(_rows);
        await using EngineNode node = await Start(journal);
        FailNextWrite(journal, stored: true);
        IEngineClient client = new NodeClient(node, Options(new HookedTime(() => Assert.Fail("it retried"))));

        SubmissionResult result = await client.SubmitAsync(new ClientRequest(Deposit));

        Assert.Equal(SubmissionStatus.OutcomeUnknown, result.Status);
        Assert.Null(result.Outcome);
    }

    [Fact]
    public async Task An_outcome_that_was_unknown_stays_unknown_while_no_node_answers()
    {
        var journal = new FaultyJournal(_rows);
        await using EngineNode node = await Start(journal);
        FailNextWrite(journal, stored: true);
        int delays = 0;
        IEngineClient client = new NodeClient(node, Options(new HookedTime(() => delays++)));

        SubmissionResult result = await client.SubmitAsync(Deposit, Request);

        Assert.Equal(SubmissionStatus.OutcomeUnknown, result.Status);
        Assert.Equal(new NodeClientOptions().MaxTries - 1, delays);
    }

    [Fact]
    public async Task A_busy_engine_is_asked_again()
    {
        var journal = new FaultyJournal(_rows);
        await using EngineNode node = await Start(journal, NodeRun.Options(o => o with { QueueCapacity = 10 }));
        using var goOn = new ManualResetEventSlim();
        journal.BeforeWrite = _ => goOn.Wait();
        var answers = new AnswerRecorder();
        var flow = new CommandFlow(1);
        for (int index = 0; index < 2; index++)
            node.Submit(NodeRun.Submission(flow, index), answers);
        int delays = 0;
        IEngineClient client = new NodeClient(node, Options(new HookedTime(() =>
        {
            delays++;
            goOn.Set();
            answers.Until(2).Wait();
        })));

        SubmissionResult result = await client.SubmitAsync(
            new ClientRequest(Deposit, Request, TimestampMs: 10), CancellationToken.None);

        Assert.Equal(SubmissionStatus.Executed, result.Status);
        Assert.Equal(1, delays);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_and_the_command_may_still_be_executed()
    {
        var journal = new FaultyJournal(_rows);
        await using EngineNode node = await Start(journal);
        using var goOn = new ManualResetEventSlim();
        journal.BeforeWrite = _ => goOn.Wait();
        using var cancellation = new CancellationTokenSource();
        IEngineClient client = new NodeClient(node, Options());

        Task<SubmissionResult> submitting = client.SubmitAsync(Deposit, Request, cancellation.Token);
        cancellation.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submitting);
        goOn.Set();
        Assert.Equal(1, await node.QueryAsync(engine => engine.Sequence));
    }

    [Fact]
    public async Task A_window_never_has_more_in_flight_and_keeps_the_order()
    {
        await using EngineNode node = await Start(_rows);
        var flow = new CommandFlow(6);
        long next = 0;
        var window = new SubmissionWindow(node, 32, (token, output) => Assert.Equal(next++, token));
        for (int index = 0; index < 1000; index++)
        {
            Assert.True(window.Submit(NodeRun.Submission(flow, index)));
            Assert.InRange(index + 1 - window.Executed, 0, 32);
        }

        Assert.True(window.Complete());
        Assert.Equal(1000, window.Executed);
        Assert.Null(window.Failure);
    }

    [Fact]
    public async Task A_window_ends_with_the_node()
    {
        EngineNode node = await Start(_rows);
        await node.DisposeAsync();
        var window = new SubmissionWindow(node, 4);
        var flow = new CommandFlow(6);

        Assert.True(window.Submit(NodeRun.Submission(flow, 0)));
        Assert.False(window.Submit(NodeRun.Submission(flow, 1)));

        Assert.False(window.Complete());
        Assert.Equal(SubmissionStatus.EngineStopped, window.Failure);
    }

    private Task<EngineNode> Start(IJournal journal, NodeOptions? options = null) =>
        NodeRun.StartReady(new NodeStorage(journal, _snapshots), options);

    private static void FailNextWrite(FaultyJournal journal, bool stored)
    {
        void Fail(long number) => throw new JournalIoException("memory", $"record {number} fails");
        if (stored)
            journal.AfterWrite = Fail;
        else
            journal.BeforeWrite = Fail;
    }

    private static NodeClientOptions Options(TimeProvider? time = null) => new()
    {
        Time = time ?? TimeProvider.System, Jitter = () => 0,
    };

    private static Task<Cash> CashOfOne(EngineNode node) =>
        node.QueryAsync(engine => engine.View().Wallets.Single().Cash);

    /// <summary>A clock whose delays run an action and are over.</summary>
    private sealed class HookedTime(Action onDelay) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            onDelay();
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
