namespace Hypercall.Testing.Twin;

/// <summary>Fees of fills: on the index price, else on the last one, else the cap alone (risk.md A3).</summary>
internal sealed class NaiveFees(NaiveState state)
{
    /// <summary>A side's fee; below zero it is a rebate.</summary>
    public BigInteger Fee(BigInteger ratePpm, string symbol, BigInteger price, BigInteger size)
    {
        string underlying = symbol[..symbol.IndexOf('-')];
        BigInteger capPpm = Rules(underlying).CapPpm;
        BigInteger? index = new NaivePricing(state).LastIndex(underlying);
        if (index is not null)
            return NaiveMath.Fee(ratePpm, capPpm, index.Value, price, size);
        return ratePpm <= 0 ? 0 : NaiveMath.EightDecimals(capPpm * price * size, NaiveMath.PartsPerMillion);
    }

    /// <summary>The fee of one rate in the hypothesis that the order fills: a rebate counts as none.</summary>
    public BigInteger Paid(BigInteger ratePpm, string symbol, BigInteger price, BigInteger size) =>
        BigInteger.Max(0, Fee(ratePpm, symbol, price, size));

    /// <summary>What an order may cost: the larger of maker's and taker's.</summary>
    public BigInteger OfOrder(string symbol, BigInteger price, BigInteger size)
    {
        FeeRules rules = Rules(symbol[..symbol.IndexOf('-')]);
        return BigInteger.Max(
            Paid(rules.MakerPpm, symbol, price, size), Paid(rules.TakerPpm, symbol, price, size));
    }

    private FeeRules Rules(string underlying) => new NaiveRules(state.Rules, underlying).Fees;
}
