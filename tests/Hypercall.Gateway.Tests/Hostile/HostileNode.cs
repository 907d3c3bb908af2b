using System.Diagnostics;
using System.Globalization;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;
using Hypercall.Gateway.Tests.Processes;

namespace Hypercall.Gateway.Tests.Hostile;

/// <summary>One real node with a gateway, as it comes but for how much a signer may send, and what it takes
/// up.</summary>
internal sealed class HostileNode : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _http = new();
    private readonly NodeFleet _fleet;
    private VenueMember? _member;

    public HostileNode()
    {
        Url = new Uri($"http://127.0.0.1:{NodeFleet.FreePorts(1)[0]}/");
        string settings = _directory.File("node.conf");
        File.WriteAllText(
            settings, $"{VenueMember.Unhurried}\nhypercall.gateway.limits.default {{ orders-per-minute = 0 }}");
        Journal = _directory.File("journal");
        _fleet = new NodeFleet(
            1, "--journal-at", Journal, "--role", "engine", "--role", "view", "--role", "gateway", "--http",
            Url.ToString(), "--config", settings);
    }

    public Uri Url { get; }

    /// <summary>The folder of its journal.</summary>
    public string Journal { get; }

    /// <summary>The last command.</summary>
    public async Task<long> SequenceAsync()
    {
        using JsonDocument cluster = JsonDocument.Parse(await _http.GetStringAsync(new Uri(Url, "/cluster")));
        return cluster.RootElement.GetProperty("partitions")[0].GetProperty("sequence").GetInt64();
    }

    /// <summary>Starts it and lists an option.</summary>
    /// <param name="keys">Whose wallets get cash.</param>
    public async Task StartAsync(params TestKey[] keys)
    {
        _fleet.Start(0);
        _member = await VenueMember.JoinAsync(_fleet);
        await _member.RunAsync(new SetRules(GatewayVenueFixture.Rules));
        long sequence = await _member.RunAsync(
            new MarketAction(MarketActionKind.Create, GatewayVenueFixture.Option));
        for (int number = 0; number < keys.Length; number++)
        {
            sequence = await _member.RunAsync(
                new DepositUpdate(keys[number].Address, Cash.FromUsdc(100_000), "bank", number + 1));
        }

        await GatewayProbe.AwaitOkAsync(_http, new Uri(Url, "/ready"), _fleet);
        await GatewayProbe.AwaitOkAsync(_http, new Uri(Url, $"/instruments?min_sequence={sequence}"), _fleet);
    }

    /// <summary>MiB of memory that it has had at most.</summary>
    public long MostMemoryMiB()
    {
        const int kib = 1_024;
        string line = File.ReadLines($"/proc/{_fleet.ProcessId(0)}/status")
            .First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        string number = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return long.Parse(number, CultureInfo.InvariantCulture) / kib;
    }

    /// <summary>Ends it as an operator does, and has its journal executed anew.</summary>
    /// <returns>What <c>hypercall verify</c> said.</returns>
    public async Task<string> EndAndVerifyAsync()
    {
        await DisposeMemberAsync();
        _fleet.Terminate(0);
        Assert.Equal(0, _fleet.WaitForExit(0));
        using Process verify = Process.Start(new ProcessStartInfo("dotnet", [TestProgram.Assembly, "verify", Journal])
        {
            RedirectStandardOutput = true,
        })!;
        string said = await verify.StandardOutput.ReadToEndAsync();
        await verify.WaitForExitAsync();
        Assert.True(verify.ExitCode == 0, said);
        return said;
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeMemberAsync();
        _http.Dispose();
        _fleet.Dispose();
        _directory.Dispose();
    }

    private async Task DisposeMemberAsync()
    {
        if (_member is { } member)
            await member.DisposeAsync();
        _member = null;
    }
}
