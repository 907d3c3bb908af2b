using System.Globalization;
using System.Numerics;

namespace Hypercall.GreeksReference;

/// <summary>
/// Binary fixed-point arithmetic of any precision on whole numbers: a number is an integer times 2^-bits. Shares
/// nothing with the engine, so that the two can be compared. Every operation truncates, with an error of about one
/// unit; callers choose the bits so that this lies far below the digits that are printed.
/// </summary>
internal sealed class FixedPoint
{
    private const int Guard = 64;
    private const int Halvings = 24;
    private const int SignificantDigits = 40;

    private readonly int _bits;
    private readonly BigInteger _one;
    private readonly BigInteger _logOfTwo;

    public FixedPoint(int bits)
    {
        _bits = bits;
        _one = BigInteger.One << bits;
        // ln 2 = 2 artanh(1/3).
        _logOfTwo = TwiceInverseTangent(_one / 3);
        Pi = MachinPi();
    }

    public BigInteger One => _one;

    public BigInteger Pi { get; }

    /// <summary>The very value of a double, which binary fixed point holds exactly if it has the bits.</summary>
    public BigInteger FromDouble(double value)
    {
        long encoded = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((encoded >> 52) & 0x7FF);
        BigInteger significand = encoded & 0x000F_FFFF_FFFF_FFFF;
        if (exponent == 0)
            exponent = 1;
        else
            significand |= BigInteger.One << 52;
        int shift = exponent - 1075 + _bits;
        BigInteger magnitude = shift >= 0 ? significand << shift : significand >> -shift;
        return encoded < 0 ? -magnitude : magnitude;
    }

    public BigInteger Multiply(BigInteger left, BigInteger right) => (left * right) >> _bits;

    public BigInteger Divide(BigInteger left, BigInteger right) => (left << _bits) / right;

    public BigInteger SquareRoot(BigInteger value)
    {
        BigInteger target = value << _bits;
        BigInteger root = BigInteger.One << (int)((target.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + target / root) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }

    /// <summary>Natural logarithm of a positive double.</summary>
    public BigInteger Log(double value)
    {
        int exponent = Math.ILogB(value);
        BigInteger significand = FromDouble(Math.ScaleB(value, -exponent));
        if (significand * 2 > _one * 3)
        {
            significand >>= 1;
            exponent++;
        }

        return exponent * _logOfTwo + TwiceInverseTangent(Divide(significand - _one, significand + _one));
    }

    /// <summary>
    /// e to the power of a number: Taylor's series after halving it 24 times, then as many squarings.
    /// </summary>
    public BigInteger Exp(BigInteger value)
    {
        BigInteger power = BigInteger.Divide(value, _logOfTwo);
        var inner = new Truncation(_bits + Guard);
        BigInteger rest = ((value - power * _logOfTwo) << Guard) >> Halvings;
        BigInteger sum = inner.One;
        BigInteger term = inner.One;
        for (int n = 1; !term.IsZero && term != BigInteger.MinusOne; n++)
        {
            term = inner.Multiply(term, rest) / n;
            sum += term;
        }

        for (int i = 0; i < Halvings; i++)
            sum = inner.Multiply(sum, sum);
        int shift = (int)power - Guard;
        return shift >= 0 ? sum << shift : sum >> -shift;
    }

    /// <summary>Density of the normal distribution.</summary>
    public BigInteger Density(BigInteger x) => Divide(Exp(-Multiply(x, x) / 2), SquareRoot(2 * Pi));

    /// <summary>
    /// N(x) = 1/2 + n(x) (x + x³/3 + x⁵/(3·5) + …). The sum grows like exp(x²/2) and the tail falls like its inverse:
    /// the bits must cover both.
    /// </summary>
    public BigInteger Cumulative(BigInteger x)
    {
        BigInteger square = Multiply(x, x);
        BigInteger sum = BigInteger.Zero;
        BigInteger term = x;
        for (int n = 3; !term.IsZero && term != BigInteger.MinusOne; n += 2)
        {
            sum += term;
            term = Multiply(term, square) / n;
        }

        return _one / 2 + Multiply(Density(x), sum);
    }

    /// <summary>40 significant digits in scientific notation.</summary>
    public string Format(BigInteger value)
    {
        if (value.IsZero)
            return "0";
        BigInteger magnitude = BigInteger.Abs(value);
        int exponent = (int)Math.Floor(BigInteger.Log10(magnitude) - _bits * Math.Log10(2));
        BigInteger digits = Digits(magnitude, exponent);
        BigInteger limit = BigInteger.Pow(10, SignificantDigits);
        if (digits >= limit)
            digits = Digits(magnitude, ++exponent);
        else if (digits * 10 < limit)
            digits = Digits(magnitude, --exponent);
        string text = digits.ToString(CultureInfo.InvariantCulture);
        string fraction = text[1..].TrimEnd('0');
        string point = fraction.Length == 0 ? string.Empty : ".";
        return $"{(value.Sign < 0 ? "-" : string.Empty)}{text[0]}{point}{fraction}e{exponent}";
    }

    private BigInteger Digits(BigInteger magnitude, int exponent)
    {
        int scale = SignificantDigits - 1 - exponent;
        BigInteger power = BigInteger.Pow(10, Math.Abs(scale));
        BigInteger numerator = scale >= 0 ? magnitude * power : magnitude;
        BigInteger denominator = scale >= 0 ? _one : _one * power;
        return (2 * numerator + denominator) / (2 * denominator);
    }

    private BigInteger TwiceInverseTangent(BigInteger s)
    {
        BigInteger square = Multiply(s, s);
        BigInteger sum = BigInteger.Zero;
        BigInteger power = s;
        for (int n = 1; !power.IsZero && power != BigInteger.MinusOne; n += 2)
        {
            sum += power / n;
            power = Multiply(power, square);
        }

        return 2 * sum;
    }

    private BigInteger MachinPi() => 16 * InverseOfInteger(5) - 4 * InverseOfInteger(239);

    /// <summary>arctan(1/n), for Machin's formula.</summary>
    private BigInteger InverseOfInteger(int n)
    {
        BigInteger sum = BigInteger.Zero;
        BigInteger power = _one / n;
        for (int k = 0; !power.IsZero; k++)
        {
            sum += (k % 2 == 0 ? power : -power) / (2 * k + 1);
            power /= n * n;
        }

        return sum;
    }

    /// <summary>Products at the precision of the exponential's series.</summary>
    private readonly struct Truncation(int bits)
    {
        public BigInteger One => BigInteger.One << bits;

        public BigInteger Multiply(BigInteger left, BigInteger right) => (left * right) >> bits;
    }
}
