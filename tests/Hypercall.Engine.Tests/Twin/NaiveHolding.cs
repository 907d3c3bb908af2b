using System.Numerics;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>An option that is held or quoted, with what it is worth now and what each scenario makes of it.</summary>
/// <param name="Instrument">The option.</param>
/// <param name="Size">Contracts held, or supposed to be held.</param>
/// <param name="Index">Index price.</param>
/// <param name="Mark">Value per contract.</param>
/// <param name="Profits">Per scenario the profit per contract; none while the settlement price is awaited.</param>
internal sealed record NaiveHolding(
    NaiveInstrument Instrument, BigInteger Size, BigInteger Index, BigInteger Mark, IReadOnlyList<BigInteger> Profits)
{
    public string Symbol => Instrument.Symbol;
    public string Underlying => Instrument.Underlying;
}
