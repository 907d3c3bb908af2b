using System.Diagnostics;
using Hypercall.Engine.Domain;
using Hypercall.Hashing;

namespace Hypercall.Benchmarks;

/// <summary>
/// What the machine gives at this hour: a loop of fixed work, a chase of cache misses, a write that waits for the disk,
/// SHA-256 of what a command hashes. Machines differ by two times and hours by a quarter, so that figures of two runs
/// compare only beside these.
/// </summary>
internal static class Calibration
{
    private const string Id = "calibration";
    private const int Runs = 5;
    private const int LoopSteps = 20_000_000;
    private const int ChasedNumbers = 1 << 24;
    private const int ChaseSteps = 1_000_000;
    private const int WrittenBytes = 512;
    private const int Writes = 100;
    private const int Hashes = 100_000;
    private const int HashedBytes = 200;

    /// <summary>Measures each.</summary>
    public static IEnumerable<BenchmarkRow> Run(Func<IJournalFolder> folders)
    {
        int[] chain = Chain();
        yield return Row("loop of dependent steps, a step", Nanoseconds(Loop, LoopSteps));
        yield return Row("dependent cache misses over 64 MiB, one", Nanoseconds(() => Chase(chain), ChaseSteps));
        yield return Row($"SHA-256 of {HashedBytes} B by {HostSha256.Name}", HashNanoseconds(HostSha256.Create()));
        yield return Row($"SHA-256 of {HashedBytes} B by .NET", HashNanoseconds(RuntimeSha256.Create()));
        using IJournalFolder folder = folders();
        using FileStream file = OpenPreallocated(Path.Combine(folder.FullName, "calibration"));
        double written = Nanoseconds(() => WriteThrough(file), Writes);
        yield return Row($"{WrittenBytes} B written in place and synced to the disk, a second", 1e9 / written, "");
    }

    private static BenchmarkRow Row(string what, double figure, string unit = "ns") =>
        new Target(null, null, unit, false).Row(Id, what, figure);

    /// <summary>Nanoseconds of one of the steps, the median of some runs.</summary>
    /// <param name="run">Makes all steps; what it returns keeps them from being left out.</param>
    /// <param name="steps">How many.</param>
    private static double Nanoseconds(Func<long> run, int steps)
    {
        run();
        return Measurement.Median(Enumerable.Range(0, Runs).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            run();
            return Measurement.Nanoseconds(Stopwatch.GetTimestamp() - start) / steps;
        }));
    }

    private static long Loop()
    {
        ulong value = 1;
        for (int step = 0; step < LoopSteps; step++)
        {
            value ^= value << 13;
            value ^= value >> 7;
            value ^= value << 17;
        }

        return (long)(value & 1);
    }

    /// <summary>One cycle through all numbers, by the steps of a congruential generator of full period.</summary>
    private static int[] Chain()
    {
        const uint factor = 1_664_525, addend = 1_013_904_223;
        var chain = new int[ChasedNumbers];
        for (int index = 0; index < chain.Length; index++)
            chain[index] = (int)(unchecked((uint)index * factor + addend) % ChasedNumbers);
        return chain;
    }

    private static long Chase(int[] chain)
    {
        int at = 0;
        for (int step = 0; step < ChaseSteps; step++)
            at = chain[at];
        return at;
    }

    private static double HashNanoseconds(ISha256 function)
    {
        var content = new byte[HashedBytes];
        return Nanoseconds(
            () =>
            {
                for (int hash = 0; hash < Hashes; hash++)
                    function.Compute(content).CopyTo(content);
                return content[0];
            },
            Hashes);
    }

    private static FileStream OpenPreallocated(string path)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(new byte[WrittenBytes * Writes]);
        file.Flush(flushToDisk: true);
        return file;
    }

    private static long WriteThrough(FileStream file)
    {
        var content = new byte[WrittenBytes];
        for (int write = 0; write < Writes; write++)
        {
            file.Position = write * WrittenBytes;
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        return file.Position;
    }
}
