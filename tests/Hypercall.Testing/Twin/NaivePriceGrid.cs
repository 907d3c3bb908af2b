namespace Hypercall.Testing.Twin;

/// <summary>
/// Prices that an order on an underlying may have: multiples of their tick with few enough significant figures. Found
/// by looking through every tick and every number of digits.
/// </summary>
internal sealed class NaivePriceGrid(RuleSet rules, string underlying)
{
    /// <summary>The greatest price of the grid that is not above a bound; null where there is none.</summary>
    public long? AtOrBelow(BigInteger bound)
    {
        BigInteger best = 0;
        foreach ((BigInteger from, BigInteger to, BigInteger step) in Stretches())
        {
            BigInteger price = BigInteger.Min(bound, to) / step * step;
            if (price >= from && price > best)
                best = price;
        }

        return best.IsZero ? null : (long)best;
    }

    /// <summary>The least price of the grid that is not below a bound; null where there is none.</summary>
    public long? AtOrAbove(BigInteger bound)
    {
        BigInteger? best = null;
        foreach ((BigInteger from, BigInteger to, BigInteger step) in Stretches())
        {
            BigInteger price = NaiveMath.CeilingOf(BigInteger.Max(bound, from), step) * step;
            if (price <= to && (best is null || price < best))
                best = price;
        }

        return (long?)best;
    }

    /// <summary>Stretches within which the tick and the number of digits are the same, with what prices there step by.</summary>
    private IEnumerable<(BigInteger From, BigInteger To, BigInteger Step)> Stretches()
    {
        IReadOnlyList<TickStep> ticks = new NaiveRules(rules, underlying).Ticks;
        for (int i = 0; i < ticks.Count; i++)
        {
            BigInteger from = BigInteger.Max(1, ticks[i].From.Units);
            BigInteger to = i + 1 < ticks.Count ? ticks[i + 1].From.Units - 1 : NaiveMath.MaxPrice;
            for (int digits = 1; digits <= 19; digits++)
            {
                BigInteger first = BigInteger.Max(from, BigInteger.Pow(10, digits - 1));
                BigInteger last = BigInteger.Min(to, BigInteger.Pow(10, digits) - 1);
                if (first <= last)
                    yield return (first, last, Step(ticks[i].Tick.Units, digits));
            }
        }
    }

    private BigInteger Step(BigInteger tick, int digits)
    {
        int excessDigits = rules.SignificantFigures == 0 ? 0 : Math.Max(0, digits - rules.SignificantFigures);
        BigInteger unit = BigInteger.Pow(10, excessDigits);
        return tick / BigInteger.GreatestCommonDivisor(tick, unit) * unit;
    }
}
