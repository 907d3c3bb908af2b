using System.Buffers.Binary;
using System.Security.Cryptography;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Tests.Greeks;

/// <summary>
/// The bits of many results of the pricing functions, hashed: one number that must not differ between machines,
/// compilers and their settings. Inputs are made of integers and exact operations only, so they cannot differ either.
/// </summary>
internal static class GreeksFingerprint
{
    private const int Cases = 5_000;

    /// <summary>SHA-256 of all results, in lower case hexadecimal.</summary>
    public static string Compute()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ulong state = 1;
        for (int i = 0; i < Cases; i++)
        {
            double x = Uniform(ref state);
            Append(hash, DeterministicMath.Exp(1_400 * x - 700));
            Append(hash, PricingFunctions.Log(1e-3 + 1e6 * x * x * x));
            Append(hash, PricingFunctions.Cumulative(48 * x - 38));
            Append(hash, PricingFunctions.Density(80 * x - 40));
            AppendOption(hash, ref state);
            AppendSurface(hash, ref state);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendOption(IncrementalHash hash, ref ulong state)
    {
        OptionType type = Uniform(ref state) < 0.5 ? OptionType.Call : OptionType.Put;
        double spot = 1 + 100_000 * Uniform(ref state);
        double ratio = Uniform(ref state) + 0.5;
        double strike = spot * ratio * (Uniform(ref state) < 0.5 ? ratio : 1);
        double root = Uniform(ref state);
        double years = root * root * root + 1e-5;
        double volatility = 3 * Uniform(ref state) + 0.01;
        bool hasValue = BlackScholes.TryCompute(type, spot, strike, years, volatility, out OptionGreeks greeks);
        Append(hash, hasValue ? 1 : 0);
        Append(hash, greeks.Price);
        Append(hash, greeks.Delta);
        Append(hash, greeks.Gamma);
        Append(hash, greeks.Vega);
        Append(hash, greeks.Theta);
    }

    private static void AppendSurface(IncrementalHash hash, ref ulong state)
    {
        var smiles = new List<VolatilitySmile>();
        for (int expiry = 1; expiry <= 3; expiry++)
        {
            var points = new VolatilityPoint[4];
            for (int i = 0; i < points.Length; i++)
                points[i] = new(Price.FromUsdc(100 * (i + 1)), 1 + (long)(1e8 * Uniform(ref state)));
            smiles.Add(new(expiry, expiry * 1_000_000_000L, 0, points));
        }

        var strike = new Price((long)(5e10 * Uniform(ref state)) + 1);
        long expiryMs = (long)(4e9 * Uniform(ref state)) + 1;
        var contract = new ContractKey("ETH", 0, strike, OptionType.Call);
        double volatility = VolatilitySurface.Find(smiles, contract, expiryMs, 0, 0)!.Value;
        Append(hash, volatility);
        FillGreeks.TryCompute(
            OptionType.Call, 25_000_000_000, strike.Units, volatility, expiryMs, 0, out FillGreeks greeks);
        Append(hash, greeks.MarkUnits);
        Append(hash, greeks.DeltaUnits);
        Append(hash, greeks.GammaUnits);
        Append(hash, greeks.VegaUnits);
        Append(hash, greeks.ThetaUnits);
    }

    private static void Append(IncrementalHash hash, double value) =>
        Append(hash, BitConverter.DoubleToInt64Bits(value));

    private static void Append(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }

    /// <summary>The next number of [0, 1) (SplitMix64).</summary>
    private static double Uniform(ref ulong state)
    {
        unchecked
        {
            state += 0x9E37_79B9_7F4A_7C15;
            ulong z = (state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
