using System.Numerics;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Modules.Liquidation;
using Hypercall.Testing.Twin;

namespace Hypercall.Proofs.Tests.Kernels;

/// <summary>
/// The discount D of an auction and λ of auto-deleveraging with its prices over their whole ranges at the edges,
/// against integers without bounds (risk.md §B3, §B4).
/// </summary>
public sealed class LiquidationKernelTests
{
    private const long MostPrice = 1_000_000_000L * Price.UnitsPerUsdc;

    private static readonly BigInteger Trillion = BigInteger.Pow(10, 12);

    /// <summary>Cash from a unit to what a wallet could own or owe: 1e9 contracts at 1e9 and all deposits.</summary>
    private static readonly Int128[] Amounts = [.. Cash().Distinct().Order()];

    [Fact]
    public void The_discount_is_what_unbounded_integers_say()
    {
        foreach (LiquidationRules rules in Rules())
        {
            foreach (Int128 basis in Amounts)
            {
                foreach (Int128 own in Amounts.Where((_, i) => i % 3 == 0))
                    CheckDiscounts(rules, basis, own);
            }
        }
    }

    private static void CheckDiscounts(LiquidationRules rules, Int128 basis, Int128 own)
    {
        foreach (long reached in new long[] { 0, 1, 100_000, 999_999, 1_000_000 })
        {
            foreach (Int128 fund in new Int128[] { 0, 1, 999_999, 1_000_000, Amounts[^1] / 1_000_000_000_000 })
            {
                foreach (Int128 equity in new[] { own, -own })
                {
                    Int128 share = AuctionMath.FundShareUnits(rules, fund);
                    Assert.Equal((BigInteger)share, Down((BigInteger)fund * rules.InsuranceSharePpm / 1_000_000));
                    Int128 actual = AuctionMath.DiscountUnits(rules, reached, basis, equity, share);
                    bool agrees = (BigInteger)actual
                        == Discount(rules, reached, (BigInteger)basis, (BigInteger)equity, (BigInteger)share);
                    Demand.That(agrees, $"{rules} {reached} {basis} {equity} {share}: {actual}");
                }
            }
        }
    }

    private static BigInteger Discount(
        LiquidationRules rules, BigInteger reached, BigInteger basis, BigInteger equity, BigInteger share)
    {
        BigInteger wanted = NaiveMath.EightDecimals(reached * basis, NaiveMath.PartsPerMillion);
        BigInteger ofFund = NaiveMath.EightDecimals(rules.FundBonusPpm * basis, NaiveMath.PartsPerMillion);
        return equity > 0
            ? BigInteger.Min(wanted, equity)
            : BigInteger.Min(BigInteger.Min(wanted, equity + share), ofFund);
    }

    [Fact]
    public void Deleveraging_prices_are_what_unbounded_integers_say()
    {
        long[] prices = Edges.Unsigned(MostPrice, 40);
        foreach (Int128 hole in Amounts)
        {
            foreach (Int128 gross in Amounts)
            {
                Int128 ratio = BankruptcyMath.LossRatio(hole, gross);
                BigInteger exact = hole == 0 || gross == 0
                    ? 0
                    : NaiveMath.CeilingOf((BigInteger)hole * Trillion, (BigInteger)gross);
                // Beyond 1e18 every price is at its end: no result tells ratios apart there.
                BigInteger most = BigInteger.Pow(10, 30);
                Demand.That((BigInteger)ratio == BigInteger.Min(exact, most), $"{hole} of {gross}: {ratio}");
                foreach (long mark in prices)
                    CheckPrices(mark, ratio, exact);
            }
        }
    }

    private static void CheckPrices(long mark, Int128 ratio, BigInteger exact)
    {
        BigInteger below = BigInteger.Max(0, mark * (Trillion - exact)) / Trillion;
        BigInteger above = NaiveMath.CeilingOf(mark * (Trillion + exact), Trillion);
        Assert.Equal(below, BankruptcyMath.PriceUnits(mark, isShort: true, ratio));
        Assert.Equal(BigInteger.Min(MostPrice, above), BankruptcyMath.PriceUnits(mark, isShort: false, ratio));
    }

    private static BigInteger Down(BigInteger value) => NaiveMath.EightDecimalsDown(value);

    private static IEnumerable<LiquidationRules> Rules()
    {
        foreach (long ppm in new long[] { 0, 333_333, 1_000_000 })
            yield return RuleSet.Default.Liquidation with { InsuranceSharePpm = ppm, FundBonusPpm = 1_000_000 - ppm };
    }

    private static IEnumerable<Int128> Cash()
    {
        yield return 0;
        Int128 power = 1;
        for (int digits = 0; digits <= 32; digits += 2, power *= 100)
        {
            yield return power;
            yield return power + 1;
            yield return Int128.Max(1, power - 1);
            yield return power / 3 * 2;
        }
    }
}
