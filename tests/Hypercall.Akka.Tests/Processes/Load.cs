using System.Collections.Concurrent;
using System.Diagnostics;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Client;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>
/// Clients that submit a flow of commands one after the other until told to stop, and note what they were told and
/// when.
/// </summary>
internal sealed class Load
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly CommandFlow _flow = new(seed: 1);
    private readonly ConcurrentQueue<LoadAnswer> _answers = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IReadOnlyList<IEngineClient> _clients;
    private readonly TimeSpan _think;
    private readonly Task[] _workers;
    private int _next;
    private int _executed;

    /// <summary>Sets the venue up, then starts the clients.</summary>
    /// <param name="clients">Who submits.</param>
    /// <param name="thinkMs">How long each waits between an answer and its next command, ms.</param>
    public Load(IReadOnlyList<IEngineClient> clients, int thinkMs = 4)
    {
        _clients = clients;
        _think = TimeSpan.FromMilliseconds(thinkMs);
        _workers = [RunAsync()];
    }

    /// <summary>Now, in ms of the clock that answers are noted by.</summary>
    public static double NowMs => Stopwatch.GetTimestamp() * 1_000.0 / Stopwatch.Frequency;

    /// <summary>Everything answered so far, in the order of answers.</summary>
    public IReadOnlyCollection<LoadAnswer> Answers => _answers;

    /// <summary>Waits until so many more commands have been executed.</summary>
    public async Task WaitForMoreAsync(int count)
    {
        int target = Volatile.Read(ref _executed) + count;
        double start = NowMs;
        while (Volatile.Read(ref _executed) < target)
        {
            Assert.True(NowMs - start < Patience.TotalMilliseconds, $"{_executed} executed, {target} wanted");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>Lets what is under way end and stops.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
    }

    /// <summary>The longest time without an outcome from a moment on, in ms.</summary>
    public double LongestGapMs(double fromMs)
    {
        double[] times =
        [
            .. _answers.Where(answer => answer.Executed).Select(answer => answer.AnsweredMs).Order(),
        ];
        int first = Math.Max(1, Array.FindIndex(times, time => time >= fromMs));
        double longest = 0;
        for (int index = first; index < times.Length; index++)
            longest = Math.Max(longest, times[index] - times[index - 1]);
        return longest;
    }

    /// <summary>How long it took from a moment to the next outcome of a command sent after it, in ms.</summary>
    public double WaitedMs(double fromMs) => _answers
        .Where(answer => answer.Executed && answer.SentMs >= fromMs).Min(answer => answer.AnsweredMs) - fromMs;

    private async Task RunAsync()
    {
        for (int index = 0; index < CommandFlow.SetupCount; index++)
            await SubmitAsync(0, index);
        _next = CommandFlow.SetupCount;
        await Task.WhenAll(_clients.Select((_, client) => Task.Run(() => WorkAsync(client))));
    }

    private async Task WorkAsync(int client)
    {
        while (!_stop.IsCancellationRequested)
        {
            await SubmitAsync(client, Interlocked.Increment(ref _next) - 1);
            await Task.Delay(_think);
        }
    }

    private async Task SubmitAsync(int client, int index)
    {
        ClientRequest request = CoreRun.Request(_flow, index) with
        {
            TimestampMs = 0,
            FirstSentMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
        };
        double sentMs = NowMs;
        SubmissionResult result = await _clients[client].SubmitAsync(request);
        var answer = new LoadAnswer(index, client, request, result, sentMs, NowMs);
        _answers.Enqueue(answer);
        if (answer.Executed)
            Interlocked.Increment(ref _executed);
    }
}
