using System.Numerics;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Modules.Fees;
using Hypercall.Engine.State;
using Hypercall.Testing.Twin;

namespace Hypercall.Proofs.Tests.Kernels;

/// <summary>
/// Fill transition, fee and rounding over their whole ranges at the edges, against integers without bounds.
/// </summary>
public sealed class FillKernelTests
{
    private const long MostContracts = 1_000_000_000L * Quantity.UnitsPerContract;
    private const long MostPrice = 1_000_000_000L * Price.UnitsPerUsdc;

    [Fact]
    public void A_fill_makes_of_a_position_what_unbounded_integers_say()
    {
        long[] quantities = Edges.Signed(MostContracts, 24);
        long[] fills = Edges.Signed(MostContracts, 24);
        long[] prices = Edges.Unsigned(MostPrice, 14);
        foreach (long quantity in quantities)
        {
            foreach (long entry in prices)
                CheckFills(quantity, entry, fills, prices);
        }
    }

    private static void CheckFills(long quantity, long entry, long[] fills, long[] prices)
    {
        // A cost that no single price makes: what earlier roundings may have left.
        Int128 cost = quantity == 0 ? 0 : Cash.NotionalUnits(entry, quantity) + Math.Sign(quantity) * (entry / 3);
        foreach (long signed in fills)
        {
            if (signed == 0 || Math.Abs(quantity + signed) > MostContracts)
                continue;
            foreach (long price in prices)
            {
                EnginePosition.PreviewFill(quantity, cost, signed, price, out Int128 newCost, out Int128 pnl);
                (BigInteger expectedCost, BigInteger expectedPnl) = Fill(quantity, cost, signed, price);
                bool agrees = (BigInteger)newCost == expectedCost && (BigInteger)pnl == expectedPnl;
                Demand.That(agrees, $"{quantity} at a cost of {cost}, {signed} for {price}: {newCost}, {pnl}");
            }
        }
    }

    private static (BigInteger Cost, BigInteger Pnl) Fill(
        BigInteger held, BigInteger cost, BigInteger signed, BigInteger price)
    {
        BigInteger closed = held.Sign * signed.Sign < 0
            ? BigInteger.Min(BigInteger.Abs(held), BigInteger.Abs(signed)) * held.Sign
            : 0;
        BigInteger released = closed.IsZero
            ? 0
            : NaiveMath.DivideRounded(cost * BigInteger.Abs(closed), BigInteger.Abs(held));
        BigInteger newCost = cost - released + (signed + closed) * price;
        return (newCost, newCost - cost - signed * price);
    }

    [Fact]
    public void A_fee_is_what_unbounded_integers_say()
    {
        long[] rates = [-1_000_000, -999_999, -1, 0, 1, 200, 499_999, 1_000_000];
        long[] caps = [0, 1, 125_000, 999_999, 1_000_000];
        long[] prices = Edges.Unsigned(MostPrice, 24);
        long[] sizes = Edges.Unsigned(MostContracts, 24);
        foreach (long rate in rates)
        {
            foreach (long cap in caps)
                CheckFees(rate, cap, prices, sizes);
        }
    }

    private static void CheckFees(long rate, long cap, long[] prices, long[] sizes)
    {
        foreach (long index in prices)
        {
            foreach (long price in prices)
            {
                foreach (long size in sizes)
                {
                    BigInteger exact = (BigInteger)rate * index * size;
                    BigInteger capped = (BigInteger)cap * price * size;
                    if (rate > 0)
                        exact = index == 0 ? capped : BigInteger.Min(exact, capped);
                    BigInteger expected = NaiveMath.EightDecimals(exact, NaiveMath.PartsPerMillion);
                    Int128 fee = FeeService.TradingFeeUnits(rate, cap, index, price, size);
                    Demand.That((BigInteger)fee == expected, $"{rate} {cap} {index} {price} {size}: {fee}");
                }
            }
        }
    }

    [Fact]
    public void Ratios_are_rounded_as_unbounded_integers_say()
    {
        Int128[] values = [.. Wide()];
        long[] divisors = [.. Edges.Unsigned(long.MaxValue, 80).Where(d => d > 0)];
        foreach (Int128 value in values)
        {
            foreach (long divisor in divisors)
            {
                BigInteger expected = NaiveMath.DivideRounded((BigInteger)value, divisor);
                Demand.That((BigInteger)Rounding.Divide(value, divisor) == expected, $"{value} / {divisor}");
            }
        }
    }

    [Fact]
    public void Scaled_ratios_are_rounded_as_unbounded_integers_say()
    {
        Int128[] values = [.. Wide()];
        long[] factors = Edges.Unsigned(long.MaxValue, 30);
        foreach (Int128 value in values)
        {
            foreach (long factor in factors)
            {
                foreach (long divisor in factors.Where(d => d > 0))
                    CheckScaled(value, factor, divisor);
            }
        }
    }

    private static void CheckScaled(Int128 value, long factor, long divisor)
    {
        BigInteger expected = NaiveMath.DivideRounded((BigInteger)value * factor, divisor);
        if (BigInteger.Abs(expected) >= BigInteger.One << 126)
            return;
        Int128 actual = Rounding.MultiplyDivide(value, factor, divisor);
        Demand.That((BigInteger)actual == expected, $"{value} × {factor} / {divisor}: {actual}");
    }

    /// <summary>Powers of two and their neighbours up to the ends of 126 bits, and midpoints of a grid.</summary>
    private static IEnumerable<Int128> Wide()
    {
        for (int bits = 0; bits < 126; bits += 3)
        {
            foreach (int beside in new[] { -1, 0, 1 })
            {
                Int128 value = (Int128.One << bits) + beside;
                yield return value;
                yield return -value;
            }

            yield return (Int128.One << bits) / 1_000_000 * 1_000_000 + 500_000;
        }
    }
}
