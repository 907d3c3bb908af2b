using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>The layout of an option chain.</summary>
internal readonly struct ChainShape : IShape<ChainView>
{
    public static ChainView Blank { get; } = new("", null, []);

    public static ChainView Walk<V>(ref V v, in ChainView chain)
        where V : struct, IFields, allows ref struct => new(
            v.Text("underlying", chain.Underlying, 0, TextLimits.MaxSymbolBytes),
            AnswerShapes.Optional(ref v, "index", chain.Index),
            v.Items<ChainOption, ChainOptionShape>("options", [.. chain.Options]));
}

internal readonly struct ChainOptionShape : IShape<ChainOption>
{
    public static ChainOption Blank { get; } = new(
        "", new ContractKey("", 0, default, default), default, null, null, null, null, null, null, 0, 0, null, null,
        null, default);

    public static ChainOption Walk<V>(ref V v, in ChainOption option)
        where V : struct, IFields, allows ref struct => new(
            AnswerShapes.Symbol(ref v, option.Symbol),
            AnswerShapes.Contract(ref v, option.Contract),
            v.Enum("status", option.Status, InstrumentStatus.Deleted),
            AnswerShapes.Optional(ref v, "bid", option.Bid),
            AnswerShapes.Optional(ref v, "bidSize", option.BidSize),
            AnswerShapes.Optional(ref v, "ask", option.Ask),
            AnswerShapes.Optional(ref v, "askSize", option.AskSize),
            AnswerShapes.Optional(ref v, "iv", option.Volatility),
            AnswerShapes.Optional<V, ChainGreeks, GreeksShape>(ref v, "greeks", option.Greeks),
            v.Int32("number", option.Number),
            v.Int64("expiresAt", option.ExpiryMs),
            AnswerShapes.Optional(ref v, "mark", option.Mark),
            AnswerShapes.Optional(ref v, "lowest", option.Lowest),
            AnswerShapes.Optional(ref v, "highest", option.Highest),
            v.Quantity("openInterest", option.OpenInterest));
}

internal readonly struct GreeksShape : IShape<ChainGreeks>
{
    public static ChainGreeks Blank { get; } = new(default, 0, 0, 0, 0);

    public static int LeastBytes => 40;

    public static ChainGreeks Walk<V>(ref V v, in ChainGreeks greeks)
        where V : struct, IFields, allows ref struct => new(
            v.Price("mark", greeks.Mark),
            AnswerShapes.Fraction(ref v, "delta", greeks.Delta),
            AnswerShapes.Fraction(ref v, "gamma", greeks.Gamma),
            AnswerShapes.Fraction(ref v, "vega", greeks.Vega),
            AnswerShapes.Fraction(ref v, "theta", greeks.Theta));
}
