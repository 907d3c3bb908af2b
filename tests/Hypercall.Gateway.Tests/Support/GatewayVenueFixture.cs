using System.Net;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Client;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.State;
using Hypercall.Sequencer.Client;

namespace Hypercall.Gateway.Tests.Support;

/// <summary>
/// A venue of one engine in memory with its views, and a gateway of it on a port of its own. One option is listed, and
/// wallets have cash once they are asked for.
/// </summary>
public sealed class GatewayVenueFixture : IAsyncLifetime
{
    public const string Option = "ETH-20351228-3200-C";

    /// <summary>Of venues without margin and fees.</summary>
    internal static RuleSet Rules { get; } = RuleSet.Default with
    {
        Version = 2,
        MarginEnabled = false,
        Fees = new FeeRules(0, 0, 0, 0, 0, 0),
    };
    public const string Partition = "main";

    private readonly string _settings;
    private readonly TimeProvider _time;
    private ActorSystem? _system;
    private GatewayHost? _gateway;
    private IEngineClient? _venue;
    private long _lastNonce = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private long _lastDeposit;

    public GatewayVenueFixture()
        : this("")
    {
    }

    /// <param name="settings">Beside those of every such venue.</param>
    /// <param name="time">The gateway's clock, not the engine's; null: the system's.</param>
    internal GatewayVenueFixture(string settings, TimeProvider? time = null)
    {
        _settings = settings;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>A client of the gateway.</summary>
    internal HttpClient Http { get; private set; } = null!;

    internal ActorSystem System => _system!;

    internal GatewayHost Gateway => _gateway!;

    internal Uri Url => _gateway!.Url;

    /// <summary>A nonce that nobody has used: the engine wants them near its clock.</summary>
    internal long NewNonce() => Interlocked.Increment(ref _lastNonce);

    public async Task InitializeAsync()
    {
        Config config = HypercallConfig.Compose(ConfigurationFactory.ParseString($$"""
            {{_settings}}
            hypercall.journal.choice = memory
            hypercall.gateway.url = "http://127.0.0.1:0"
            akka.loglevel = WARNING
            akka.stdout-loglevel = OFF
            """).WithFallback(ConfigurationFactory.ParseString("""
            hypercall.gateway.limits.default {
              orders-per-minute = 1000000, cancels-per-minute = 1000000, requests-per-minute = 1000000
            }
            hypercall.gateway.address-requests-per-minute = 1000000
            """)));
        _system = ActorSystem.Create("gateway-test", config);
        IActorRef venue = HypercallSystem.StartPartitions(_system);
        HypercallSystem.StartViews(_system);
        _venue = new EngineClient(venue, Partition);
        await ListAsync();
        _gateway = await GatewayHost.StartAsync(_system, GatewayOptions.Read(config) with { Time = _time });
        Http = new HttpClient { BaseAddress = _gateway.Url };
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _gateway!.DisposeAsync();
        await _system!.Terminate();
    }

    /// <summary>A command of the venue, which is accepted.</summary>
    internal async Task<long> RunAsync(EngineCommand command)
    {
        SubmissionResult result = await _venue!.SubmitAsync(new ClientRequest(command));
        Assert.True(result.Outcome is { Accepted: true }, $"{command}: {result.Outcome?.Rejection}");
        return result.Outcome!.Sequence;
    }

    /// <summary>Another gateway of the same venue.</summary>
    /// <param name="time">Its clock; null: that of the machine.</param>
    internal Task<GatewayHost> StartAnotherAsync(TimeProvider? time = null) => GatewayHost.StartAsync(
        System, GatewayOptions.Read(System.Settings.Config) with { Time = time ?? TimeProvider.System });

    /// <summary>A key whose wallet has cash.</summary>
    internal async Task<TestKey> FundedAsync(byte number)
    {
        TestKey key = TestKey.Of(number);
        await RunAsync(new DepositUpdate(
            key.Address, Cash.FromUsdc(100_000), "bank", Interlocked.Increment(ref _lastDeposit)));
        return key;
    }

    /// <summary>The sequence of the last command in the journal.</summary>
    internal async Task<long> SequenceAsync()
    {
        PartitionHealth health = await ActorRegistryEntry().Ask<PartitionHealth>(new QueryHealth(Partition, 1));
        return health.Sequence;
    }

    /// <summary>What the follower's engine says of a wallet, as of a sequence.</summary>
    internal async Task<WalletReport> WalletAsync(TestKey key)
    {
        long sequence = await SequenceAsync();
        ReplicaAnswer answer = await GatewayVenue.Of(System, Partition).View("follower").Ask<ReplicaAnswer>(
            new QueryReplica(Partition, 1, sequence, EngineQuestion.AboutWallet(key.Address)));
        return Assert.IsType<WalletAnswer>(answer.Answer).Wallet!;
    }

    /// <summary>Sends a body and reads the answer's JSON, which is as the OpenAPI document says.</summary>
    internal async Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Answer)> SendAsync(
        string method, string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        HttpResponseMessage answer = await Http.SendAsync(request);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        FaceContract.RequireAnswer(method, path, (int)answer.StatusCode, document.RootElement);
        return (answer.StatusCode, document.RootElement.Clone(), answer);
    }

    private IActorRef ActorRegistryEntry() => GatewayVenue.Of(System, Partition).Entry;

    private async Task ListAsync()
    {
        await RunAsync(new SetRules(Rules));
        await RunAsync(new MarketAction(MarketActionKind.Create, Option));
    }
}
