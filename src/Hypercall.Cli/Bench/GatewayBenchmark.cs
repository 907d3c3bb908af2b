using System.Runtime;
using Hypercall.Benchmarks;
using Hypercall.Cli.Embedded;
using Hypercall.Cli.Verbs;
using Hypercall.Gateway.Signing;

namespace Hypercall.Cli.Bench;

/// <summary>
/// M10: signed orders through a gateway, which runs in this process with the engine behind it, from clients in another.
/// What this process takes of the processors meanwhile is held against what one of them recovers of signatures: that is
/// the bound. Each load runs before it is measured until little is compiled for it anew: a node serves for days. Times
/// are taken at half the load, from when an order was due.
/// </summary>
internal sealed class GatewayBenchmark(MeasuredVenue venue, Interruption interruption)
{
    public const string Group = "M10";

    /// <summary>Clients of every load but one, each with a connection.</summary>
    private const int Clients = 16;

    /// <summary>With one request at a time on each, a record has as many orders as come while one is written.</summary>
    private const int ManyClients = 256;

    private const int MostWarmUps = 4;
    private const int SettledMethods = 300;
    private const int RestOrders = 16_000;
    private const int SocketOrders = 32_000;
    private const int BulkOrders = 160_000;
    private const int Changes = 200;
    private const double ChangesPerSecond = 20;
    private const int LoadsOfOneKind = MostWarmUps + 2;
    private const int Keys = LoadsOfOneKind * (3 * Clients + ManyClients) + 1;
    private const int Recoveries = 20_000;
    private const int Runs = 3;

    private int _usedKeys;

    /// <summary>Measures all of it.</summary>
    /// <exception cref="BenchmarkFailedException">A run did not do what it was to do.</exception>
    public static IEnumerable<BenchmarkRow> Measure(Func<BenchFolder> folders, Interruption interruption)
    {
        double recoveries = RecoveriesPerSecond();
        yield return Target.AtLeast(null, null, "/s").Row(Group, "signers recovered by one core", recoveries);
        using BenchFolder folder = folders();
        MeasuredVenue venue = MeasuredVenue.StartAsync(
            folder.FullName,
            Enumerable.Range(0, Keys).Select(number => new BenchKey(number).Wallet))
            .GetAwaiter().GetResult();
        try
        {
            var benchmark = new GatewayBenchmark(venue, interruption);
            foreach (BenchmarkRow row in benchmark.Orders(LoadKind.Rest, "REST", Clients, RestOrders, recoveries))
                yield return row;
            foreach (BenchmarkRow row in benchmark.Orders(LoadKind.Rest, "REST", ManyClients, RestOrders, recoveries))
                yield return row;
            foreach (BenchmarkRow row in benchmark.Orders(LoadKind.Socket, "/ws", Clients, SocketOrders, recoveries))
                yield return row;
            foreach (BenchmarkRow row in benchmark.Rest())
                yield return row;
        }
        finally
        {
            venue.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private IEnumerable<BenchmarkRow> Orders(
        LoadKind kind, string path, int clients, int orders, double recoveries)
    {
        WarmUp(kind, clients, orders);
        (LoadFigures full, double cores) = Run(kind, clients, orders);
        string name = $"by {path}, {clients} connections";
        yield return Target.AtLeast(null, null, "/s").Row(
            Group, $"signed orders {name}, clients on the same machine", full.Rate);
        yield return Target.AtLeast(0.6, 0.8, "").Row(
            Group, $"{name}: orders of a core ÷ signers recovered", full.Rate / cores / recoveries);
        (LoadFigures half, _) = Run(kind, clients, orders / 2, full.Rate / 2);
        yield return Target.AtMost(null, null, "ms").Row(Group, $"{name}, at half of that: p50", half.P50Ms);
        yield return Target.AtMost(10, 5, "ms").Row(Group, $"{name}, at half of that: p99", half.P99Ms);
    }

    private IEnumerable<BenchmarkRow> Rest()
    {
        WarmUp(LoadKind.Bulk, Clients, BulkOrders);
        (LoadFigures bulk, double bulkCores) = Run(LoadKind.Bulk, Clients, BulkOrders);
        string bulks = $"orders by /bulk of {GatewayLoad.OrdersInBulk}";
        yield return Target.AtLeast(100_000, 200_000, "/s").Row(Group, bulks, bulk.Rate);
        yield return Target.AtLeast(null, null, "/s").Row(Group, $"{bulks}, of a core", bulk.Rate / bulkCores);
        (LoadFigures told, double cores) = Run(LoadKind.Subscribers, 1, Changes, ChangesPerSecond);
        string name = $"{ChangesPerSecond:0} changes a second of a book to 1,000 sockets";
        yield return Target.AtMost(null, null, "ms").Row(Group, $"{name}: p50", told.P50Ms);
        yield return Target.AtMost(null, null, "ms").Row(Group, $"{name}: p99", told.P99Ms);
        yield return Target.AtMost(null, null, "cores").Row(Group, $"{name}: taken by the gateway", cores);
    }

    private void WarmUp(LoadKind kind, int clients, int orders)
    {
        long compiled = long.MaxValue;
        for (int round = 0; compiled > SettledMethods && round < MostWarmUps; round++)
        {
            long before = JitInfo.GetCompiledMethodCount();
            Run(kind, clients, orders);
            compiled = JitInfo.GetCompiledMethodCount() - before;
        }
    }

    /// <summary>Runs a load from a process of its own, with keys that no other has had.</summary>
    /// <returns>What it found, and how many processors this process was using.</returns>
    private (LoadFigures Figures, double Cores) Run(LoadKind kind, int clients, int orders, double perSecond = 0)
    {
        ProcessStartInfo start = OwnProgram.With(
            "bench", GatewayLoadVerb.Name, "--url", venue.Url.ToString(), "--kind", kind.ToString(),
            "--key", Text(_usedKeys), "--clients", Text(clients), "--orders", Text(orders), "--rate", Text(perSecond));
        _usedKeys += clients;
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        using IDisposable undo = interruption.Undo(() => process.Kill(entireProcessTree: true));
        process.StandardOutput.ReadLine();
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        string? line = process.StandardOutput.ReadLine();
        TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime - before;
        process.WaitForExit();
        LoadFigures figures = line is not null && process.ExitCode == ExitCode.Done
            ? JsonSerializer.Deserialize<LoadFigures>(line)!
            : throw new BenchmarkFailedException($"the load {kind} ended with {process.ExitCode}");
        return (figures, used.TotalSeconds / figures.Seconds);
    }

    private static double RecoveriesPerSecond()
    {
        ISignerRecovery recovery = ManagedRecovery.Fastest();
        var key = new BenchKey(1);
        (Digest256 Digest, Signature Signature)[] samples = [.. Enumerable.Range(0, 1_000).Select(_ => key.Sample())];
        return Measurement.Median(Enumerable.Range(0, Runs).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            for (int index = 0; index < Recoveries; index++)
            {
                (Digest256 digest, Signature signature) = samples[index % samples.Length];
                if (!recovery.TryRecover(digest, signature, out var signer) || signer != key.Wallet)
                    throw new BenchmarkFailedException("a signature was not recovered");
            }

            return Recoveries / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }));
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
