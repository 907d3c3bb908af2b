using System.Collections.Concurrent;
using Hypercall.Actors.Client;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Sequencer.Client;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>
/// The gateway and view node of a venue under test, through all its lives: one that the cluster put out, or that was
/// left without engines, ends, and the next one joins. Its clients ask that one again for what was left open.
/// </summary>
internal sealed class ChaosGateway : IAsyncDisposable
{
    private readonly NodeFleet _fleet;
    private readonly string _journal;
    private readonly CancellationTokenSource _end = new();
    private volatile Life _life;
    private Task _keeping = Task.CompletedTask;

    private ChaosGateway(NodeFleet fleet, string journal, TestGateway gateway)
    {
        _fleet = fleet;
        _journal = journal;
        _life = new Life(gateway);
    }

    /// <summary>The gateway in its present life.</summary>
    public TestGateway Gateway => _life.Gateway;

    public static async Task<ChaosGateway> JoinAsync(NodeFleet fleet, string journal)
    {
        var gateway = new ChaosGateway(fleet, journal, await TestGateway.JoinAsync(fleet, journal));
        gateway._keeping = gateway.KeepAsync();
        return gateway;
    }

    /// <summary>A client that goes on for as long as a failover, and the gateway's next life, may take.</summary>
    /// <param name="submitter">In whose share of the engine's queue its commands wait.</param>
    /// <param name="options">How it asks and retries; null: for as long as it takes.</param>
    public IEngineClient Client(long submitter, EngineClientOptions? options = null) =>
        new LivingClient(this, submitter, options);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _keeping;
        await _life.Gateway.DisposeAsync();
    }

    private async Task KeepAsync()
    {
        try
        {
            while (true)
            {
                Life last = _life;
                await last.Gateway.System.WhenTerminated.WaitAsync(_end.Token);
                _life = new Life(await TestGateway.JoinAsync(_fleet, _journal));
                last.Next.SetResult();
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    /// <summary>One life of the gateway.</summary>
    private sealed record Life(TestGateway Gateway)
    {
        /// <summary>Its clients by submitter.</summary>
        public ConcurrentDictionary<long, IEngineClient> Clients { get; } = new();

        /// <summary>Completes when the next life has begun.</summary>
        public TaskCompletionSource Next { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Asks through whichever gateway lives.</summary>
    private sealed class LivingClient(ChaosGateway gateway, long submitter, EngineClientOptions? options)
        : IEngineClient
    {
        public async Task<SubmissionResult> SubmitAsync(
            ClientRequest request, CancellationToken cancellation = default)
        {
            while (true)
            {
                Life life = gateway._life;
                using var goesOn = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                Task<SubmissionResult> answer = ClientOf(life).SubmitAsync(request, goesOn.Token);
                if (await Task.WhenAny(answer, life.Next.Task) == answer)
                    return await answer;
                await goesOn.CancelAsync();
                await answer.ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }

        private IEngineClient ClientOf(Life life) => life.Clients.GetOrAdd(
            submitter,
            static (number, state) => state.life.Gateway.Client(number, state.options),
            (life, options));
    }
}
