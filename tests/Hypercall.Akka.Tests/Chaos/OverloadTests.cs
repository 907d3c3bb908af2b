using System.Diagnostics;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>
/// Far more is offered than the venue can take, for two minutes. What it answers stays useful, nothing is executed
/// twice, and it answers at once when the flood is over.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const int InFlight = 40_000;
    private const int Clients = 40;
    private const string SecondsVariable = "HYPERCALL_CHAOS_OVERLOAD_SECONDS";
    private static readonly TimeSpan MostToAnswer = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Flood = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable(SecondsVariable), out int seconds) ? seconds : 120);

    private int _executed;
    private int _busy;

    [ChaosTheory]
    [MemberData(nameof(ChaosCases.Databases), MemberType = typeof(ChaosCases))]
    public async Task Answers_come_at_once_when_it_is_over(string database, int round)
    {
        await using ChaosVenue venue = await ChaosVenue.StartAsync(database, output);
        venue.StartLoad();
        await venue.MoreAsync();
        await venue.OwnerAsync();
        var flow = new CommandFlow(seed: round + 1);
        long end = Stopwatch.GetTimestamp() + (long)(Flood.TotalSeconds * Stopwatch.Frequency);
        int next = CommandFlow.SetupCount;
        IEngineClient[] clients = [.. Enumerable.Range(1_000, Clients).Select(number => venue.Gateway.Client(number))];
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(worker => Task.Run(async () =>
        {
            while (Stopwatch.GetTimestamp() < end)
                Count(await clients[worker % Clients].SubmitAsync(Request(flow, Interlocked.Increment(ref next))));
        })));

        long over = Stopwatch.GetTimestamp();
        await venue.Load.WaitForMoreAsync(1);
        TimeSpan waited = Stopwatch.GetElapsedTime(over);
        output.WriteLine(
            $"round {round}: {_executed} executed, {_busy} refused; {waited.TotalSeconds:0.0} s to the next outcome; "
            + $"{GC.GetTotalMemory(forceFullCollection: true) >> 20} MiB held by the client");
        Assert.True(waited < MostToAnswer, $"{waited} to the next outcome");
        Assert.True(_executed > 0);
        await venue.CheckAsync();
    }

    /// <summary>Its ids are apart from those of the load.</summary>
    private static ClientRequest Request(CommandFlow flow, int index) => CoreRun.Request(flow, index) with
    {
        TimestampMs = 0,
        RequestId = new RequestId(UInt128.MaxValue - (UInt128)index),
        FirstSentMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
    };

    private void Count(SubmissionResult result) =>
        _ = result.Status == SubmissionStatus.Executed
            ? Interlocked.Increment(ref _executed)
            : Interlocked.Increment(ref _busy);
}
