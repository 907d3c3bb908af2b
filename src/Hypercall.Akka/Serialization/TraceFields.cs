using System.Diagnostics;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Serialization;

/// <summary>Encoding of the trace that a message belongs to, at its end: nothing where it belongs to none.</summary>
internal static class TraceFields
{
    private const int TraceIdBytes = 16;
    private const int SpanIdBytes = 8;

    public static void Write(CanonicalWriter writer, ActivityContext trace)
    {
        if (trace.TraceId == default)
            return;
        Span<byte> ids = stackalloc byte[TraceIdBytes + SpanIdBytes];
        trace.TraceId.CopyTo(ids[..TraceIdBytes]);
        trace.SpanId.CopyTo(ids[TraceIdBytes..]);
        writer.WriteBytes(ids);
        writer.WriteByte((byte)trace.TraceFlags);
    }

    public static ActivityContext Read(ref CanonicalReader reader)
    {
        if (reader.Remaining == 0)
            return default;
        ReadOnlySpan<byte> ids = reader.ReadBytes(TraceIdBytes + SpanIdBytes);
        var flags = (ActivityTraceFlags)reader.ReadByte((byte)ActivityTraceFlags.Recorded, "trace flags");
        if (reader.Failed)
            return default;
        return new ActivityContext(
            ActivityTraceId.CreateFromBytes(ids[..TraceIdBytes]),
            ActivitySpanId.CreateFromBytes(ids[TraceIdBytes..]),
            flags,
            isRemote: true);
    }
}
