namespace Hypercall.Testing.Twin;

/// <summary>Standard margin (engine.md §10): position by position, long options need none.</summary>
internal sealed class NaiveStandardMargin(NaiveState state, NaiveMarks marks) : INaiveMarginFormula
{
    private readonly NaiveLookup _lookup = new(state, marks);

    public NaiveMargin? Margin(NaiveMarginCase wallet)
    {
        BigInteger requirement = 0;
        foreach (string symbol in wallet.Symbols())
        {
            BigInteger held = wallet.Held(symbol);
            BigInteger uncovered = BigInteger.Max(0, wallet.Open(symbol, Side.Sell) - BigInteger.Max(held, 0));
            BigInteger charged = uncovered + BigInteger.Max(-held, 0);
            if (charged.IsZero)
                continue;
            NaiveValue? value = _lookup.Value(wallet, symbol);
            if (value is null)
                return null;
            requirement += charged * Initial(value);
        }

        var fees = new NaiveFees(state);
        foreach (NaiveQuote order in wallet.Orders.Where(o => o.Side == Side.Buy))
            requirement += order.Price * order.Remaining + fees.OfOrder(order.Symbol, order.Price, order.Remaining);
        return new NaiveMargin(wallet.Cash - wallet.Debt, requirement, null);
    }

    public BigInteger? Equity(NaiveMarginCase wallet) => OwnEquity(wallet);

    public BigInteger? OwnEquity(NaiveMarginCase wallet)
    {
        BigInteger equity = wallet.Cash - wallet.Debt;
        foreach (NaivePosition position in wallet.Positions)
        {
            NaiveValue? value = _lookup.Value(wallet, position.Symbol);
            if (value is null)
                return null;
            equity += value.Mark * position.Size;
        }

        return equity;
    }

    public BigInteger? Maintenance(NaiveMarginCase wallet)
    {
        BigInteger maintenance = 0;
        foreach (NaivePosition position in wallet.Positions.Where(p => p.Size < 0))
        {
            NaiveValue? value = _lookup.Value(wallet, position.Symbol);
            if (value is null)
                return null;
            maintenance += Maintenance(value) * -position.Size;
        }

        return maintenance;
    }

    public bool? IsBelowMaintenance(NaiveMarginCase wallet) =>
        Maintenance(wallet) is BigInteger maintenance ? wallet.Cash - wallet.Debt < maintenance : null;

    private BigInteger Maintenance(NaiveValue value)
    {
        if (value.Instrument.IsPending)
            return value.Mark;
        StandardMarginRules rules = RulesOf(value);
        BigInteger share = rules.MmPpm * value.Index;
        if (IsPut(value))
            share = BigInteger.Max(share, rules.MmPpm * value.Mark);
        return OnTopOf(value.Mark, share);
    }

    private BigInteger Initial(NaiveValue value)
    {
        if (value.Instrument.IsPending)
            return value.Mark;
        StandardMarginRules rules = RulesOf(value);
        BigInteger strike = value.Instrument.Key.Strike.Units;
        BigInteger outOfTheMoney =
            BigInteger.Max(0, IsPut(value) ? value.Index - strike : strike - value.Index);
        BigInteger initial = OnTopOf(value.Mark, BigInteger.Max(
            rules.ImPpm * value.Index - outOfTheMoney * NaiveMath.PartsPerMillion, rules.ImFloorPpm * value.Index));
        return IsPut(value) ? BigInteger.Max(initial, Maintenance(value)) : initial;
    }

    private StandardMarginRules RulesOf(NaiveValue value) =>
        new NaiveRules(state.Rules, value.Instrument.Underlying).Standard;

    private static bool IsPut(NaiveValue value) => value.Instrument.Key.Type == OptionType.Put;

    private static BigInteger OnTopOf(BigInteger mark, BigInteger millionths) =>
        NaiveMath.DivideRounded(millionths + mark * NaiveMath.PartsPerMillion, NaiveMath.PartsPerMillion);
}
