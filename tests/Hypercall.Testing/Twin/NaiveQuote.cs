namespace Hypercall.Testing.Twin;

/// <summary>What margin sees of an open order.</summary>
internal sealed record NaiveQuote(string Symbol, Side Side, BigInteger Price, BigInteger Remaining)
{
    public BigInteger SignedSize => Side == Side.Buy ? Remaining : -Remaining;
}
