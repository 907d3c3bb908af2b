using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Modules.Liquidation;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>The nearest price that an order could have, against trying every price.</summary>
public sealed class OrderablePricesTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 7)]
    [InlineData(2, 7)]
    [InlineData(3, 13)]
    [InlineData(1, 250)]
    public void It_is_the_nearest_of_all(int figures, long tick)
    {
        UnderlyingRules rules = Rules(
            [new TickStep(new Price(0), new Price(tick)), new TickStep(new Price(523), new Price(20))]);
        const long last = 3_000;
        bool[] valid = new bool[last + 8_001];
        for (long price = 1; price < valid.Length; price++)
            valid[price] = price % rules.TickUnitsAt(price) == 0 && Figures(price) <= (figures == 0 ? 99 : figures);
        long least = Array.IndexOf(valid, true);
        for (long price = 0; price <= last; price++)
        {
            long below = Array.LastIndexOf(valid, true, (int)price);
            Assert.Equal(below < 0 ? least : below, OrderablePrices.AtOrBelow(rules, figures, price));
            Assert.Equal(Array.IndexOf(valid, true, (int)price), OrderablePrices.AtOrAbove(rules, figures, price));
        }
    }

    [Theory]
    [InlineData(54_321_987_654_321, 54_321_000_000_000, 54_322_000_000_000)]
    [InlineData(99_999_500_000_000, 99_999_000_000_000, 100_000_000_000_000)]
    [InlineData(1_000_001, 1_000_000, 2_000_000)]
    [InlineData(999_999, 1_000_000, 1_000_000)]
    public void Five_figures_and_a_tick_of_a_cent(long price, long below, long above)
    {
        UnderlyingRules rules = Rules(RuleSet.Default.Trading.Ticks);
        Assert.Equal(below, OrderablePrices.AtOrBelow(rules, 5, price));
        Assert.Equal(above, OrderablePrices.AtOrAbove(rules, 5, price));
    }

    [Fact]
    public void Beyond_the_largest_price_there_is_none_above()
    {
        UnderlyingRules rules = Rules([new TickStep(new Price(0), new Price(999_999_937))]);
        Assert.Null(OrderablePrices.AtOrAbove(rules, 5, (Int128)Price.MaxUnits + 1));
        UnderlyingRules fine = Rules([new TickStep(new Price(0), new Price(1))]);
        Assert.Equal(Price.MaxUnits, OrderablePrices.AtOrAbove(fine, 0, Price.MaxUnits));
        Assert.Equal(Price.MaxUnits, OrderablePrices.AtOrBelow(fine, 0, Price.MaxUnits));

        // Five figures and a tick of nine that no power of ten shares a factor with: no price has both.
        Assert.Null(OrderablePrices.AtOrBelow(rules, 5, Price.MaxUnits));
        Assert.Equal(999_999_937, OrderablePrices.AtOrBelow(rules, 0, 1_500_000_000));
        Assert.Equal(999_999_937, OrderablePrices.AtOrBelow(rules, 0, 5));
    }

    private static UnderlyingRules Rules(System.Collections.Immutable.ImmutableArray<TickStep> ticks) =>
        UnderlyingRules.Resolve(
            RuleSet.Default with { Trading = RuleSet.Default.Trading with { Ticks = ticks } }, "BTC");

    private static int Figures(long price)
    {
        while (price % 10 == 0)
            price /= 10;
        return price.ToString().Length;
    }
}
