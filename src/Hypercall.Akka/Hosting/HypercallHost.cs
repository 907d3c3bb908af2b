using Akka.Actor;
using Microsoft.Extensions.Hosting;

namespace Hypercall.Akka.Hosting;

/// <summary>
/// The hosted service: makes the actor system at the host's start, drains and ends it at the host's stop, and stops the
/// host when the system ends by itself.
/// </summary>
internal sealed class HypercallHost(HypercallHostOptions options, IHostApplicationLifetime lifetime) : IHostedService
{
    private ActorSystem? _system;

    /// <summary>The actor system.</summary>
    /// <exception cref="InvalidOperationException">The host has not started yet.</exception>
    public ActorSystem System => _system ?? throw new InvalidOperationException("the host has not started yet");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ActorSystem system = ActorSystem.Create(options.SystemName, HypercallConfig.Compose(options.Configuration));
        try
        {
            Start(system);
        }
        catch
        {
            system.Terminate();
            throw;
        }

        _system = system;
        _ = StopHostWithSystem(system);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_system is { } system)
        {
            await CoordinatedShutdown.Get(system)
                .Run(CoordinatedShutdown.ClrExitReason.Instance)
                .WaitAsync(cancellationToken);
        }
    }

    private void Start(ActorSystem system)
    {
        HypercallAkka hypercall = HypercallAkka.Get(system);
        if (options.Start is { } start)
            start(system);
        else
            hypercall.StartPartitions();
    }

    private async Task StopHostWithSystem(ActorSystem system)
    {
        await system.WhenTerminated;
        lifetime.StopApplication();
    }
}
