using Hypercall.Actors.Protocol;
using Hypercall.Actors.Views;
using Hypercall.Gateway.OpenApi;
using Hypercall.Views.Feed;

namespace Hypercall.Gateway.Routes;

/// <summary>
/// Whether a load balancer should send clients here: the partition's owner takes commands, the views are whole, and
/// the replica that writes are checked against stands at the journal's end.
/// </summary>
internal sealed class ReadyRoutes(GatewayVenue venue, SequenceClock clock) : IGatewayRoutes
{
    /// <summary>Longer than a query waits in the follower.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/ready", ReadyAsync)
        .IsOfVenue("Whether clients should be sent here; 503 where not", "Ready", 200, 503);

    private async Task<Answer> ReadyAsync()
    {
        Component[] asked = await Task.WhenAll(EngineAsync(), ViewsAsync());
        // Last: the views may have heard of more than the replica has read.
        Component[] components = [.. asked, await ReplicaAsync()];
        bool isReady = components.All(component => component.IsReady);
        int status = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return Shapes.Of(status, null, writer =>
        {
            writer.WriteString("status", isReady ? "ready" : "not_ready");
            writer.WriteObjects("components", components, static (item, component) =>
            {
                item.WriteString("name", component.Name);
                item.WriteBoolean("ready", component.IsReady);
                item.WriteString("detail", component.Detail);
            });
        });
    }

    private Task<Component> EngineAsync() => AskAsync<object>(
        "engine",
        venue.Entry,
        new QueryHealth(venue.Partition, 0),
        answer => answer is PartitionHealth health
            ? (health.State == PartitionState.Ready, $"partition {health.Partition} is {health.State}")
            : (false, "the partition cannot be reached"));

    private Task<Component> ViewsAsync() => AskAsync<ViewStatus>(
        "views",
        venue.View("market"),
        new QueryView(),
        status =>
        {
            clock.Hear(status.KnownSequence);
            return (
                status.Status == FeedStatus.Ready, $"{status.Status} at {status.Sequence} of {status.KnownSequence}");
        });

    private Task<Component> ReplicaAsync() => AskAsync<ReplicaAnswer>(
        "replica",
        venue.View("follower"),
        new QueryReplica(venue.Partition, 0, clock.Known, EngineQuestion.AboutIndex),
        answer => (answer.Answer is not null, $"{answer.Standing.State} at {answer.Standing.Sequence}"));

    private static async Task<Component> AskAsync<T>(
        string name, ICanTell asked, object question, Func<T, (bool, string)> judge)
        where T : class
    {
        (bool isReady, string detail) = await asked.TryAskAsync<T>(question, Patience) is { } answer
            ? judge(answer)
            : (false, "it does not answer");
        return new Component(name, isReady, detail);
    }

    private sealed record Component(string Name, bool IsReady, string Detail);
}
