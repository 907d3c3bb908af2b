namespace Hypercall.GreeksReference;

/// <summary>Pseudo-random inputs (SplitMix64) that are the same on every machine and for every framework.</summary>
internal sealed class InputStream(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Uniform in [0, 1).</summary>
    public double Next()
    {
        unchecked
        {
            _state += 0x9E37_79B9_7F4A_7C15;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }

    /// <summary>Uniform in the logarithm.</summary>
    public double NextBetween(double low, double high)
    {
        double start = Math.Log(low);
        return Inputs.Rounded(Math.Exp(start + Next() * (Math.Log(high) - start)));
    }
}
