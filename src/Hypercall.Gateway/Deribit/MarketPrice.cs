using System.Collections.Immutable;
using System.Numerics;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Gateway.Deribit;

/// <summary>The limit that a market order gets: the farthest price that the rules take.</summary>
internal static class MarketPrice
{
    /// <summary>The nearest price that does not go beyond a bound, on the tick and with few enough figures.</summary>
    /// <param name="side">A buy's price is at most the bound, a sell's at least.</param>
    /// <param name="ticks">Price steps, the first from 0.</param>
    /// <param name="figures">Most significant figures; 0: any number of them.</param>
    public static Price OnTick(Price bound, Side side, ImmutableArray<TickStep> ticks, int figures)
    {
        long least = ticks[0].Tick.Units;
        long units = Math.Max(bound.Units, least);
        long step = CommonMultiple(ticks.Last(tick => tick.From.Units <= units).Tick.Units, FigureStep(units, figures));
        long below = units - units % step;
        long price = side == Side.Buy || below == units ? below : below + step;
        return new Price(Math.Max(price, least));
    }

    /// <summary>
    /// As far from the other side of the book as a band reaches at least; null: there is no other side.
    /// </summary>
    public static Price? Around(Price? opposite, Side side, RuleSet rules, string underlying)
    {
        if (opposite is not { } best)
            return null;
        UnderlyingOverride? own = rules.Overrides.FirstOrDefault(item => item.Underlying == underlying);
        PriceBandRules? band = own is { OverridesPriceBand: true } ? own.PriceBand : rules.Trading.PriceBand;
        long floor = band?.Floor.Units ?? 0;
        return new Price(side == Side.Buy ? Math.Min(Price.MaxUnits, best.Units + floor) : best.Units - floor);
    }

    private static long CommonMultiple(long left, long right) =>
        left / (long)BigInteger.GreatestCommonDivisor(left, right) * right;

    private static long FigureStep(long units, int figures)
    {
        long step = 1;
        if (figures == 0)
            return step;
        for (long rest = units; rest >= PowerOfTen(figures); rest /= 10)
            step *= 10;
        return step;
    }

    private static long PowerOfTen(int exponent)
    {
        long power = 1;
        for (int index = 0; index < exponent; index++)
            power *= 10;
        return power;
    }
}
