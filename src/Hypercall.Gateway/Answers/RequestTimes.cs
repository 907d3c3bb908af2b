namespace Hypercall.Gateway.Answers;

/// <summary>When a request came in, and by which clock: Deribit's answers tell how long they took.</summary>
/// <param name="ReceivedAtUs">µs since the epoch.</param>
/// <param name="IsTestnet">Whether the chain is a test one.</param>
internal sealed record RequestTimes(TimeProvider Time, long ReceivedAtUs, bool IsTestnet)
{
    public static RequestTimes Of(HttpContext context) =>
        context.Features.Get<RequestTimes>() ?? throw new InvalidOperationException("the request has no times");

    /// <summary>Those of a request that comes in.</summary>
    public static RequestTimes Now(GatewayOptions options) => new(options.Time, NowUs(options.Time), options.IsTestnet);

    /// <summary>Time of receipt, ms since the epoch.</summary>
    public long ReceivedAtMs => ReceivedAtUs / 1_000;

    public void Write(Utf8JsonWriter writer)
    {
        long now = NowUs(Time);
        writer.WriteBoolean("testnet", IsTestnet);
        writer.WriteNumber("usIn", ReceivedAtUs);
        writer.WriteNumber("usOut", now);
        writer.WriteNumber("usDiff", now - ReceivedAtUs);
    }

    private static long NowUs(TimeProvider time) =>
        (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
