using System.Text.Json;
using Akka.Actor;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Views;
using Hypercall.Engine.Domain;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Hypercall.Gateway.Reads;

/// <summary>How the venue and this gateway's parts of it stand (gateway.md §5).</summary>
internal sealed class VenueReads(GatewayVenue venue, PastReads past, StateDigests digests)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly string[] Views = ["market", "portfolio", "statistics"];

    public async Task<IResult> Cluster(HttpContext context)
    {
        new ReadQuery(context).Finish();
        CancellationToken cancellation = context.RequestAborted;
        PartitionStanding? standing = await PartitionStanding.AskAsync(
            venue.System, venue.Entry, venue.Partition, Patience);
        var views = new List<(string Kind, ViewStatus? Status)>();
        foreach (string view in Views)
            views.Add((view, await ViewAsync(view, cancellation)));
        FollowerStatus?[] followers = [await FollowerAsync(cancellation), await HistoryAsync(cancellation)];
        ComponentDigests state = await digests.NewestAsync(cancellation);
        return Shapes.Ok(followers[0]?.Sequence, writer =>
        {
            WritePartitions(writer, standing, followers[0]);
            WriteViews(writer, views);
            WriteFollowers(writer, followers);
            WriteDigests(writer, state);
        });
    }

    private Task<ViewStatus?> ViewAsync(string view, CancellationToken cancellation) =>
        OrNull(venue.View(view).Ask<ViewStatus>(new QueryView(), Patience, cancellation));

    private Task<FollowerStatus?> FollowerAsync(CancellationToken cancellation) =>
        OrNull(venue.View("follower").Ask<FollowerStatus>(new QueryFollower(), Patience, cancellation));

    private Task<FollowerStatus?> HistoryAsync(CancellationToken cancellation) =>
        OrNull(past.StatusAsync(Patience, cancellation));

    /// <summary>What does not answer in time is not there.</summary>
    private static async Task<T?> OrNull<T>(Task<T> answer)
        where T : class
    {
        try
        {
            return await answer;
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private void WritePartitions(Utf8JsonWriter writer, PartitionStanding? standing, FollowerStatus? replica)
    {
        PartitionHealth? health = standing?.Health;
        writer.WriteStartArray("partitions");
        writer.WriteStartObject();
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
        writer.WriteStartArray("warnings");
        foreach (string warning in health?.Warnings ?? [])
            writer.WriteStringValue(warning);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteViews(Utf8JsonWriter writer, List<(string Kind, ViewStatus? Status)> views)
    {
        writer.WriteStartArray("views");
        foreach ((string kind, ViewStatus? status) in views)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", kind);
            writer.WriteString("status", status?.Status.ToString() ?? "Unreachable");
            writer.WriteNumber("sequence", status?.Sequence ?? 0);
            writer.WriteNumber("known_sequence", status?.KnownSequence ?? 0);
            writer.WriteNumber("lag_ms", status?.BehindMs ?? 0);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFollowers(Utf8JsonWriter writer, FollowerStatus?[] followers)
    {
        writer.WriteStartArray("followers");
        foreach (FollowerStatus? follower in followers)
        {
            writer.WriteStartObject();
            writer.WriteString("state", follower?.State.ToString() ?? "Unreachable");
            writer.WriteNumber("record", follower?.RecordNumber ?? 0);
            writer.WriteNumber("sequence", follower?.Sequence ?? 0);
            writer.WriteString("hash", follower?.Hash.ToString());
            writer.WriteNumber("not_cross_checked", follower?.RecordsNotCrossChecked ?? 0);
            writer.WriteString("error", follower?.Error);
            writer.WriteNumber("lag_ms", follower?.BehindMs ?? 0);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
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
