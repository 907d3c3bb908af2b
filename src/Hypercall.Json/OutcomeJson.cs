using Hypercall.Engine.Events;
using Hypercall.Json.Writing;

namespace Hypercall.Json;

/// <summary>
/// The outcome line of a command (wire.md §Outcomes). Tools write one per Apply, while the output still holds.
/// </summary>
public static class OutcomeJson
{
    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter writer, ApplyOutput output)
    {
        var line = new JsonOutput(writer);
        line.Open();
        line.Int64("sequence", output.Sequence);
        line.Int64("timestamp", output.TimestampMs);
        WriteRejection(ref line, output.Rejection, RejectText.Describe(output.Rejection));
        line.Boolean("duplicate", output.Duplicate, true);
        if (output.First is { } first)
            WriteFirst(ref line, output, first);
        if (output.HasResults)
            WriteResults(ref line, output);
        WriteEvents(ref line, output.Events);
        line.Hash("hash", output.Hash);
        line.Close();
    }

    private static void WriteFirst(ref JsonOutput line, ApplyOutput output, in FirstOutcome first)
    {
        line.Open("first");
        line.Int64("sequence", first.Sequence);
        WriteOrderId(ref line, first.OrderId);
        if (line.Has("status", first.Status.HasValue, true))
            line.ShowEnum("status", first.Status.GetValueOrDefault());
        if (line.Has("filled", first.Filled.HasValue, true))
            line.Show("filled", first.Filled.GetValueOrDefault());
        if (line.Has("results", output.HasResults, true))
            WriteResults(ref line, output);
        line.Close();
    }

    /// <summary>Of a duplicate's results only codes and ids are known.</summary>
    private static void WriteResults(ref JsonOutput line, ApplyOutput output)
    {
        line.OpenList("results");
        foreach (ref readonly ActionResult result in output.Results)
        {
            line.Open();
            WriteRejection(
                ref line, result.Rejection, output.Duplicate ? null : RejectText.Describe(result.Rejection));
            WriteOrderId(ref line, result.OrderId);
            line.Close();
        }

        line.CloseList();
    }

    private static void WriteOrderId(ref JsonOutput line, long? orderId)
    {
        if (line.Has("orderId", orderId.HasValue, true))
            line.Int64("orderId", orderId.GetValueOrDefault());
    }

    private static void WriteRejection(ref JsonOutput line, in Rejection rejection, string? detail)
    {
        line.Text("outcome", rejection.IsRejected ? "rejected" : "accepted");
        line.ShowEnum("code", rejection.Code);
        line.Text("detail", detail);
    }

    private static void WriteEvents(ref JsonOutput line, EventBuffer events)
    {
        line.OpenList("events");
        for (int i = 0; i < events.Count; i++)
        {
            line.Open();
            line.ShowEnum("event", events.KindAt(i));
            events.Walk(ref line, i);
            line.Close();
        }

        line.CloseList();
    }
}
