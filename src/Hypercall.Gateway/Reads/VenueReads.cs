using Hypercall.Actors.Follower;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Views;

namespace Hypercall.Gateway.Reads;

/// <summary>How the venue and this gateway's parts of it stand (gateway.md §5).</summary>
internal sealed class VenueReads(GatewayVenue venue, ReplicaReads replica, PastReads past, StateDigests digests)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly string[] Views = ["market", "portfolio", "statistics"];

    public async Task<Answer> Cluster(ReadQuery query)
    {
        await replica.ReachAsync(query.Finish());
        CancellationToken cancellation = query.Cancellation;
        PartitionStanding? standing = await PartitionStanding.AskAsync(
            venue.System, venue.Entry, venue.Partition, Patience);
        var views = new List<(string Kind, ViewStatus? Status)>();
        foreach (string view in Views)
            views.Add((view, await venue.View(view).TryAskAsync<ViewStatus>(new QueryView(), Patience, cancellation)));
        FollowerStatus?[] followers =
        [
            await venue.View("follower").TryAskAsync<FollowerStatus>(new QueryFollower(), Patience, cancellation),
            await past.StatusAsync(Patience, cancellation),
        ];
        ComponentDigests state = await digests.NewestAsync(cancellation);
        return Shapes.Ok(followers[0]?.Sequence, writer =>
        {
            writer.WriteObjects("partitions", [standing], (item, one) => Write(item, one, followers[0]));
            writer.WriteObjects("views", views, Write);
            writer.WriteObjects("followers", followers, Write);
            WriteDigests(writer, state);
        });
    }

    private void Write(Utf8JsonWriter writer, PartitionStanding? standing, FollowerStatus? replica)
    {
        PartitionHealth? health = standing?.Health;
        writer.WriteString("partition", venue.Partition);
        writer.WriteString("owner", standing?.Owner);
        writer.WriteString("state", health?.State.ToString() ?? "Unreachable");
        writer.WriteNumber("since", health?.SinceMs);
        writer.WriteNumber("epoch", health?.Epoch ?? 0);
        writer.WriteNumber("sequence", health?.Sequence ?? 0);
        bool isSame = health is not null && replica is not null && health.Sequence == replica.Sequence;
        writer.WriteString("hash", isSame ? replica!.Hash.ToString() : null);
        writer.WriteNumber("starts", health?.Starts ?? 0);
        writer.WriteString("stop", health?.Stop is { } stop ? $"{stop.Reason}: {stop.Detail}" : null);
        writer.WriteTexts("warnings", health?.Warnings ?? []);
    }

    private static void Write(Utf8JsonWriter writer, (string Kind, ViewStatus? Status) view)
    {
        writer.WriteString("kind", view.Kind);
        writer.WriteString("status", view.Status?.Status.ToString() ?? "Unreachable");
        writer.WriteNumber("sequence", view.Status?.Sequence ?? 0);
        writer.WriteNumber("known_sequence", view.Status?.KnownSequence ?? 0);
        writer.WriteNumber("lag_ms", view.Status?.BehindMs ?? 0);
    }

    private static void Write(Utf8JsonWriter writer, FollowerStatus? follower)
    {
        writer.WriteString("state", follower?.State.ToString() ?? "Unreachable");
        writer.WriteNumber("record", follower?.RecordNumber ?? 0);
        writer.WriteNumber("sequence", follower?.Sequence ?? 0);
        writer.WriteString("hash", follower?.Hash.ToString());
        writer.WriteNumber("not_cross_checked", follower?.RecordsNotCrossChecked ?? 0);
        writer.WriteString("error", follower?.Error);
        writer.WriteNumber("lag_ms", follower?.BehindMs ?? 0);
    }

    private static void WriteDigests(Utf8JsonWriter writer, ComponentDigests state)
    {
        writer.WriteStartObject("digests");
        foreach ((string component, Hash256 digest) in state.Components)
            writer.WriteString(component, digest.ToString());
        writer.WriteEndObject();
        writer.WriteNumber("digests_sequence", state.Sequence);
    }
}
