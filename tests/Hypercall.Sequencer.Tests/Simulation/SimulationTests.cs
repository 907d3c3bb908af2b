using System.Globalization;
using Hypercall.Sequencer.Tests.Support;
using Xunit.Abstractions;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>
/// Thousands of worlds, each from its own seed. A failure prints the seed; HYPERCALL_SIM_SEED runs just that one,
/// HYPERCALL_SIM_SEEDS another number of them.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const ulong FirstSeed = 1;
    private const int Seeds = 10_000;
    private const int MostFailuresShown = 5;

    [Fact]
    public void Every_property_holds_in_every_world()
    {
        var counts = new FaultCounts();
        var failures = new SortedDictionary<ulong, string>();
        if (Variable("HYPERCALL_SIM_SEED") is { } seed)
            Run(seed, counts, failures);
        else
            RunAll((int)(Variable("HYPERCALL_SIM_SEEDS") ?? Seeds), counts, failures);

        output.WriteLine(counts.ToString());
        IEnumerable<string> first = failures.Take(MostFailuresShown).Select(item => $"seed {item.Key}: {item.Value}");
        string shown = string.Join('\n', first);
        Assert.True(failures.Count == 0, $"{failures.Count} worlds fail; HYPERCALL_SIM_SEED=<seed> runs one\n{shown}");
        if (Variable("HYPERCALL_SIM_SEED") is null)
            Assert.Empty(counts.Missing());
    }

    private static void RunAll(int seeds, FaultCounts counts, SortedDictionary<ulong, string> failures) =>
        Parallel.For(0, seeds, i => Run(FirstSeed + (ulong)i, counts, failures));

    private static void Run(ulong seed, FaultCounts counts, SortedDictionary<ulong, string> failures)
    {
        var own = new FaultCounts();
        try
        {
            new SimWorld(SimSettings.FromSeed(new TestRandom(~seed)), seed, own).Run();
        }
        catch (Exception exception)
        {
            lock (failures)
                failures.Add(seed, exception is SimulationException ? exception.Message : exception.ToString());
        }

        counts.Add(own);
    }

    private static ulong? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
