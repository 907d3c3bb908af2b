namespace Hypercall.Testing.Twin;

/// <summary>Margin of a wallet by the formula of its mode and the marks that a question takes.</summary>
internal sealed class NaiveRisk(NaiveState state, NaiveMarks marks = NaiveMarks.Current, bool countsPerpGains = true)
    : INaiveMarginFormula
{
    private readonly NaiveStandardMargin _standard = new(state, marks);
    private readonly NaivePortfolioMargin _portfolio = new(state, marks, countsPerpGains);

    /// <summary>The wallet as it is.</summary>
    public NaiveMarginCase Case(NaiveWallet wallet) =>
        NaiveMarginCase.Of(wallet, state.Orders.Where(o => o.Wallet == wallet.Address));

    public NaiveMargin? Margin(NaiveMarginCase wallet) => Formula(wallet).Margin(wallet);

    public BigInteger? Equity(NaiveMarginCase wallet) => Formula(wallet).Equity(wallet);

    public BigInteger? Maintenance(NaiveMarginCase wallet) => Formula(wallet).Maintenance(wallet);

    public bool? IsBelowMaintenance(NaiveMarginCase wallet) => Formula(wallet).IsBelowMaintenance(wallet);

    public BigInteger? OwnEquity(NaiveMarginCase wallet) => Formula(wallet).OwnEquity(wallet);

    /// <summary>Own equity less what open orders lose against the marks when they fill (risk.md A3).</summary>
    public BigInteger? Worth(NaiveMarginCase wallet)
    {
        BigInteger? worth = OwnEquity(wallet);
        var lookup = new NaiveLookup(state, marks);
        var fees = new NaiveFees(state);
        foreach (NaiveQuote order in wallet.Orders)
        {
            if (lookup.Value(wallet, order.Symbol) is not NaiveValue value)
                return null;
            worth -= fees.OfOrder(order.Symbol, order.Price, order.Remaining);
            worth += BigInteger.Min(0, order.SignedSize * (value.MarkOfOrders - order.Price));
        }

        return worth;
    }

    /// <summary>What is reported where nothing but cash could be looked at: no requirement, no scenario.</summary>
    public NaiveMargin WithoutScenarios(NaiveMarginCase wallet, BigInteger equity) => new(
        equity,
        0,
        wallet.Mode == MarginMode.Standard
            ? null
            : [.. NaivePortfolioMargin.Underlyings(wallet).Select(u => (u, (string?)null))]);

    private INaiveMarginFormula Formula(NaiveMarginCase wallet) =>
        wallet.Mode == MarginMode.Standard ? _standard : _portfolio;
}
