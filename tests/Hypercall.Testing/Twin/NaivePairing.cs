namespace Hypercall.Testing.Twin;

/// <summary>
/// Floor and gamma: which shorts of an underlying stand naked and how far beyond them lie the longs that cover the
/// others (risk.md A4). Amounts are millionths of units of cash, so that nothing is rounded.
/// </summary>
internal sealed class NaivePairing(PortfolioMarginRules rules, Func<NaiveInstrument, bool> isNearExpiry)
{
    public (BigInteger Floor, BigInteger Gamma) Charges(IEnumerable<NaiveHolding> options)
    {
        (BigInteger floor, BigInteger gamma) = (0, 0);
        foreach (IGrouping<OptionType, NaiveHolding> group in options.GroupBy(o => o.Instrument.Key.Type))
        {
            foreach (NaivePair pair in Pairs([.. group]))
            {
                floor += pair.Size * PerContract(pair, rules.FloorPpm);
                if (isNearExpiry(pair.Short.Instrument))
                    gamma += pair.Size * PerContract(pair, rules.GammaPpm);
            }
        }

        return (floor, gamma);
    }

    public static BigInteger PerContract(NaivePair pair, BigInteger ppm)
    {
        BigInteger naked = ppm * pair.Short.Value.Index;
        return pair.Width is null
            ? naked
            : BigInteger.Min(naked, pair.Width.Value * NaiveMath.PartsPerMillion);
    }

    public List<NaivePair> Pairs(List<NaiveHolding> options)
    {
        var pairs = new List<NaivePair>();
        Dictionary<string, BigInteger> left =
            options.Where(o => o.Net > 0).ToDictionary(o => o.Symbol, o => o.Net);
        IEnumerable<NaiveHolding> shorts = options.Where(o => o.Net < 0)
            .OrderByDescending(o => o.Instrument.Expiry).ThenBy(o => o.Symbol, StringComparer.Ordinal);
        foreach (NaiveHolding shortOption in shorts)
        {
            BigInteger open = -shortOption.Net;
            IEnumerable<NaiveHolding> covers = options.Where(o => o.Net > 0 && Covers(o, shortOption))
                .OrderBy(o => Width(o, shortOption)).ThenBy(o => BigInteger.Abs(o.Strike - shortOption.Strike))
                .ThenBy(o => o.Symbol, StringComparer.Ordinal);
            foreach (NaiveHolding cover in covers)
            {
                BigInteger taken = BigInteger.Min(open, left[cover.Symbol]);
                left[cover.Symbol] -= taken;
                open -= taken;
                if (taken > 0)
                    pairs.Add(new NaivePair(shortOption, taken, Width(cover, shortOption), cover));
            }

            if (open > 0)
                pairs.Add(new NaivePair(shortOption, open, null, null));
        }

        return pairs;
    }

    private bool Covers(NaiveHolding longOption, NaiveHolding shortOption)
    {
        if (longOption.Instrument.Expiry < shortOption.Instrument.Expiry)
            return false;
        BigInteger strike = longOption.Strike * NaiveMath.PartsPerMillion;
        return IsCall(shortOption)
            ? strike <= shortOption.Strike * (NaiveMath.PartsPerMillion + rules.CoverPpm)
            : strike >= shortOption.Strike * (NaiveMath.PartsPerMillion - rules.CoverPpm);
    }

    /// <summary>How far the long is beyond the short.</summary>
    private static BigInteger Width(NaiveHolding longOption, NaiveHolding shortOption) => BigInteger.Max(
        0,
        IsCall(shortOption) ? longOption.Strike - shortOption.Strike : shortOption.Strike - longOption.Strike);

    private static bool IsCall(NaiveHolding option) => option.Instrument.Key.Type == OptionType.Call;
}

/// <summary>Contracts of a short and how far beyond lies the long that covers them; null: none does.</summary>
internal sealed record NaivePair(NaiveHolding Short, BigInteger Size, BigInteger? Width, NaiveHolding? Cover);
