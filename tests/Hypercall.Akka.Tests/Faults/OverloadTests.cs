using System.Diagnostics;
using Akka.Actor;
using Akka.TestKit;
using Hypercall.Actors.Client;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine.Commands;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>
/// More than an engine can take: it goes on answering at its pace, executes nothing twice, and its clients hear of it
/// soon.
/// </summary>
public sealed class OverloadTests(ITestOutputHelper output) : FaultTestKit(
    """
    hypercall.engine.time-source = clock
    hypercall.engine.queue-capacity = 400
    hypercall.engine.max-batch = 8
    """)
{
    private const int MaxBatch = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Each request is sent again and again while the first try waits for the journal.</summary>
    [Fact]
    public async Task Impatient_clients_execute_nothing_twice_and_fill_neither_queue_nor_journal()
    {
        const int requests = 80;
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        IActorRef partition = StartReady();
        Store.BeforeWrite = _ => goOn.Task;
        var counting = new Counting(Sys, partition);
        var client = new EngineClient(counting.Ref, Partition, new EngineClientOptions
        {
            AskTimeout = TimeSpan.FromMilliseconds(20), Retry = new RetryOptions(FirstDelayMs: 1, LongestDelayMs: 1),
        });

        Task<SubmissionResult>[] submitted =
            [.. Enumerable.Range(0, requests).Select(index => client.SubmitAsync(CoreRun.Request(Flow, index)))];
        await counting.Reaches(5 * requests);
        goOn.SetResult();
        SubmissionResult[] results = await Task.WhenAll(submitted);

        Assert.All(results, result => Assert.Equal(SubmissionStatus.Executed, result.Status));
        Assert.Equal(requests, results.Select(FirstSequence).Distinct().Count());
        Assert.Equal(requests, Journaled());
    }

    [Fact]
    public async Task Beyond_what_may_be_in_flight_a_caller_is_told_busy_at_once()
    {
        TestProbe silent = CreateTestProbe();
        var client = new EngineClient(silent, Partition, new EngineClientOptions
        {
            AskTimeout = Longest, MaxInFlight = 2,
        });
        using var end = new CancellationTokenSource();
        Task<SubmissionResult>[] waiting =
            [.. Enumerable.Range(0, 2).Select(index => client.SubmitAsync(CoreRun.Request(Flow, index), end.Token))];

        SubmissionResult refused = await client.SubmitAsync(CoreRun.Request(Flow, 2), end.Token);

        Assert.Equal((SubmissionStatus.EngineBusy, true), (refused.Status, refused.RetryAfterMs > 0));
        await end.CancelAsync();
        foreach (Task<SubmissionResult> cancelled in waiting)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Task<SubmissionResult> next = client.SubmitAsync(CoreRun.Request(Flow, 3));
        Submit sent = silent.FishForMessage<Submit>(
            submit => submit.Request.TryDecode(null, out CommandEnvelope envelope) && envelope.RequestId!.Value.Value == 4);
        silent.Reply(new SubmitAnswer(sent.Token, SubmissionStatus.TooLarge, 0, default));
        Assert.Equal(SubmissionStatus.TooLarge, (await next).Status);
    }

    /// <summary>
    /// With each record that the journal takes, eight clients offer five times as many commands as it holds, each with
    /// thousands in flight, and they are less patient than the queue is long.
    /// </summary>
    [Fact]
    public async Task Five_times_too_much_is_answered_within_ten_seconds_of_its_end_and_executed_once()
    {
        const int clients = 8;
        const int records = 500;
        IActorRef partition = StartReady();
        EngineClient[] all = [.. Enumerable.Range(0, clients).Select(_ => new EngineClient(
            partition,
            Partition,
            new EngineClientOptions
            {
                AskTimeout = TimeSpan.FromMilliseconds(20),
                MaxInFlight = 5_000,
                Retry = new RetryOptions(PatienceMs: 8_000, Reserve: 1_000),
            }))];
        var submitted = new List<Task<SubmissionResult>>();
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int left = records;
        Store.BeforeWrite = _ =>
        {
            if (left > 0)
                Offer();
            if (--left == 0)
                over.SetResult();
            return Task.CompletedTask;
        };

        Offer();
        await over.Task.WaitAsync(Longest);
        long end = Stopwatch.GetTimestamp();
        SubmissionResult[] results = await Task.WhenAll(submitted).WaitAsync(Longest);
        TimeSpan took = Stopwatch.GetElapsedTime(end);
        Report(results, took);

        Assert.True(took < TimeSpan.FromSeconds(10), $"answered {took.TotalSeconds:0.0} s after its end");
        SubmissionResult[] executed = [.. results.Where(result => result.Status == SubmissionStatus.Executed)];
        Assert.Equal(executed.Length, executed.Select(FirstSequence).Distinct().Count());
        Assert.Equal(State(partition).Sequence, Journaled());
        Assert.Contains(results, result => result.Status == SubmissionStatus.EngineBusy);
        Assert.Equal(Journaled(), executed.Length);

        // The journal's first write may begin while the first of these still runs.
        void Offer()
        {
            lock (submitted)
            {
                for (int number = 0; number < 5 * MaxBatch; number++)
                    submitted.Add(all[submitted.Count % clients].SubmitAsync(CoreRun.Request(Flow, submitted.Count)));
            }
        }
    }

    private void Report(SubmissionResult[] results, TimeSpan took)
    {
        foreach (IGrouping<SubmissionStatus, SubmissionResult> group in results.GroupBy(result => result.Status))
            output.WriteLine($"{group.Key}: {group.Count():#,##0}");
        output.WriteLine($"offered {results.Length:#,##0}, journaled {Journaled():#,##0}");
        output.WriteLine($"last answer {took.TotalSeconds:0.00} s after the end of the load");
    }

    private static long FirstSequence(SubmissionResult result) =>
        result.Outcome!.First?.Sequence ?? result.Outcome.Sequence;

    private long Journaled() => Store.Records(EngineId).Values.Sum(row =>
    {
        RecordStatus status = JournalRecordCodec.TryDecode(row.Bytes, out JournalRecord? record, out string? error);
        Assert.True(status == RecordStatus.Sound, error);
        return (long)record!.Count;
    });

    /// <summary>Passes submissions on and counts them.</summary>
    private sealed class Counting
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;
        private int _wanted = int.MaxValue;

        public Counting(IActorRefFactory system, IActorRef target) =>
            Ref = system.ActorOf(Props.Create(() => new Passing(this, target)));

        public IActorRef Ref { get; }

        public Task Reaches(int count)
        {
            Volatile.Write(ref _wanted, count);
            return _reached.Task.WaitAsync(Longest);
        }

        private void Count()
        {
            if (++_count >= Volatile.Read(ref _wanted))
                _reached.TrySetResult();
        }

        private sealed class Passing(Counting owner, IActorRef target) : UntypedActor
        {
            protected override void OnReceive(object message)
            {
                target.Forward(message);
                owner.Count();
            }
        }
    }
}
