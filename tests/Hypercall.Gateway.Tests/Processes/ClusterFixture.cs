using System.Diagnostics;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;
using Hypercall.Gateway.Tests.Deribit;

namespace Hypercall.Gateway.Tests.Processes;

/// <summary>
/// Three nodes as an operator runs them, on one journal; two of them serve a gateway too, and a fourth process nothing
/// but one. The first node begins alone, so that it owns the partition. The venue's own commands come from this
/// process, a member without an engine.
/// </summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    /// <summary>An option whose orders nobody takes.</summary>
    internal const string Quiet = "ETH-20351228-4500-C";

    private const int Owner = 0;
    private const int Engines = 3;
    private const int Processes = 4;
    private const int Stop = 19;
    private const int Continue = 18;

    /// <summary>The gateway that does not wait for an engine that is silent.</summary>
    private const int Impatient = 2;

    private readonly TemporaryDirectory _directory = new();
    private readonly int[] _httpPorts = NodeFleet.FreePorts(Processes);
    private readonly HttpClient _http = new();
    private readonly NodeFleet _fleet;
    private VenueMember? _member;
    private long _lastNonce = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private long _lastDeposit;
    private long _lastSequence;

    public ClusterFixture() => _fleet = new NodeFleet(Processes, "--journal-at", _directory.Path) { Prepare = Prepare };

    /// <summary>The gateway of the second node.</summary>
    internal Uri First => UrlOf(1);

    /// <summary>The gateway of the third node, which tells within a second that it does not know an outcome.</summary>
    internal Uri Second => UrlOf(Impatient);

    /// <summary>What became of orders whose gateway was killed: it takes the thirty seconds of the engine's timer, in
    /// which the other tests run.</summary>
    internal Task<KilledGateway> Killed { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _fleet.Start(Owner);
        _member = await VenueMember.JoinAsync(_fleet);
        await RunAsync(new SetRules(GatewayVenueFixture.Rules));
        for (int node = 1; node < Processes; node++)
            _fleet.Start(node);
        foreach (string option in (string[])[GatewayVenueFixture.Option, Quiet])
            await RunAsync(new MarketAction(MarketActionKind.Create, option));
        Uri third = UrlOf(Engines);
        foreach (Uri gateway in (Uri[])[First, Second, third])
            await AwaitOkAsync(new Uri(gateway, "/ready"));
        TestKey key = await FundedAsync(KilledGateway.KeyNumber);
        await AwaitShownAsync(First, third);
        Killed = await KilledGateway.StartAsync(key, NewNonce, First, third, () => _fleet.Kill(Engines));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        if (_member is not null)
            await _member.DisposeAsync();
        _fleet.Dispose();
        _directory.Dispose();
    }

    /// <summary>A nonce that nobody has used: the engine wants them near its clock.</summary>
    internal long NewNonce() => Interlocked.Increment(ref _lastNonce);

    /// <summary>A command of the venue, which is accepted.</summary>
    internal async Task<long> RunAsync(EngineCommand command) =>
        _lastSequence = await _member!.RunAsync(command);

    /// <summary>A key whose wallet has cash.</summary>
    internal async Task<TestKey> FundedAsync(byte number, int times = 1)
    {
        TestKey key = TestKey.Of(number);
        for (int time = 0; time < times; time++)
        {
            await RunAsync(new DepositUpdate(
                key.Address, Cash.FromUsdc(100_000), "bank", Interlocked.Increment(ref _lastDeposit)));
        }

        return key;
    }

    /// <summary>Waits until gateways show what this process did, which did not come through them.</summary>
    internal async Task AwaitShownAsync(params Uri[] gateways)
    {
        foreach (Uri gateway in gateways)
            await AwaitOkAsync(new Uri(gateway, $"/instruments?min_sequence={_lastSequence}"));
    }

    /// <summary>Does something while the partition's owner stands still, so briefly that nobody takes its
    /// place.</summary>
    internal async Task<T> WhilePausedAsync<T>(Func<Task<T>> act)
    {
        Assert.Equal(Owner, await _member!.OwnerAsync());
        _fleet.Signal(Owner, Stop);
        try
        {
            return await act();
        }
        finally
        {
            _fleet.Signal(Owner, Continue);
        }
    }

    private Uri UrlOf(int node) => new($"http://127.0.0.1:{_httpPorts[node]}/");

    private void Prepare(int node, ProcessStartInfo start)
    {
        string settings = _directory.File($"node-{node}.conf");
        File.WriteAllText(settings, Settings(node == Impatient));
        string[] engine = node < Engines ? ["--role", "engine"] : [];
        string[] gateway =
            node > Owner ? ["--role", "view", "--role", "gateway", "--http", UrlOf(node).ToString()] : [];
        foreach (string option in (string[])["--config", settings, .. engine, .. gateway])
            start.ArgumentList.Add(option);
    }

    private static string Settings(bool isImpatient) => $$"""
        {{VenueMember.Unhurried}}
        hypercall.gateway {
          key-master = "{{DeribitKey.Master}}"
          address-requests-per-minute = 1000000
          limits.default {
            orders-per-minute = 1000000, cancels-per-minute = 1000000, requests-per-minute = 1000000
          }
        }
        {{(isImpatient ? "hypercall.client { ask-timeout = 500ms, patience = 2s }" : "")}}
        """;

    private Task AwaitOkAsync(Uri url) => GatewayProbe.AwaitOkAsync(_http, url, _fleet);
}
