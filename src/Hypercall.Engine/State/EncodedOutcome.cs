namespace Hypercall.Engine.State;

/// <summary>A remembered outcome in its canonical bytes, of which mostly no more is asked than key and time.</summary>
internal static class EncodedOutcome
{
    public static OutcomeKey KeyOf(ReadOnlySpan<byte> encoded)
    {
        var reader = new CanonicalReader(encoded);
        return EntryShapes.WalkKey(ref reader, default);
    }

    public static long TimestampMsOf(ReadOnlySpan<byte> encoded)
    {
        var reader = new CanonicalReader(encoded);
        EntryShapes.WalkKey(ref reader, default);
        return EntryShapes.WalkPlace(ref reader, 0, 0).TimestampMs;
    }

    public static OutcomeEntry Decode(ReadOnlySpan<byte> encoded)
    {
        var reader = new CanonicalReader(encoded);
        OutcomeEntry entry = default;
        EntryShapes.Walk(ref reader, ref entry);
        return entry;
    }
}
