namespace Hypercall.Testing.Twin;

/// <summary>One wallet of a quote, its legs with the side that it takes itself.</summary>
internal sealed record NaiveRfqSide(NaiveWallet Wallet, List<RfqLeg> Legs, bool IsTaker, bool Reduces);
