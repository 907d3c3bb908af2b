using Hypercall.Benchmarks.Workloads;

namespace Hypercall.Benchmarks;

/// <summary>
/// Ranks from 0 drawn with weight 1 / (rank + 1): few are busy, many are rare (Zipf with exponent 1).
/// </summary>
internal sealed class ZipfDistribution
{
    private readonly double[] _cumulative;

    public ZipfDistribution(int count)
    {
        _cumulative = new double[count];
        double sum = 0;
        for (int rank = 0; rank < count; rank++)
            _cumulative[rank] = sum += 1.0 / (rank + 1);
    }

    public int Draw(SeededRandom random)
    {
        int index = Array.BinarySearch(_cumulative, random.Fraction() * _cumulative[^1]);
        return Math.Min(index < 0 ? ~index : index + 1, _cumulative.Length - 1);
    }
}
