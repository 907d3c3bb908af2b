using Hypercall.Benchmarks.Workloads;

namespace Hypercall.Cli.Demo.Day;

/// <summary>
/// How prices go over the demonstration's day: calm, 30 % down within half an hour, a little back up; volatility
/// doubles with the crash. Each underlying wanders around that course on its own.
/// </summary>
internal sealed class DayCourse(SeededRandom random)
{
    private const double Reversion = 0.98;
    private const double Step = 0.0008;

    private static readonly (int Minute, double Value)[] Levels =
    [
        (0, 1.0), (DayClock.CrashBegins, 1.0), (DayClock.CrashEnds, 0.7), (DayClock.At(16, 0), 0.75),
        (DayClock.Minutes, 0.73),
    ];

    private static readonly (int Minute, double Value)[] Volatilities =
    [
        (0, 0.6), (DayClock.CrashBegins, 0.6), (DayClock.CrashEnds, 1.2), (DayClock.At(20, 0), 0.85),
        (DayClock.Minutes, 0.75),
    ];

    private double _wandered;

    /// <summary>Goes a step on and moves the underlying there.</summary>
    /// <param name="minute">Minute of the day, with its fraction.</param>
    public void Move(DemoUnderlying underlying, double minute)
    {
        _wandered = _wandered * Reversion + Step * (random.Fraction() + random.Fraction() - 1);
        underlying.Move(Between(Levels, minute) * (1 + _wandered), Between(Volatilities, minute));
    }

    private static double Between((int Minute, double Value)[] points, double minute)
    {
        int next = 1;
        while (next < points.Length - 1 && points[next].Minute <= minute)
            next++;
        (int from, double low) = points[next - 1];
        (int to, double high) = points[next];
        return low + (high - low) * (minute - from) / (to - from);
    }
}
