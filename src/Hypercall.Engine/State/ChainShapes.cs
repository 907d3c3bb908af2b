namespace Hypercall.Engine.State;

/// <summary>The layout of an option chain.</summary>
internal readonly struct ChainShape : IShape<ChainView>
{
    public static ChainView Blank { get; } = new("", null, []);

    static ChainView IShape<ChainView>.Walk<V>(ref V v, in ChainView chain) => new(
        v.Text("underlying", chain.Underlying, 0, TextLimits.MaxSymbolBytes),
        v.Optional("index", chain.Index),
        v.Items<ChainOption, ChainOptionShape>("options", [.. chain.Options]));
}

internal readonly struct ChainOptionShape : IShape<ChainOption>
{
    public static ChainOption Blank { get; } = new(
        "", new ContractKey("", 0, default, default), default, null, null, null, null, null, null, 0, 0, null, null,
        null, default);

    static ChainOption IShape<ChainOption>.Walk<V>(ref V v, in ChainOption option) => new(
        v.Symbol(option.Symbol),
        v.Contract(option.Contract),
        v.Enum("status", option.Status, InstrumentStatus.Deleted),
        v.Optional("bid", option.Bid),
        v.Optional("bidSize", option.BidSize),
        v.Optional("ask", option.Ask),
        v.Optional("askSize", option.AskSize),
        v.OptionalFraction("iv", option.Volatility),
        v.OptionalPart<V, ChainGreeks, GreeksShape>("greeks", option.Greeks),
        v.Int32("number", option.Number),
        v.Int64("expiresAt", option.ExpiryMs),
        v.Optional("mark", option.Mark),
        v.Optional("lowest", option.Lowest),
        v.Optional("highest", option.Highest),
        v.Quantity("openInterest", option.OpenInterest));
}

internal readonly struct GreeksShape : IShape<ChainGreeks>
{
    public static ChainGreeks Blank { get; } = new(default, 0, 0, 0, 0);

    static ChainGreeks IShape<ChainGreeks>.Walk<V>(ref V v, in ChainGreeks greeks) => new(
        v.Price("mark", greeks.Mark),
        v.Fraction("delta", greeks.Delta),
        v.Fraction("gamma", greeks.Gamma),
        v.Fraction("vega", greeks.Vega),
        v.Fraction("theta", greeks.Theta));
}
