namespace Hypercall.Gateway.Deribit;

/// <summary>Which of some trades are asked for: a time, how many, and from which end.</summary>
/// <param name="FromMs">The first time.</param>
/// <param name="ToMs">The time after the last one.</param>
internal readonly record struct DeribitSpan(long FromMs, long ToMs, int Count, bool IsOldestFirst)
{
    private const int Most = 1_000;
    private const int Usual = 10;

    /// <summary>From its start on where it has one, else from now back.</summary>
    public static DeribitSpan Of(DeribitCall call)
    {
        long? from = call.Params.Integer("start_timestamp", 0, Instant.MaxMs);
        long to = call.Params.Integer("end_timestamp", from ?? 0, Instant.MaxMs) ?? Instant.MaxMs;
        return new DeribitSpan(
            from ?? 0,
            to + 1,
            (int)(call.Params.Integer("count", 1, Most) ?? Usual),
            call.Params.Choice("sorting", from.HasValue, ("asc", true), ("desc", false), ("default", from.HasValue)));
    }
}
