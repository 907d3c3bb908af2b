namespace Hypercall.Testing.Twin;

/// <summary>What one contract is worth, and what its value was made of.</summary>
/// <param name="Instrument">The option.</param>
/// <param name="Index">Index price; where there never was one, the strike.</param>
/// <param name="Mark">Value at 8 decimals.</param>
/// <param name="Exact">The same before it was rounded.</param>
/// <param name="Volatility">Null where no scenario moves it: it awaits its price or was never marked.</param>
internal sealed record NaiveValue(
    NaiveInstrument Instrument, BigInteger Index, BigInteger Mark, double Exact, double? Volatility)
{
    /// <summary>The mark that an order's limit is held against: none where it was never marked.</summary>
    public BigInteger MarkOfOrders => Volatility is null && !Instrument.IsPending ? 0 : Mark;
}
