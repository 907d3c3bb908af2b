namespace Hypercall.Testing.Twin;

/// <summary>An external perpetual position of a wallet.</summary>
internal sealed record NaivePerp(string Underlying, BigInteger Size, BigInteger EntryPrice);
