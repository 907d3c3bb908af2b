using Hypercall.Actors.Client;
using Hypercall.Benchmarks.Workloads;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Gateway.Hosting;

namespace Hypercall.Cli.Demo.Serve;

/// <summary>
/// A venue to try clients on: one engine in memory, makers that quote a chain and takers that hit them, and a gateway,
/// all in this process, until Ctrl-C. Wallets that are named have cash.
/// </summary>
/// <param name="seed">Seed of the traders.</param>
/// <param name="url">Where the gateway listens.</param>
/// <param name="funded">Wallets that get cash.</param>
internal sealed class ServeDemonstration(
    Terminal terminal, ulong seed, string url, IReadOnlyList<WalletAddress> funded)
{
    private const string Partition = "demo";
    private const int TurnsPerSmile = 100;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly SeededRandom _random = new(seed);

    /// <summary>Runs it to its end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        Config config = HypercallConfig.Compose(ConfigurationFactory.ParseString($"""
            hypercall.journal.choice = memory
            hypercall.partitions = [{Partition}]
            hypercall.gateway.url = {HoconText.Quoted(url)}
            akka.loglevel = WARNING
            akka.coordinated-shutdown.exit-clr = off
            """));
        using ActorSystem system = ActorSystem.Create(NodeAddress.SystemName, config);
        var venue = new EngineClient(HypercallSystem.StartPartitions(system), Partition);
        HypercallSystem.StartViews(system);
        var orders = new DemoVenue(DemoVenue.OptionsFrom(NowMs), _random);
        await OpenAsync(venue, orders);
        var faucet = new DemoFaucet(venue);
        foreach (WalletAddress wallet in funded)
            await faucet.GiveAsync(wallet);
        GatewayHost gateway = await NodeGateway.StartAsync(system, GatewayOptions.Read(config), faucet.GiveAsync);
        terminal.Heading($"A venue with {DemoVenue.MakerTraders.Length} makers serves on {gateway.Url}");
        terminal.Line($"Open {gateway.Url} in a browser to trade; REST and /ws are as docs/gateway.md says.");
        terminal.Line("Ctrl-C ends it, and nothing is kept.");
        await TradeAsync(venue, orders, end);
        await gateway.DisposeAsync();
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
    }

    private static long NowMs => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private async Task OpenAsync(EngineClient venue, DemoVenue orders)
    {
        await RequireAsync(venue, new SetRules(RuleSet.Default with { Version = RuleSet.Default.Version + 1 }));
        foreach (EngineCommand command in orders.Opening())
            await RequireAsync(venue, command);
    }

    /// <summary>In turns an index price, a maker's quotes and a taker's order; what is rejected is a trader's
    /// luck.</summary>
    private async Task TradeAsync(EngineClient venue, DemoVenue orders, CancellationToken end)
    {
        using var pace = new PeriodicTimer(Pace);
        try
        {
            for (int turn = 0; await pace.WaitForNextTickAsync(end); turn++)
            {
                await venue.SubmitAsync(new ClientRequest(orders.Move()), end);
                if (turn % TurnsPerSmile == 0)
                    await SmileAsync(venue, orders, end);
                (int round, int maker) = int.DivRem(turn, DemoVenue.MakerTraders.Length);
                await venue.SubmitAsync(
                    new ClientRequest(orders.Quotes(DemoVenue.MakerTraders[maker], round, NowMs)), end);
                DemoTrader taker = DemoVenue.TakerTraders[_random.Below(DemoVenue.TakerTraders.Length)];
                await venue.SubmitAsync(new ClientRequest(orders.Take(taker, NowMs)), end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            terminal.Line("ends");
        }
    }

    /// <summary>Volatilities that nobody repeats grow too old for marks.</summary>
    private static async Task SmileAsync(EngineClient venue, DemoVenue orders, CancellationToken end)
    {
        foreach (IvUpdate smile in orders.Smiles())
            await venue.SubmitAsync(new ClientRequest(smile), end);
    }

    private static async Task RequireAsync(EngineClient venue, EngineCommand command)
    {
        SubmissionResult result = await venue.SubmitAsync(new ClientRequest(command));
        if (result.Outcome is not { Accepted: true })
            throw new CheckFailedException(
                $"{command.Type} opens the venue and got {result.Status} "
                + (result.Outcome is { } outcome ? RejectText.Describe(outcome.Rejection) : ""));
    }
}
