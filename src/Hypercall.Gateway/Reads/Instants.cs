namespace Hypercall.Gateway.Reads;

/// <summary>Instants as answers give them.</summary>
internal static class Instants
{
    /// <summary>ISO 8601 in UTC, to the millisecond.</summary>
    public static string Iso(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
