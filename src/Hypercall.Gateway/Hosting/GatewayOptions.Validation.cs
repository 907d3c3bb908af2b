namespace Hypercall.Gateway.Hosting;

/// <summary>What settings are checked for as they are read, for options that were made in code.</summary>
public sealed partial record GatewayOptions
{
    /// <exception cref="ArgumentException">An option is out of range; the message names it and its range.</exception>
    internal void Validate()
    {
        if (!Limits.ContainsKey(TierLimits.Default))
            throw new ArgumentException($"Limits has no tier '{TierLimits.Default}', whose limits all others have");
        foreach ((string tier, TierLimits limits) in Limits)
            limits.Validate($"Limits['{tier}']");
        if (KeyMaster.Length is > 0 and < ShortestKeyMaster)
            throw new ArgumentException($"KeyMaster has less than {ShortestKeyMaster} letters");
        Require(ChainId, 1, long.MaxValue, nameof(ChainId));
        Require(HistoryReads, 1, MostReads, nameof(HistoryReads));
        Require(HistoryReadsPerClient, 1, MostReads, nameof(HistoryReadsPerClient));
        Require(AddressRequestsPerMinute, 0, MostPerMinute, nameof(AddressRequestsPerMinute));
        Require(ConnectionsPerAddress, 0, MostConnections, nameof(ConnectionsPerAddress));
        Require(UnreadBytesPerAddress, LeastUnread, MostUnread, nameof(UnreadBytesPerAddress));
    }

    internal static void Require(long value, long min, long max, string name)
    {
        if (value < min || value > max)
            throw new ArgumentException($"{name} {value} is outside {min}..{max}");
    }
}
