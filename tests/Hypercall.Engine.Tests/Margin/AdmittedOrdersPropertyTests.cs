using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Tests.Margin;

/// <summary>What admission promises of orders, whatever part of them fills (risk.md §A3, §A4).</summary>
public sealed class AdmittedOrdersPropertyTests
{
    /// <summary>Fees of parts, each weighted result and each requirement are rounded to 8 decimals.</summary>
    private const long RoundingUnits = 100 * Cash.UnitsPerRoundedUnit;

    private const int Venues = 12;
    private const int Parts = 6;

    /// <summary>
    /// No sequence of admitted orders takes more out of an account than its excess allowed: own equity, which is what a
    /// wallet could leave behind as a debt, and the excess both end at least at the lesser of zero and what they were.
    /// </summary>
    [Theory]
    [InlineData(811, MarginMode.Standard)]
    [InlineData(812, MarginMode.Standard)]
    [InlineData(813, MarginMode.Portfolio)]
    [InlineData(814, MarginMode.Portfolio)]
    [InlineData(815, MarginMode.Portfolio)]
    public void Whatever_part_of_admitted_orders_fills_takes_no_more_than_the_excess_allowed(
        int firstSeed, MarginMode mode)
    {
        (int admitted, int reducing, int refused, int losing) = (0, 0, 0, 0);
        for (int seed = firstSeed * 100; seed < firstSeed * 100 + Venues; seed++)
        {
            var orders = new AdmittedOrders(seed, mode);
            Int128 equity = orders.OwnEquity();
            Int128 excess = orders.Excess();
            orders.Place(25);
            byte[] snapshot = orders.Remember();
            for (int part = 0; part < Parts; part++)
            {
                orders.Return(snapshot);
                orders.FillAnyPart();
                string where = $"seed {seed}, {mode}, part {part}";
                Int128 equityAfter = orders.OwnEquity();
                losing += equityAfter < equity ? 1 : 0;
                Assert.True(
                    equityAfter >= Int128.Min(0, equity) - RoundingUnits,
                    $"{where}: own equity {new Cash(equity)} became {new Cash(equityAfter)}");
                Assert.True(
                    orders.Excess() >= Int128.Min(0, excess) - RoundingUnits,
                    $"{where}: excess {new Cash(excess)} became {new Cash(orders.Excess())}");
            }

            admitted += orders.Admitted;
            reducing += orders.AdmittedReducing;
            refused += orders.Refused;
        }

        Assert.True(admitted > 40 && reducing > 5 && refused > 30 && losing > 20,
            $"admitted {admitted}, of them reducing {reducing}, refused {refused}, parts that lose {losing}");
    }
}
