using System.Diagnostics;
using System.Text;
using Xunit.Abstractions;

namespace Hypercall.Gateway.Tests.Hostile;

/// <summary>
/// A real node with a gateway, attacked from hundreds of addresses. Nothing of it reaches the journal, the node lives
/// and its memory is bounded; and who does nothing wrong hardly notices an attack that the machine itself can bear.
/// </summary>
[Collection(HostileCollection.Name)]
public sealed class HostileRunTests(ITestOutputHelper output)
{
    private const int Seed = 17_020_301;
    private const int Mutants = 1_000_000;
    private const int Threads = 24;
    private const int Sockets = 5_000;
    private const int PerAddress = 60;
    private const int Slow = 200;
    private const int Rounds = 4;
    private const int Orders = 2_000;

    /// <summary>Those of idle clients come after those of the threads.</summary>
    private const int Addresses = 1_000;
    private const long MostMemoryMiB = 1_024;

    /// <summary>What attackers send in a second while the other client is measured.</summary>
    private const double MutantsPerSecond = 500;
    private const double ForgedPerSecond = 500;

    [HostileFact]
    public async Task A_node_bears_a_million_wrong_requests()
    {
        await using var node = new HostileNode();
        (TestKey victim, TestKey key) = (TestKey.Of(45), TestKey.Of(46));
        await node.StartAsync(victim, key);
        long before = await node.SequenceAsync();
        var good = new GoodClient(node.Url, key);
        var attack = new Attack(node.Url, victim, Seed);
        long start = Stopwatch.GetTimestamp();

        Task all = attack.RunAsync(
            bodies: Mutants * 88 / 100, frames: Mutants * 8 / 100, heads: Mutants * 4 / 100, Threads);
        double[] times = await good.MeasureAsync(Orders);
        await all;

        output.WriteLine(
            $"hostile: seed {Seed}; {Mutants} mutants of {Threads} threads, "
            + $"{Mutants / Stopwatch.GetElapsedTime(start).TotalSeconds:0}/s: {attack}\n"
            + $"hostile: another meanwhile: {Show(times)}; {node.MostMemoryMiB()} MiB at most");
        Assert.Empty(attack.Failures);
        Assert.Equal(before + good.Sent, await node.SequenceAsync());
        Assert.InRange(node.MostMemoryMiB(), 0, MostMemoryMiB);
        output.WriteLine(await node.EndAndVerifyAsync());
    }

    /// <summary>In turns alone and attacked, so that an hour's mood of the machine falls on both.</summary>
    [HostileFact]
    public async Task Who_does_nothing_wrong_waits_at_most_twice_as_long_beside_attackers()
    {
        await using var node = new HostileNode();
        (TestKey victim, TestKey key) = (TestKey.Of(45), TestKey.Of(46));
        await node.StartAsync(victim, key);
        long before = await node.SequenceAsync();
        var good = new GoodClient(node.Url, key);
        await good.MeasureAsync(Orders);
        (List<double> alone, List<double> attacked) = ([], []);
        for (int round = 0; round < Rounds; round++)
        {
            alone.AddRange(await good.MeasureAsync(Orders));
            attacked.AddRange(await MeasureUnderAttackAsync(node, new Attack(node.Url, victim, Seed + round), good));
        }

        output.WriteLine(
            $"hostile: alone: {Show(alone)}; beside {Sockets} idle sockets, {3 * Slow} slow and silent connections, "
            + $"{MutantsPerSecond} mutants and {ForgedPerSecond} forged signatures a second: {Show(attacked)}; "
            + $"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}, {node.MostMemoryMiB()} MiB at most");
        Assert.Equal(before + good.Sent, await node.SequenceAsync());
        Assert.InRange(node.MostMemoryMiB(), 0, MostMemoryMiB);
        Assert.InRange(Quantile(attacked, 0.99), 0, 2 * Quantile(alone, 0.99));
    }

    private static async Task<double[]> MeasureUnderAttackAsync(HostileNode node, Attack attack, GoodClient good)
    {
        List<RawHttp> open = OpenSockets(node.Url);
        List<RawHttp> slow = OpenSlow(node.Url);
        // Their paces begin when all connections are open: what was not sent meanwhile is not made up for.
        using var mutants = new Pace(MutantsPerSecond);
        using var forged = new Pace(ForgedPerSecond);
        Task attacking = Task.WhenAll(
            attack.MutateAsync(threads: 4, mutants.GoOn), attack.ForgeAsync(threads: 4, forged.GoOn));
        double[] times = await good.MeasureAsync(Orders);
        mutants.Stop();
        forged.Stop();
        await attacking;
        Assert.Empty(attack.Failures);
        // Who has said half a request is sent away: with an answer, or without.
        Assert.All(slow.Take(2 * Slow), connection => Assert.Contains(connection.ReadAnswer(), (int[])[0, 400, 408]));
        foreach (RawHttp connection in open.Concat(slow))
            connection.Dispose();
        return times;
    }

    private static string Show(IReadOnlyCollection<double> times) =>
        $"p50 {Quantile(times, 0.5):0.0} ms, p99 {Quantile(times, 0.99):0.0} ms";

    private static double Quantile(IReadOnlyCollection<double> times, double fraction) =>
        times.Order().ElementAt((int)(times.Count * fraction));

    private static List<RawHttp> OpenSockets(Uri gateway)
    {
        var open = new List<RawHttp>();
        for (int number = 0; number < Sockets; number++)
        {
            var socket = new RawHttp(gateway, Attack.AddressOf(Addresses + number / PerAddress));
            Assert.Equal(101, socket.Send(Attack.Upgrade));
            open.Add(socket);
        }

        return open;
    }

    /// <summary>Half a head, half a body, nothing at all.</summary>
    private static List<RawHttp> OpenSlow(Uri gateway)
    {
        var slow = new List<RawHttp>();
        const string head = "POST /order HTTP/1.1\r\nHost: h\r\n";
        foreach (string said in (string[])[head, $"{head}Content-Length: 9\r\n\r\n{{", ""])
        {
            for (int number = 0; number < Slow; number++)
            {
                var connection = new RawHttp(gateway, Attack.AddressOf(Addresses + number));
                connection.Write(Encoding.ASCII.GetBytes(said));
                slow.Add(connection);
            }
        }

        return slow;
    }
}
