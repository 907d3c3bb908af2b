namespace Hypercall.Engine.Pricing;

/// <summary>
/// Exponential and logarithm for the pricing functions, the same bits on every machine. Only + − × ÷ of IEEE doubles,
/// comparisons and moves of exponent bits are used: each of those is correctly rounded everywhere, while Math.Exp and
/// Math.Log are whatever the platform's C library gives. The compiler and the runtime keep double arithmetic as
/// written: they neither reorder it nor contract a × b + c into one rounding, and no FusedMultiplyAdd is called.
/// Errors, as tested against a 40-digit reference: <see cref="Exp"/> and <see cref="LogRatio"/> within 2 ulp.
/// </summary>
internal static class DeterministicMath
{
    /// <summary>Smallest double that is not subnormal, 2^-1022.</summary>
    public const double SmallestNormal = 2.2250738585072014e-308;

    // ln 2 in two parts (Cody and Waite's reduction): the high part has 21 trailing zero bits, so that its product
    // with any binary exponent is exact.
    private const double LogOfTwoHigh = 6.93147180369123816490e-01;
    private const double LogOfTwoLow = 1.90821492927058770002e-10;
    private const double OneOverLogOfTwo = 1.44269504088896340736;

    // Adding and subtracting 1.5 × 2^52 rounds to the nearest integer, which then stands in the low bits.
    private const double RoundingShift = 6_755_399_441_055_744.0;

    private const double SquareRootOfTwo = 1.4142135623730951;
    private const double LargestExponent = 709.782712893384;
    private const double SmallestExponent = -745.2;
    private const long SignificandMask = 0x000F_FFFF_FFFF_FFFF;
    private const long BitsOfOne = 0x3FF0_0000_0000_0000;
    private const long HighHalfMask = ~0x07FF_FFFFL;
    private const int SignificandBits = 52;
    private const int ExponentBias = 1023;
    private const int LargestBinaryExponent = 1023;
    private const int SmallestBinaryExponent = -1022;

    /// <summary>e to the power of <paramref name="value"/>: 0 and infinity beyond the range, NaN for NaN.</summary>
    public static double Exp(double value)
    {
        if (value > LargestExponent)
            return double.PositiveInfinity;
        if (value < SmallestExponent)
            return 0;
        return double.IsNaN(value) ? value : ExpOfSum(value, 0);
    }

    /// <summary>
    /// exp(−x²/2) with full relative accuracy however large x is: the square is carried in two parts, since its
    /// rounding alone would cost x²/2 ulps.
    /// </summary>
    public static double ExpOfMinusHalfSquare(double x)
    {
        double magnitude = Math.Abs(x);
        if (magnitude > 38.7)
            return 0;
        double head = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(magnitude) & HighHalfMask);
        double headPart = -0.5 * (head * head);
        double tailPart = -0.5 * ((magnitude - head) * (magnitude + head));
        return ExpOfSum(headPart, tailPart);
    }

    /// <summary>
    /// ln(numerator / denominator) of two positive normal numbers, with full relative accuracy also where they are
    /// nearly equal: the difference, not the ratio, is formed, and it is exact there.
    /// </summary>
    public static double LogRatio(double numerator, double denominator)
    {
        long top = BitConverter.DoubleToInt64Bits(numerator);
        long bottom = BitConverter.DoubleToInt64Bits(denominator);
        long exponent = (top >> SignificandBits) - (bottom >> SignificandBits);
        double above = BitConverter.Int64BitsToDouble((top & SignificandMask) | BitsOfOne);
        double below = BitConverter.Int64BitsToDouble((bottom & SignificandMask) | BitsOfOne);
        if (above > SquareRootOfTwo * below)
        {
            above *= 0.5;
            exponent++;
        }
        else if (below > SquareRootOfTwo * above)
        {
            below *= 0.5;
            exponent--;
        }

        double s = (above - below) / (above + below);
        double z = s * s;
        double series = 2 * s + s * z * InverseTangentSeries(z);
        return exponent == 0 ? series : exponent * LogOfTwoHigh + (exponent * LogOfTwoLow + series);
    }

    /// <summary>
    /// The Taylor series of 2 artanh(s)/s − 2 over z = s²: terms 2/3, 2/5 … 2/21. With |s| ≤ 0.1716 the rest is below
    /// 1e-18 of the whole. Summed in pairs (Estrin), which shortens the chain of dependent operations.
    /// </summary>
    private static double InverseTangentSeries(double z)
    {
        double z2 = z * z;
        double z4 = z2 * z2;
        double low = (2.0 / 3 + z * (2.0 / 5)) + z2 * (2.0 / 7 + z * (2.0 / 9));
        double middle = (2.0 / 11 + z * (2.0 / 13)) + z2 * (2.0 / 15 + z * (2.0 / 17));
        double high = 2.0 / 19 + z * (2.0 / 21);
        return low + z4 * (middle + z4 * high);
    }

    /// <summary>exp(value + correction) for a correction that is small against 1 ulp of the reduced range.</summary>
    private static double ExpOfSum(double value, double correction)
    {
        double shifted = value * OneOverLogOfTwo + RoundingShift;
        double power = shifted - RoundingShift;
        int exponent = unchecked((int)BitConverter.DoubleToInt64Bits(shifted));
        double rest = ((value - power * LogOfTwoHigh) - power * LogOfTwoLow) + correction;
        return ScaleByPowerOfTwo(1 + ExpSeries(rest), exponent);
    }

    /// <summary>
    /// The Taylor series of exp(r) − 1 to r^14; for |r| ≤ 0.36 the rest is below 1e-18. Summed in pairs.
    /// </summary>
    private static double ExpSeries(double r)
    {
        double r2 = r * r;
        double r4 = r2 * r2;
        double first = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120));
        double second = (1.0 / 720 + r * (1.0 / 5_040)) + r2 * (1.0 / 40_320 + r * (1.0 / 362_880));
        double third = (1.0 / 3_628_800 + r * (1.0 / 39_916_800))
            + r2 * (1.0 / 479_001_600 + r * (1.0 / 6_227_020_800));
        return r + r2 * (first + r4 * (second + r4 * (third + r4 * (1.0 / 87_178_291_200))));
    }

    private static double ScaleByPowerOfTwo(double value, int exponent)
    {
        if (exponent >= SmallestBinaryExponent && exponent <= LargestBinaryExponent)
            return value * PowerOfTwo(exponent);

        // Two steps, of which only the last can round: results may be subnormal, or 2^1024 × 0.9….
        int half = exponent / 2;
        return value * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    private static double PowerOfTwo(int exponent) =>
        BitConverter.Int64BitsToDouble((long)(exponent + ExponentBias) << SignificandBits);
}
