namespace Hypercall.Testing.Twin;

/// <summary>What streams reached of marks, worth, distress and of portfolio margin (risk.md A3, A4).</summary>
internal sealed class MarginCoverage(Action<string> count)
{
    private const long HourMs = 3_600_000;

    public static IEnumerable<string> Wanted() =>
    [
        "band around a last mark", "refused for its worth", "refused though other orders hide it",
        "standard buy without a mark", "reduce-only judged at less", "reducing by cash alone admitted",
        "reducing by cash alone refused", "gain of a perpetual does not leave", "perp gains", "perp loses",
        "fee on a last index", "fee by the cap alone", "mark by a passed list", "quote on what was never marked",
        "worst of several underlyings", "half of a pair of bids filled",
        "pair inside", "pair beyond", "pair beyond the floor", "pair of a later expiry", "pair of an offered long",
        "naked short", "gamma of a pair", "gamma of a naked short", "tenor none", "tenor least", "tenor most", "tenor between",
        .. Enum.GetNames<Side>().SelectMany(s => new[] { "Healthy", "PreLiquidation" }, (s, l) => $"distress {s} {l}"),
        "quote PreLiquidation", "quote distress Healthy", "quote distress PreLiquidation",
        .. Enum.GetNames<MarginMode>().SelectMany(Wanted),
    ];

    /// <summary>A portfolio wallet whose order was admitted.</summary>
    public void AddPortfolio(NaiveWallet wallet, NaiveState state)
    {
        NaiveMarginCase now = new NaiveRisk(state).Case(wallet);
        foreach (IGrouping<string, NaiveHolding> group in Live(now, state).GroupBy(h => h.Underlying))
        {
            PortfolioMarginRules rules = new NaiveRules(state.Rules, group.Key).Portfolio;
            foreach (IGrouping<OptionType, NaiveHolding> type in group.GroupBy(h => h.Instrument.Key.Type))
                new NaivePairing(rules, _ => false).Pairs([.. type]).ForEach(p => AddPair(p, rules, state.Now));
            foreach (NaiveHolding held in group)
                AddTenor(rules.VolTenor, held.Instrument.Expiry - state.Now);
        }
    }

    /// <summary>Of a maker that bids for a call and a put one side was hit.</summary>
    public void AddFill(NaiveWallet maker, string symbol, NaiveState state)
    {
        ContractKey filled = ParsedInstrument.Parse(symbol).Key;
        bool bidsForOther = state.Orders.Exists(o =>
        {
            ContractKey key = ParsedInstrument.Parse(o.Symbol).Key;
            return o.Wallet == maker.Address && o.Side == Side.Buy && key.Underlying == filled.Underlying
                && key.Type != filled.Type;
        });
        if (bidsForOther && maker.Mode == MarginMode.Portfolio && maker.Position(symbol).Size > 0)
            count("half of a pair of bids filled");
    }

    private static IEnumerable<string> Wanted(string mode) =>
    [
        $"{mode} margin beside a debt", $"{mode} reducing refused for its worth", $"{mode} quote refused for its worth",
        $"{mode} quote refused though orders hide it", $"{mode} reducing beside what was never marked admitted",
        .. from marks in new[] { "current", "last" }
           from result in new[] { "admitted", "refused" }
           select $"{mode} reducing by {marks} marks below zero {result}",
        .. from sign in new[] { "short", "long" }
           from mark in new[] { "by a last mark", "never marked" }
           select $"{mode} maintenance of a {sign} {mark}",
    ];

    private static IEnumerable<NaiveHolding> Live(NaiveMarginCase now, NaiveState state) => now.Symbols()
        .Select(s => state.Instrument(s)!)
        .Where(i => !i.IsPending)
        .Select(i => new NaiveHolding(
            new NaiveValue(i, new NaivePricing(state).LastIndex(i.Underlying) ?? 0, 0, 0, null),
            now.Held(i.Symbol),
            now.Held(i.Symbol) - now.Open(i.Symbol, Side.Sell)));

    private void AddPair(NaivePair pair, PortfolioMarginRules rules, long now)
    {
        bool isNear = pair.Short.Instrument.Expiry - now <= rules.GammaHours * HourMs;
        if (isNear)
            count(pair.Cover is null ? "gamma of a naked short" : "gamma of a pair");
        if (pair.Cover is null)
        {
            count("naked short");
            return;
        }

        bool isCheaper = NaivePairing.PerContract(pair, rules.FloorPpm) < rules.FloorPpm * pair.Short.Value.Index;
        count(pair.Width == 0 ? "pair inside" : isCheaper ? "pair beyond" : "pair beyond the floor");
        if (pair.Cover.Instrument.Expiry > pair.Short.Instrument.Expiry)
            count("pair of a later expiry");
        if (pair.Cover.Net < pair.Cover.Size)
            count("pair of an offered long");
    }

    private void AddTenor(VolTenorRules? rules, long timeMs)
    {
        long factor = NaiveTenor.FactorPpm(rules, timeMs);
        string what = rules is null ? "none"
            : factor == rules.MinPpm ? "least"
            : factor == rules.MaxPpm ? "most"
            : "between";
        count($"tenor {what}");
    }
}
