namespace Hypercall.Testing.Twin;

/// <summary>A margin mode's figures, each computed from nothing; null where a mark that it needs is missing.</summary>
internal interface INaiveMarginFormula
{
    /// <summary>With open orders: what admission compares.</summary>
    NaiveMargin? Margin(NaiveMarginCase wallet);

    /// <summary>Equity as reported.</summary>
    BigInteger? Equity(NaiveMarginCase wallet);

    /// <summary>Maintenance margin of the positions.</summary>
    BigInteger? Maintenance(NaiveMarginCase wallet);

    bool? IsBelowMaintenance(NaiveMarginCase wallet);

    /// <summary>What the wallet itself is worth, without perpetuals.</summary>
    BigInteger? OwnEquity(NaiveMarginCase wallet);
}
