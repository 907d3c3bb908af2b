using System.Numerics;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Modules.Liquidation;
using Hypercall.Engine.Modules.Margin;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>
/// The kernels of liquidation against the same formulas in unbounded integers, at the edges above all.
/// </summary>
public sealed class LiquidationMathTests
{
    private const int Seed = 20_260_101;
    private static readonly BigInteger Ppm = 1_000_000;
    private static readonly BigInteger Grid = 1_000_000;
    private static readonly BigInteger RatioUnit = BigInteger.Pow(10, 12);

    private static readonly Int128[] Amounts =
    [
        0, 1, 2, 999_999, 1_000_000, 1_000_001, 100_000_000_000_000,
        Int128.Parse("100000000000000000000000000000000"),
    ];

    private static readonly Int128[] Ratios =
    [
        0, 1, 500_000_000_000, 1_000_000_000_000, 149_000_000_000_000,
        Int128.Parse("1000000000000000000000000000000"),
    ];

    private static readonly long[] Prices = [0, 1, 2, 100_000_000, 54_000_000_000, Price.MaxUnits - 1, Price.MaxUnits];

    [Fact]
    public void The_loss_of_each_unit_of_mark_is_rounded_up()
    {
        foreach (Int128 loss in Around(Amounts))
        {
            foreach (Int128 gross in Around(Amounts))
            {
                BigInteger expected = loss <= 0 || gross <= 0
                    ? 0
                    : ((BigInteger)loss * RatioUnit + (BigInteger)gross - 1) / (BigInteger)gross;
                BigInteger most = BigInteger.Pow(10, 30);
                Assert.Equal(BigInteger.Min(expected, most), (BigInteger)BankruptcyMath.LossRatio(loss, gross));
            }
        }
    }

    [Fact]
    public void The_price_at_which_nothing_is_left_is_rounded_in_favour_of_who_is_liquidated()
    {
        foreach (long mark in Prices)
        {
            foreach (Int128 ratio in Around(Ratios))
            {
                BigInteger part = BigInteger.Max(0, mark * (RatioUnit - (BigInteger)ratio));
                Assert.Equal(
                    BigInteger.Min(Price.MaxUnits, part / RatioUnit),
                    BankruptcyMath.PriceUnits(mark, isShort: true, ratio));
                BigInteger above = (mark * (RatioUnit + (BigInteger)ratio) + RatioUnit - 1) / RatioUnit;
                Assert.Equal(
                    BigInteger.Min(Price.MaxUnits, above), BankruptcyMath.PriceUnits(mark, isShort: false, ratio));
            }
        }
    }

    [Theory]
    [InlineData("4000", "54000", "74074074075")]
    [InlineData("14900", "100", "149000000000000")]
    [InlineData("0", "54000", "0")]
    [InlineData("1", "0", "0")]
    public void Worked_ratios(string loss, string gross, string ratio) => Assert.Equal(
        Int128.Parse(ratio),
        BankruptcyMath.LossRatio(Int128.Parse(loss) * Cash.UnitsPerUsdc, Int128.Parse(gross) * Cash.UnitsPerUsdc));

    [Fact]
    public void Nobody_is_taken_past_his_entry()
    {
        // A long of 3 at a cost of 1,000.00000001: 333.3333333366… each, rounded up.
        Int128 cost = Cash.UnitsPerUsdc * (Int128)1_000 + 1_000_000;
        Assert.Equal(33_333_333_334, BankruptcyMath.FillUnits(true, 54_000_000_000, 100, 3_000_000, cost));
        Assert.Equal(40_000_000_000, BankruptcyMath.FillUnits(true, 54_000_000_000, 40_000_000_000, 3_000_000, cost));
        Assert.Equal(20_000_000_000, BankruptcyMath.FillUnits(true, 20_000_000_000, 100, 3_000_000, cost));
        Assert.Equal(33_333_333_333, BankruptcyMath.FillUnits(false, 100, 90_000_000_000, -3_000_000, -cost));
        Assert.Equal(200, BankruptcyMath.FillUnits(false, 100, 200, -3_000_000, -cost));
        Assert.Equal(90_000_000_000, BankruptcyMath.FillUnits(false, 90_000_000_000, 100, -3_000_000, -cost));
    }

    [Fact]
    public void The_discount_is_the_formula()
    {
        var random = new Random(Seed);
        LiquidationRules rules = RuleSet.Default.Liquidation;
        for (int i = 0; i < 20_000; i++)
        {
            Int128 amount = Pick(random);
            Int128 equity = Pick(random) * (random.Next(3) - 1);
            Int128 share = AuctionMath.FundShareUnits(rules, Pick(random) / 1_000);
            long reached = random.Next(0, 1_000_001);
            BigInteger wanted = RoundedPart(amount, reached);
            BigInteger expected = equity > 0
                ? BigInteger.Min(wanted, (BigInteger)equity)
                : BigInteger.Min(
                    wanted,
                    BigInteger.Min((BigInteger)(equity + share), RoundedPart(amount, rules.FundBonusPpm)));
            Assert.Equal(expected, (BigInteger)AuctionMath.DiscountUnits(rules, reached, amount, equity, share));
        }
    }

    [Theory]
    [InlineData(0, 100_000)]
    [InlineData(1, 100_003)]
    [InlineData(150_000, 550_000)]
    [InlineData(299_999, 999_997)]
    [InlineData(300_000, 1_000_000)]
    [InlineData(long.MaxValue, 1_000_000)]
    public void The_discount_grows_with_time(long elapsedMs, long ppm) =>
        Assert.Equal(ppm, AuctionMath.ReachedPpm(RuleSet.Default.Liquidation, elapsedMs));

    [Fact]
    public void A_sum_of_parts_is_rounded_once()
    {
        var random = new Random(Seed);
        for (int i = 0; i < 5_000; i++)
        {
            var sum = default(FineCash);
            BigInteger exact = 0;
            for (int part = random.Next(1, 6); part > 0; part--)
            {
                Int128 units = Pick(random);
                long ppm = random.Next(0, 1_000_001);
                sum.Add(units, ppm);
                exact += (BigInteger)units * ppm;
            }

            Assert.Equal(Rounded(exact), (BigInteger)sum.RoundedUnits());
        }
    }

    [Theory]
    [InlineData("540", "54000", 100_000, 10_000)]
    [InlineData("539.99", "54000", 100_000, 9_999)]
    [InlineData("54000", "540", 100_000, 100_000)]
    [InlineData("0", "0", 7, 7)]
    public void The_rate_of_an_order_is_rounded_down(string part, string whole, long most, long ppm)
    {
        Assert.True(DecimalText.TryParse(part, Cash.Decimals, out Int128 partUnits));
        Assert.True(DecimalText.TryParse(whole, Cash.Decimals, out Int128 wholeUnits));
        Assert.Equal(ppm, BankruptcyMath.RatioPpm(partUnits, wholeUnits, most));
    }

    private static BigInteger RoundedPart(Int128 units, long ppm) => Rounded((BigInteger)units * ppm);

    private static BigInteger Rounded(BigInteger ppmTimesUnits)
    {
        BigInteger divisor = Ppm * Grid;
        return (ppmTimesUnits + divisor / 2) / divisor * Grid;
    }

    private static Int128 Pick(Random random)
    {
        Int128 units = 1;
        for (int digits = random.Next(0, 32); digits > 0; digits--)
            units = units * 10 + random.Next(10);
        return units;
    }

    private static IEnumerable<Int128> Around(Int128[] amounts) =>
        amounts.SelectMany(amount => (Int128[])[amount, amount + 1, Int128.Max(0, amount - 1)]);
}
