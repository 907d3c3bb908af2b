using System.Globalization;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hypercall.Actors.Hosting;

/// <summary>
/// Asks a partition's owner, wherever it runs, how it is: ready is healthy; recovering, or ending to be handed over, is
/// degraded; stopped, down or silent is unhealthy. Says the cause in one line.
/// </summary>
/// <param name="patience">How long the owner may take to answer.</param>
internal sealed class PartitionHealthCheck(string partition, TimeSpan patience) : IAkkaHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        AkkaHealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!context.ActorRegistry.TryGet<VenueEntry>(out IActorRef entry))
            return HealthCheckResult.Degraded($"partition {partition} is not started yet");
        try
        {
            return ResultOf(await entry.Ask<object>(new QueryHealth(partition, 0), patience, cancellationToken));
        }
        catch (AskTimeoutException)
        {
            return HealthCheckResult.Unhealthy(string.Create(
                CultureInfo.InvariantCulture,
                $"partition {partition} did not answer within {patience.TotalSeconds} s"));
        }
    }

    private HealthCheckResult ResultOf(object answer) => answer switch
    {
        PartitionHealth health => new HealthCheckResult(StatusOf(health.State), Describe(health), null, DataOf(health)),
        EngineUnavailable no =>
            new HealthCheckResult(StatusOf(no.State), $"partition {partition}: {OneLine.Of(no.Detail)}"),
        _ => throw new InvalidOperationException($"a {answer.GetType().FullName} does not say how a partition is"),
    };

    private static HealthStatus StatusOf(PartitionState state) => state switch
    {
        PartitionState.Ready => HealthStatus.Healthy,
        PartitionState.Recovering or PartitionState.Stopping => HealthStatus.Degraded,
        _ => HealthStatus.Unhealthy,
    };

    private static string Describe(PartitionHealth health)
    {
        string cause = health.Stop is { } stop
            ? $"; its last engine stopped, {stop.Reason}: {OneLine.Of(stop.Detail)}"
            : "";
        string warning = health.Warnings.Count > 0 ? $"; {OneLine.Of(health.Warnings[^1])}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"partition {health.Partition} is {health.State}, epoch {health.Epoch}, sequence {health.Sequence}")
            + cause + warning;
    }

    private static Dictionary<string, object> DataOf(PartitionHealth health) => new()
    {
        ["state"] = health.State.ToString(),
        ["epoch"] = health.Epoch,
        ["sequence"] = health.Sequence,
        ["starts"] = health.Starts,
        ["warnings"] = health.Warnings,
    };
}
