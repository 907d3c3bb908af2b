namespace Hypercall.Testing.Twin;

/// <summary>Values of what a wallet holds or quotes, by the marks that a question takes.</summary>
internal sealed class NaiveLookup(NaiveState state, NaiveMarks marks)
{
    private readonly NaivePricing _pricing = new(state);

    /// <summary>Null where there is none.</summary>
    public NaiveValue? Value(NaiveMarginCase wallet, string symbol)
    {
        NaivePosition? position = wallet.Positions.FirstOrDefault(p => p.Symbol == symbol);
        return _pricing.Value(position ?? new NaivePosition { Symbol = symbol }, marks);
    }

    /// <summary>The index price that scenarios move; without one they move nothing.</summary>
    public System.Numerics.BigInteger MovingIndex(NaivePerp perp) =>
        (marks == NaiveMarks.Maintenance ? _pricing.LastIndex(perp.Underlying) : Index(perp)) ?? 0;

    /// <summary>The perpetual's index price; for maintenance one that never was is the entry price.</summary>
    public System.Numerics.BigInteger? Index(NaivePerp perp) => marks switch
    {
        NaiveMarks.Current => _pricing.Index(perp.Underlying),
        NaiveMarks.CurrentElseLast => _pricing.LastIndex(perp.Underlying),
        _ => _pricing.LastIndex(perp.Underlying) ?? perp.EntryPrice,
    };
}
