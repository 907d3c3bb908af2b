namespace Hypercall.Testing.Twin;

/// <summary>An option that is held or quoted, and its value.</summary>
/// <param name="Value">Of one contract.</param>
/// <param name="Size">Contracts held.</param>
/// <param name="Net">Contracts held less those that are offered for sale.</param>
internal sealed record NaiveHolding(NaiveValue Value, BigInteger Size, BigInteger Net)
{
    public NaiveInstrument Instrument => Value.Instrument;
    public string Symbol => Instrument.Symbol;
    public string Underlying => Instrument.Underlying;
    public BigInteger Strike => Instrument.Key.Strike.Units;
}
