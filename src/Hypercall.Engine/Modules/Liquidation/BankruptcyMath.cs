namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// The arithmetic of auto-deleveraging (risk.md §B4): the price at which closing leaves the wallet at nothing, by which
/// nobody is taken past his entry. What is beyond every price is cut off there, which no result shows.
/// </summary>
internal static class BankruptcyMath
{
    /// <summary>Parts that a ratio counts in a whole.</summary>
    public const long RatioUnit = 1_000_000_000_000;

    private const int RatioDigits = 12;
    private const int PpmDigits = 6;

    /// <summary>More than the largest price is of the smallest.</summary>
    private static readonly Int128 MostWholes = 1_000_000_000_000_000_000;

    /// <summary>The loss of each unit of mark, in parts of <see cref="RatioUnit"/>, rounded up.</summary>
    /// <param name="lossUnits">What is to be lost, zero or more.</param>
    /// <param name="grossUnits">Σ mark × contracts without signs, zero or more.</param>
    public static Int128 LossRatio(Int128 lossUnits, Int128 grossUnits)
    {
        if (lossUnits <= 0 || grossUnits == 0)
            return 0;
        Int128 wholes = lossUnits / grossUnits;
        if (wholes >= MostWholes)
            return MostWholes * RatioUnit;
        Int128 parts = Digits(lossUnits % grossUnits, grossUnits, RatioDigits, out bool isExact);
        return wholes * RatioUnit + parts + (isExact ? 0 : 1);
    }

    /// <summary>What part of a whole an amount is, in ppm rounded down and at most so much.</summary>
    public static long RatioPpm(Int128 partUnits, Int128 wholeUnits, long mostPpm)
    {
        if (wholeUnits == 0 || partUnits >= wholeUnits)
            return mostPpm;
        return Math.Min(mostPpm, (long)Digits(partUnits, wholeUnits, PpmDigits, out _));
    }

    /// <summary>The price at which closing leaves nothing: a short buys below its mark, a long sells above.</summary>
    public static long PriceUnits(long markUnits, bool isShort, Int128 lossRatio)
    {
        if (isShort)
        {
            Int128 left = Int128.Max(0, RatioUnit - lossRatio);
            return (long)Int128.Min(Price.MaxUnits, markUnits * left / RatioUnit);
        }

        Int128 wholes = lossRatio / RatioUnit;
        if (markUnits >= Price.MaxUnits || (markUnits > 0 && wholes >= Price.MaxUnits))
            return Price.MaxUnits;
        Int128 parts = markUnits * (lossRatio % RatioUnit);
        Int128 added = markUnits * wholes + (parts + RatioUnit - 1) / RatioUnit;
        return (long)Int128.Min(Price.MaxUnits, markUnits + added);
    }

    /// <summary>The price of one closing: no further from the mark than the other's entry.</summary>
    /// <param name="isShort">Whether the liquidated wallet is short.</param>
    /// <param name="bankruptcyUnits">The price at which the wallet is left with nothing.</param>
    /// <param name="quantityUnits">The other's signed contracts.</param>
    public static long FillUnits(
        bool isShort, long markUnits, long bankruptcyUnits, long quantityUnits, Int128 costUnits)
    {
        if (isShort)
        {
            long entry = (long)((costUnits + quantityUnits - 1) / quantityUnits);
            return Math.Min(markUnits, Math.Max(bankruptcyUnits, entry));
        }

        return Math.Max(markUnits, Math.Min(bankruptcyUnits, (long)(costUnits / quantityUnits)));
    }

    /// <summary>So many decimals of a ratio below one, without leaving the type.</summary>
    private static Int128 Digits(Int128 part, Int128 whole, int count, out bool isExact)
    {
        Int128 digits = 0;
        for (int i = 0; i < count; i++)
        {
            part *= 10;
            digits = digits * 10 + part / whole;
            part %= whole;
        }

        isExact = part == 0;
        return digits;
    }
}
