namespace Hypercall.Engine.Pricing;

/// <summary>
/// Reads a volatility off an underlying's smiles (engine.md §8): linear in strike, linear in total variance between
/// expiries, flat outside both. An exact expiry is used as is. Smiles that have expired or are too old count as
/// absent, each by itself, so a stale exact expiry falls back to its neighbours. Called for marks and greeks.
/// </summary>
internal static class VolatilitySurface
{
    /// <summary>The volatility of a contract as a fraction, or null where no smile can be used.</summary>
    /// <param name="smiles">Ascending by expiry.</param>
    /// <param name="contract">Strike and expiry date of the option.</param>
    /// <param name="expiryMs">Expiry instant of the option, after <paramref name="nowMs"/>.</param>
    /// <param name="nowMs">The engine's time.</param>
    /// <param name="maxPriceAgeMs">Greatest age of a smile that counts; 0 for any.</param>
    public static double? Find(
        List<VolatilitySmile> smiles, in ContractKey contract, long expiryMs, long nowMs, long maxPriceAgeMs)
    {
        VolatilitySmile? before = null;
        VolatilitySmile? after = null;
        foreach (VolatilitySmile smile in smiles)
        {
            if (smile.ExpiryMs <= nowMs || (maxPriceAgeMs != 0 && nowMs - smile.UpdatedAtMs > maxPriceAgeMs))
                continue;

            // By date, as it was named: the instants differ where the rules' time of expiry changed in between.
            if (smile.ExpiryDate == contract.ExpiryDate)
                return AtStrike(smile.Points, contract.Strike.Units);
            if (smile.ExpiryMs < expiryMs)
                before = smile;
            else
                after ??= smile;
        }

        if (before is null)
            return after is null ? null : AtStrike(after.Points, contract.Strike.Units);
        double near = AtStrike(before.Points, contract.Strike.Units);
        return after is null
            ? near
            : Between(
                near, before.ExpiryMs - nowMs, AtStrike(after.Points, contract.Strike.Units), after.ExpiryMs - nowMs,
                expiryMs - nowMs);
    }

    /// <summary>
    /// As <see cref="Find"/> with smiles of any age; where all have expired, the one of the greatest expiry stays.
    /// </summary>
    public static double? FindLast(List<VolatilitySmile> smiles, in ContractKey contract, long expiryMs, long nowMs)
    {
        if (Find(smiles, contract, expiryMs, nowMs, maxPriceAgeMs: 0) is { } found)
            return found;
        return smiles.Count == 0 ? null : AtStrike(smiles[^1].Points, contract.Strike.Units);
    }

    /// <summary>Linear in total variance between two expiries; all terms are positive, so nothing cancels.</summary>
    private static double Between(double near, double nearMs, double far, double farMs, double atMs)
    {
        double total = near * near * nearMs * (farMs - atMs) + far * far * farMs * (atMs - nearMs);
        return Math.Sqrt(total / ((farMs - nearMs) * atMs));
    }

    /// <summary>Linear between the strikes around, flat outside; a listed strike gives its own volatility.</summary>
    private static double AtStrike(VolatilityPoint[] points, long strikeUnits)
    {
        int found = points.AsSpan().BinarySearch(new StrikeKey(strikeUnits));
        int above = ~found;
        if (found >= 0 || above == 0)
            return DecimalUnits.ToDouble(points[Math.Max(found, 0)].VolatilityUnits);
        if (above == points.Length)
            return DecimalUnits.ToDouble(points[^1].VolatilityUnits);
        VolatilityPoint left = points[above - 1];
        VolatilityPoint right = points[above];
        double share = (double)(strikeUnits - left.Strike.Units) / (right.Strike.Units - left.Strike.Units);
        double low = DecimalUnits.ToDouble(left.VolatilityUnits);
        double high = DecimalUnits.ToDouble(right.VolatilityUnits);
        return low + (high - low) * share;
    }

    /// <summary>Compares a strike with those of points.</summary>
    private readonly struct StrikeKey(long units) : IComparable<VolatilityPoint>
    {
        public int CompareTo(VolatilityPoint other) => units.CompareTo(other.Strike.Units);
    }
}
