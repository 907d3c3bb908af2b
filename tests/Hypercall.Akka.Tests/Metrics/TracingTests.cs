using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Hypercall.Actors.Client;
using Hypercall.Actors.Metrics;
using Hypercall.Actors.Tests.Faults;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Metrics;

/// <summary>A trace goes from the client to the journal and to the answer, for whoever listens.</summary>
public sealed class TracingTests : FaultTestKit
{
    private static readonly ActivitySource Application = new("application");
    private readonly ConcurrentQueue<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public TracingTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is HypercallTracing.SourceName or "application",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public async Task An_executed_command_is_traced_to_the_journal_and_to_its_answer()
    {
        var client = new EngineClient(StartReady(), Partition);
        using Activity root = Application.StartActivity("order")!;

        SubmissionResult result = await client.SubmitAsync(CoreRun.Request(Flow, 0));

        Assert.Equal(SubmissionStatus.Executed, result.Status);
        Activity[] trace = Trace(root);
        Assert.Equal(
            ["hypercall.answer", "hypercall.journal", "hypercall.submit"],
            trace.Select(activity => activity.OperationName).Order());
        Activity submit = trace.Single(activity => activity.OperationName == "hypercall.submit");
        Activity journal = trace.Single(activity => activity.OperationName == "hypercall.journal");
        Activity answer = trace.Single(activity => activity.OperationName == "hypercall.answer");
        Assert.Equal(root.SpanId, submit.ParentSpanId);
        Assert.Equal((submit.SpanId, submit.SpanId), (journal.ParentSpanId, answer.ParentSpanId));
        Assert.Equal(journal.StartTimeUtc + journal.Duration, answer.StartTimeUtc);
        Assert.All(trace, activity => Assert.Equal(1L, activity.GetTagItem("hypercall.sequence")));
        Assert.All([submit, journal], activity => Assert.Equal("main", activity.GetTagItem("hypercall.partition")));
        Assert.Equal(root, Activity.Current);
    }

    [Fact]
    public async Task A_command_whose_write_failed_is_traced_as_one_of_unknown_outcome()
    {
        IActorRef partition = StartReady();
        Store.BeforeWrite = _ => throw new InvalidOperationException("disk full");
        var client = new EngineClient(
            partition, Partition, new EngineClientOptions { Retry = new RetryOptions(PatienceMs: 0) });
        using Activity root = Application.StartActivity("order")!;

        await client.SubmitAsync(CoreRun.Request(Flow, 0));

        Activity[] trace = Trace(root);
        Assert.Equal(2, trace.Length);
        Assert.All(
            trace,
            activity => Assert.Equal(
                (ActivityStatusCode.Error, nameof(SubmissionStatus.OutcomeUnknown)),
                (activity.Status, activity.StatusDescription)));
    }

    [Fact]
    public void A_command_without_a_trace_makes_none() =>
        Assert.Null(HypercallTracing.Journal(default, Partition));

    protected override void AfterAll()
    {
        _listener.Dispose();
        base.AfterAll();
    }

    private Activity[] Trace(Activity root) => [.. _ended.Where(activity => activity.TraceId == root.TraceId)];
}
