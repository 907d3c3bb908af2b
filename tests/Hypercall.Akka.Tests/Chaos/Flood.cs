using System.Collections.Concurrent;
using System.Diagnostics;
using Hypercall.Actors.Client;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>
/// Clients with their default patience that offer commands at a pace which the venue's answers do not slow down, up to
/// a limit of those without an answer.
/// </summary>
internal sealed class Flood
{
    private const int Clients = 40;
    private const int FirstSubmitter = 1_000;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    private readonly IEngineClient[] _clients;
    private readonly CommandFlow _flow;
    /// <summary>As many tasks are kept, then those that have ended well go: the clients' memory is not the venue's.</summary>
    private const int MostKept = 100_000;

    private readonly ConcurrentQueue<ToldOutcome> _acknowledged = new();
    private readonly List<Task> _open = [];
    private int _inFlight;
    private int _refused;

    public Flood(ChaosVenue venue, int seed)
    {
        _flow = new CommandFlow(seed);
        _clients = [.. Enumerable.Range(FirstSubmitter, Clients)
            .Select(number => venue.Client(number, new EngineClientOptions()))];
    }

    /// <summary>What was executed.</summary>
    public IReadOnlyCollection<ToldOutcome> Acknowledged => _acknowledged;

    /// <summary>How many were offered.</summary>
    public int Offered { get; private set; }

    /// <summary>How many were refused, or not known to be executed, in the end.</summary>
    public int Refused => _refused;

    /// <summary>Completes when everything offered is answered.</summary>
    public Task Answered => Task.WhenAll(_open);

    /// <summary>Offers commands for a time.</summary>
    /// <param name="perSecond">How many; one that would be beyond the limit is not offered.</param>
    /// <param name="mostInFlight">The limit of commands without an answer.</param>
    /// <param name="lasts">For how long.</param>
    /// <returns>How many were executed in a second.</returns>
    public async Task<double> OfferAsync(double perSecond, int mostInFlight, TimeSpan lasts)
    {
        using var pace = new PeriodicTimer(Pace);
        int before = _acknowledged.Count;
        double offered = 0;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < lasts)
        {
            for (; offered < perSecond * elapsed.TotalSeconds; offered++)
            {
                if (Volatile.Read(ref _inFlight) < mostInFlight)
                    Offer();
            }

            await pace.WaitForNextTickAsync();
        }

        return (_acknowledged.Count - before) / lasts.TotalSeconds;
    }

    private void Offer()
    {
        if (_open.Count >= MostKept)
            _open.RemoveAll(task => task.IsCompletedSuccessfully);
        _open.Add(SubmitAsync(Offered++));
    }

    private async Task SubmitAsync(int index)
    {
        Interlocked.Increment(ref _inFlight);
        ClientRequest request = Request(index);
        double sentMs = Load.NowMs;
        SubmissionResult result = await _clients[index % Clients].SubmitAsync(request);
        Interlocked.Decrement(ref _inFlight);
        if (result.Status == SubmissionStatus.Executed)
            _acknowledged.Enqueue(new LoadAnswer(index, index % Clients, request, result, sentMs, Load.NowMs).Told);
        else
            Interlocked.Increment(ref _refused);
    }

    /// <summary>Its ids are apart from those of the load.</summary>
    private ClientRequest Request(int index) => CoreRun.Request(_flow, CommandFlow.SetupCount + index) with
    {
        TimestampMs = 0,
        RequestId = new RequestId(UInt128.MaxValue - (UInt128)index),
        FirstSentMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
    };
}
