using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Modules.Margin;
using Hypercall.Engine.Pricing;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Views;

/// <summary>The option chain of an underlying as people and tools read it, at the engine's time.</summary>
internal sealed class ChainViews(EngineState state, OptionValuer valuer, PriceBands bands, OpenInterests interests)
{
    /// <summary>The listed options of an underlying with their best prices and greeks.</summary>
    /// <param name="underlying">Name of the underlying.</param>
    /// <returns>Null for an underlying that no accepted command named.</returns>
    public ChainView? ViewChain(string underlying)
    {
        if (state.Markets.FindUnderlying(underlying) is not { } found)
            return null;
        var options = new List<ChainOption>();
        for (int number = 0; number < state.Markets.NextNumber; number++)
        {
            if (state.Markets[number] is { } instrument && instrument.Underlying == found)
                options.Add(ViewOption(instrument));
        }

        options.Sort(static (left, right) => Compare(left.Contract, right.Contract));
        Price? index = valuer.HasCurrentIndex(found) ? new Price(found.IndexPriceUnits) : null;
        return new ChainView(underlying, index, options);
    }

    private ChainOption ViewOption(Instrument instrument)
    {
        OptionValuation valuation = valuer.Value(instrument);
        (Price? bid, Quantity? bidSize) = ViewBest(instrument, Side.Buy);
        (Price? ask, Quantity? askSize) = ViewBest(instrument, Side.Sell);
        return new ChainOption(
            instrument.Symbol,
            instrument.Parsed.Key,
            instrument.Status,
            bid,
            bidSize,
            ask,
            askSize,
            ViewVolatility(valuation),
            ViewGreeks(instrument),
            instrument.Number,
            instrument.ExpiryMs,
            valuation.HasMark ? new Price(valuation.MarkUnits) : null,
            ViewBound(instrument, Side.Sell),
            ViewBound(instrument, Side.Buy),
            interests.Of(instrument));
    }

    /// <summary>The volatility that a mark was made from, or null.</summary>
    public static decimal? ViewVolatility(OptionValuation valuation) => valuation.HasMark && !valuation.IsPending
        ? FromUnits(DecimalUnits.FromDouble(valuation.Volatility))
        : null;

    /// <summary>Mark and greeks of one contract, or null.</summary>
    public ChainGreeks? ViewGreeks(Instrument instrument) =>
        valuer.GreeksOf(instrument) is { } greeks ? ViewGreeks(greeks) : null;

    private Price? ViewBound(Instrument instrument, Side side) =>
        bands.BoundUnits(instrument, side) is { } bound && bound >= 0 ? new Price((long)bound) : null;

    private static (Price? Price, Quantity? Size) ViewBest(Instrument instrument, Side side)
    {
        if (instrument.Book.BestPriceUnits(side) is not { } price)
            return (null, null);
        BookSide half = instrument.Book.Half(side);
        return (new Price(price), new Quantity(half[half.Best].QuantityUnits));
    }

    private static ChainGreeks ViewGreeks(in FillGreeks greeks) => new(
        new Price(greeks.MarkUnits),
        FromUnits(greeks.DeltaUnits),
        FromUnits(greeks.GammaUnits),
        FromUnits(greeks.VegaUnits),
        FromUnits(greeks.ThetaUnits));

    /// <summary>Expiry, strike, calls first.</summary>
    private static int Compare(in ContractKey left, in ContractKey right)
    {
        int byExpiry = left.ExpiryDate.CompareTo(right.ExpiryDate);
        if (byExpiry != 0)
            return byExpiry;
        int byStrike = left.Strike.Units.CompareTo(right.Strike.Units);
        return byStrike != 0 ? byStrike : left.Type.CompareTo(right.Type);
    }

    private static decimal FromUnits(long units) => units / (decimal)Price.UnitsPerUsdc;
}
