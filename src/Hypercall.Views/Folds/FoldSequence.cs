namespace Hypercall.Views.Folds;

/// <summary>What every fold checks: that outcomes follow one another, and that it knows the events in them.</summary>
internal static class FoldSequence
{
    /// <exception cref="ArgumentException">The outcome is not the next one.</exception>
    public static void CheckNext(ApplyOutput outcome, long lastSequence)
    {
        if (outcome.Sequence != lastSequence + 1)
            throw new ArgumentException($"outcome {outcome.Sequence} does not follow {lastSequence}");
    }

    /// <summary>
    /// An event of a newer engine than the view was written for: left out it could falsify the view in silence, so the
    /// view stops.
    /// </summary>
    public static ArgumentException Unknown(EventKind kind) => new($"the view does not know event kind {kind}");

    /// <summary>The sum, or the largest value where it does not fit.</summary>
    public static Int128 AddSaturated(Int128 sum, Int128 positive) =>
        sum > Int128.MaxValue - positive ? Int128.MaxValue : sum + positive;
}
