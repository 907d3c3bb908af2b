using System.Numerics;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>An option that trades, with what scenarios start from.</summary>
internal sealed record NaiveHolding(
    NaiveInstrument Instrument, BigInteger Size, BigInteger Index, double Volatility, BigInteger Mark)
{
    public string Underlying => Instrument.Underlying;
}
