namespace Hypercall.Engine.Events;

/// <summary>
/// The canonical encoding of what a command did, as hosts send it to clients, standbys and views. Both directions
/// allocate nothing once writer, target and string pool are warm (but for client ids and names).
/// </summary>
public static class OutcomeCodec
{
    private const byte Version = 1;
    /// <summary>As many as a bulk can have actions.</summary>
    private const int MaxResults = 1000;

    private const int LeastEventBytes = 3;

    /// <summary>Appends an output with all its events.</summary>
    public static void Write(CanonicalWriter writer, ApplyOutput output)
    {
        var fields = new CanonicalOutput(writer);
        Walk(ref fields, output);
    }

    /// <summary>Reads the next output into <paramref name="target"/>; never throws, whatever the bytes.</summary>
    /// <returns>False when the reader has failed (its error says why); then the target is empty.</returns>
    public static bool TryRead(ref CanonicalReader reader, ApplyOutput target)
    {
        target.Reset();
        Walk(ref reader, target);
        if (reader.Failed)
            target.Reset();
        return !reader.Failed;
    }

    /// <summary>The layout of an output.</summary>
    internal static void Walk<V>(ref V v, ApplyOutput o)
        where V : struct, IFields, allows ref struct
    {
        v.Require(v.Tag("outcome version", Version, Version) == Version, "outcome version is unknown");
        (bool hasRequestId, bool hasOrderId, bool hasFirst, o.HasResults) = v.Members(
            "optional outcome members", o.RequestId.HasValue, o.OrderId.HasValue, o.First.HasValue, o.HasResults);
        o.Sequence = v.Int64("sequence", o.Sequence, 1, long.MaxValue);
        o.TimestampMs = v.Time("timestamp", o.TimestampMs);
        o.RequestId = hasRequestId
            ? new RequestId(v.UInt128("request id", o.RequestId.GetValueOrDefault().Value))
            : null;
        o.Rejection = RejectionShape.Walk(ref v, o.Rejection);
        o.OrderId = hasOrderId ? v.Int64("order id", o.OrderId.GetValueOrDefault()) : null;
        o.First = hasFirst ? FirstOutcomeShape.Walk(ref v, o.First.GetValueOrDefault()) : null;
        if (o.HasResults)
            WalkResults(ref v, o);
        WalkEvents(ref v, o.Events);
        o.Hash = v.Hash("hash", o.Hash);
    }

    private static void WalkResults<V>(ref V v, ApplyOutput o)
        where V : struct, IFields, allows ref struct
    {
        int count = v.Count("results", o.Results.Length, MaxResults, ActionResultShape.LeastBytes);
        for (int i = 0; i < count && !v.Failed; i++)
        {
            ActionResult result = ActionResultShape.Walk(ref v, V.Makes ? default : o.Results[i]);
            if (V.Makes)
                o.AddResult(result);
        }
    }

    private static void WalkEvents<V>(ref V v, EventBuffer events)
        where V : struct, IFields, allows ref struct
    {
        int count = v.Count("events", events.Count, int.MaxValue, LeastEventBytes);
        for (int i = 0; i < count && !v.Failed; i++)
        {
            var kind = (EventKind)v.Tag("event kind", V.Makes ? (byte)0 : (byte)events.KindAt(i), byte.MaxValue);
            if (V.Makes && !events.TryAppend(kind))
                v.Require(false, $"event kind {(byte)kind} is unknown");
            else
                events.Walk(ref v, i);
        }
    }
}
