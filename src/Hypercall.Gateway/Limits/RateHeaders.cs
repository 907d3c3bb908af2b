namespace Hypercall.Gateway.Limits;

/// <summary>Tells a bucket in the headers of an answer.</summary>
internal static class RateHeaders
{
    public const string Bucket = "X-RateLimit-Bucket";
    public const string Limit = "X-RateLimit-Limit";
    public const string Remaining = "X-RateLimit-Remaining";
    public const string Reset = "X-RateLimit-Reset";

    public static void Set(HttpResponse response, in RateBucket bucket)
    {
        response.Headers[Bucket] = Words.Of(bucket.Class);
        response.Headers[Limit] = Text(bucket.Limit);
        response.Headers[Remaining] = Text(bucket.Remaining);
        response.Headers[Reset] = Text(bucket.ResetMs);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
