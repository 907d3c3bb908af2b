namespace Hypercall.Testing.Twin;

/// <summary>
/// Portfolio margin (risk.md A4): the options, orders and perpetuals of each underlying under the scenario grid.
/// </summary>
internal sealed class NaivePortfolioMargin(NaiveState state, NaiveMarks marks, bool countsPerpGains)
    : INaiveMarginFormula
{
    private readonly NaiveLookup _lookup = new(state, marks);

    public NaiveMargin? Margin(NaiveMarginCase wallet)
    {
        BigInteger? equity = Equity(wallet);
        if (equity is null || wallet.Symbols().Any(s => _lookup.Value(wallet, s) is null))
            return null;
        NaiveUnderlyingRisk[] risks = [.. Underlyings(wallet).Select(u => Risk(wallet, u))];
        BigInteger requirement = 0;
        foreach (NaiveUnderlyingRisk risk in risks)
            requirement += risk.Requirement();
        return new NaiveMargin(equity.Value, requirement, [.. risks.Select(r => (r.Underlying, r.Worst()))]);
    }

    public BigInteger? Equity(NaiveMarginCase wallet)
    {
        if (OwnEquity(wallet) is not BigInteger equity)
            return null;
        foreach (NaivePerp perp in wallet.Perps)
        {
            if (_lookup.Index(perp) is not BigInteger index)
                return null;
            equity += Counted(perp, perp.Size * (index - perp.EntryPrice));
        }

        return equity;
    }

    public BigInteger? OwnEquity(NaiveMarginCase wallet)
    {
        BigInteger equity = wallet.Cash - wallet.Debt;
        foreach (NaivePosition position in wallet.Positions)
        {
            NaiveValue? value = _lookup.Value(wallet, position.Symbol);
            if (value is null)
                return null;
            equity += value.Mark * position.Size - position.Cost;
        }

        return equity;
    }

    public BigInteger? Maintenance(NaiveMarginCase wallet)
    {
        NaiveMarginCase positions = wallet.WithoutOrders();
        if (Equity(positions) is null)
            return null;
        BigInteger maintenance = 0;
        foreach (string underlying in Underlyings(positions))
            maintenance += Risk(positions, underlying).Requirement() * RulesOf(underlying).MmPpm;
        return NaiveMath.EightDecimals(maintenance, NaiveMath.PartsPerMillion);
    }

    public bool? IsBelowMaintenance(NaiveMarginCase wallet)
    {
        if (wallet.Positions.Count == 0)
            return false;
        return Maintenance(wallet) is BigInteger maintenance ? Equity(wallet)!.Value < maintenance : null;
    }

    /// <summary>A loss counts whole, of a gain a share.</summary>
    private BigInteger Counted(NaivePerp perp, BigInteger profit)
    {
        if (profit <= 0)
            return profit;
        BigInteger ppm = countsPerpGains ? RulesOf(perp.Underlying).PerpProfitPpm : 0;
        return NaiveMath.EightDecimals(profit * ppm, NaiveMath.PartsPerMillion);
    }

    private NaiveUnderlyingRisk Risk(NaiveMarginCase wallet, string underlying)
    {
        NaivePerp? perp = wallet.Perps.FirstOrDefault(p => p.Underlying == underlying);
        return new NaiveUnderlyingRisk(
            state,
            underlying,
            [
                .. wallet.Symbols().Order(StringComparer.Ordinal).Select(s => _lookup.Value(wallet, s)!)
                    .Where(v => v.Instrument.Underlying == underlying)
                    .Select(v => Holding(wallet, v)),
            ],
            [.. wallet.Orders.Where(o => UnderlyingOf(o.Symbol) == underlying)],
            perp?.Size ?? 0,
            perp is null ? 0 : _lookup.MovingIndex(perp));
    }

    private static NaiveHolding Holding(NaiveMarginCase wallet, NaiveValue value)
    {
        BigInteger held = wallet.Held(value.Instrument.Symbol);
        return new NaiveHolding(value, held, held - wallet.Open(value.Instrument.Symbol, Side.Sell));
    }

    public static IEnumerable<string> Underlyings(NaiveMarginCase wallet) => wallet.Symbols().Select(UnderlyingOf)
        .Union(wallet.Perps.Select(p => p.Underlying))
        .Order(StringComparer.Ordinal);

    private static string UnderlyingOf(string symbol) => symbol[..symbol.IndexOf('-')];

    private PortfolioMarginRules RulesOf(string underlying) => new NaiveRules(state.Rules, underlying).Portfolio;
}
