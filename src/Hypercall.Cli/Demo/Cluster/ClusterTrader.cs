using Hypercall.Sequencer.Live;

namespace Hypercall.Cli.Demo.Cluster;

/// <summary>
/// One client of the demonstration: sends a command, waits for its outcome, for as long as that takes, and sends the
/// next. For one thread.
/// </summary>
internal sealed class ClusterTrader(IEngineClient client, DemoVenue orders, AcknowledgementLog log)
{
    private long _lastNonce;

    /// <summary>What it sends.</summary>
    public DemoVenue Orders => orders;

    /// <summary>The time, for prices and nonces; the engine has a clock of its own.</summary>
    public static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Sends a command of the venue's own.</summary>
    /// <exception cref="CheckFailedException">It got no outcome.</exception>
    public Task SubmitAsync(EngineCommand command) => SubmitAsync(new ClientRequest(command, NewRequest()));

    /// <summary>Sends a command of a trader, signed by the trader's agent.</summary>
    /// <exception cref="CheckFailedException">It got no outcome.</exception>
    public Task SubmitAsync(DemoTrader trader, EngineCommand command)
    {
        _lastNonce = Math.Max(_lastNonce + 1, NowMs);
        return SubmitAsync(new ClientRequest(command, NewRequest(), trader.Agent, _lastNonce));
    }

    private static RequestId NewRequest() => RequestId.FromGuid(Guid.NewGuid());

    private async Task SubmitAsync(ClientRequest request)
    {
        SubmissionResult result = await client.SubmitAsync(request);
        if (result is not { Status: SubmissionStatus.Executed, Outcome: { } outcome })
            throw new CheckFailedException($"a command got no outcome: {result.Status} {result.Refusal}".TrimEnd());
        log.Add(Acknowledgement.Of(request.RequestId!.Value, outcome));
    }
}
