using System.Diagnostics;

namespace Hypercall.Benchmarks;

/// <summary>Small statistics over repeated runs.</summary>
internal static class Measurement
{
    /// <summary>The middle value; of an even number the lower of the two.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(sorted.Length - 1) / 2];
    }

    /// <summary>
    /// The value that <paramref name="fraction"/> of all do not exceed; the values are sorted in place.
    /// </summary>
    public static long Percentile(long[] values, double fraction)
    {
        Array.Sort(values);
        int index = (int)Math.Ceiling(values.Length * fraction) - 1;
        return values[Math.Clamp(index, 0, values.Length - 1)];
    }

    /// <summary>Stopwatch ticks in nanoseconds.</summary>
    public static double Nanoseconds(long stopwatchTicks) => stopwatchTicks * 1e9 / Stopwatch.Frequency;

    /// <summary>Collects garbage, so that a run does not pay for the one before.</summary>
    public static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
