namespace Hypercall.Engine.State;

/// <summary>The layout of an option chain.</summary>
internal readonly struct ChainShape : IShape<ChainView>
{
    public static ChainView Blank { get; } = new("", null, []);

    static ChainView IShape<ChainView>.Walk<V>(ref V v, in ChainView chain) => new(
        v.Text("underlying", chain.Underlying, 0, TextLimits.MaxSymbolBytes),
        Optional.Price(ref v, "index", chain.Index),
        v.Items<ChainOption, ChainOptionShape>("options", [.. chain.Options]));
}

internal readonly struct ChainOptionShape : IShape<ChainOption>
{
    public static ChainOption Blank { get; } = new(
        "", new ContractKey("", 0, default, default), default, null, null, null, null, null, null, 0, 0, null, null,
        null, default);

    static ChainOption IShape<ChainOption>.Walk<V>(ref V v, in ChainOption option) => new(
        AnswerShapes.Symbol(ref v, option.Symbol),
        AnswerShapes.Contract(ref v, option.Contract),
        v.Enum("status", option.Status, InstrumentStatus.Deleted),
        Optional.Price(ref v, "bid", option.Bid),
        Optional.Quantity(ref v, "bidSize", option.BidSize),
        Optional.Price(ref v, "ask", option.Ask),
        Optional.Quantity(ref v, "askSize", option.AskSize),
        AnswerShapes.OptionalFraction(ref v, "iv", option.Volatility),
        Optional.Part<V, ChainGreeks, GreeksShape>(ref v, "greeks", option.Greeks),
        v.Int32("number", option.Number),
        v.Int64("expiresAt", option.ExpiryMs),
        Optional.Price(ref v, "mark", option.Mark),
        Optional.Price(ref v, "lowest", option.Lowest),
        Optional.Price(ref v, "highest", option.Highest),
        v.Quantity("openInterest", option.OpenInterest));
}

internal readonly struct GreeksShape : IShape<ChainGreeks>
{
    public static ChainGreeks Blank { get; } = new(default, 0, 0, 0, 0);

    public static int LeastBytes => 40;

    static ChainGreeks IShape<ChainGreeks>.Walk<V>(ref V v, in ChainGreeks greeks) => new(
        v.Price("mark", greeks.Mark),
        AnswerShapes.Fraction(ref v, "delta", greeks.Delta),
        AnswerShapes.Fraction(ref v, "gamma", greeks.Gamma),
        AnswerShapes.Fraction(ref v, "vega", greeks.Vega),
        AnswerShapes.Fraction(ref v, "theta", greeks.Theta));
}
