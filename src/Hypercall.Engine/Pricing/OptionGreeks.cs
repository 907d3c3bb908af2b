namespace Hypercall.Engine.Pricing;

/// <summary>Price and sensitivities of one contract, as <see cref="BlackScholes"/> gives them to its callers.</summary>
/// <param name="Price">Fair price in USDC.</param>
/// <param name="Delta">Change of the price per USDC of the underlying: 0 to 1 for a call, −1 to 0 for a put.</param>
/// <param name="Gamma">Change of the delta per USDC of the underlying.</param>
/// <param name="Vega">Change of the price per point (0.01) of volatility.</param>
/// <param name="Theta">Change of the price per day that passes; zero or less.</param>
public readonly record struct OptionGreeks(double Price, double Delta, double Gamma, double Vega, double Theta);
