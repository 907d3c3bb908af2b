using System.Diagnostics;

namespace Hypercall.Actors.Serialization;

/// <summary>The trace that a submission belongs to, as bytes: none where it belongs to none.</summary>
internal static class TraceBytes
{
    private const int TraceIdBytes = 16;
    private const int SpanIdBytes = 8;

    /// <summary>Bytes of a trace: its ids, then its flags.</summary>
    private const int Length = TraceIdBytes + SpanIdBytes + 1;

    /// <summary>A trace at a message's end: nothing where there is none.</summary>
    public static ActivityContext Last<V>(ref V v, ActivityContext trace)
        where V : struct, IByteFields, allows ref struct => Make(ref v, v.Rest("trace", Of(trace)), trace);

    /// <summary>A trace behind a flag that says whether there is one.</summary>
    public static ActivityContext Optional<V>(ref V v, ActivityContext trace)
        where V : struct, IByteFields, allows ref struct => v.Has("trace", trace.TraceId != default)
            ? Make(ref v, v.Bytes("trace", Of(trace), Length), trace)
            : default;

    private static ReadOnlyMemory<byte> Of(ActivityContext trace)
    {
        if (trace.TraceId == default)
            return default;
        byte[] bytes = new byte[Length];
        trace.TraceId.CopyTo(bytes.AsSpan(0, TraceIdBytes));
        trace.SpanId.CopyTo(bytes.AsSpan(TraceIdBytes, SpanIdBytes));
        bytes[^1] = (byte)trace.TraceFlags;
        return bytes;
    }

    private static ActivityContext Make<V>(ref V v, ReadOnlyMemory<byte> bytes, ActivityContext trace)
        where V : struct, IByteFields, allows ref struct
    {
        if (!V.Makes || v.Failed || bytes.IsEmpty)
            return trace;
        ReadOnlySpan<byte> span = bytes.Span;
        v.Require(span.Length == Length && span[^1] <= (byte)ActivityTraceFlags.Recorded, "no trace");
        return v.Failed
            ? default
            : new ActivityContext(
                ActivityTraceId.CreateFromBytes(span[..TraceIdBytes]),
                ActivitySpanId.CreateFromBytes(span.Slice(TraceIdBytes, SpanIdBytes)),
                (ActivityTraceFlags)span[^1],
                isRemote: true);
    }
}
