using Hypercall.Benchmarks.Workloads;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Benchmarks;

/// <summary>
/// Turns a matching workload into engine commands: one option, default fees, a wallet with cash for each account, half
/// of the commands signed, every tenth under a request id. Order ids of the workload are those the engine gives, because
/// nothing else places orders.
/// </summary>
internal static class WorkloadVenue
{
    private const string Symbol = "ETH-20301227-3000-C";
    private const string Underlying = "ETH";
    private const long StartMs = 1_767_225_600_000;
    private const long CommandsPerMs = 10;
    private const long TickUnits = Price.UnitsPerUsdc / 100;
    private const int RequestIdEvery = 10;
    private const int NoLimit = 1_000_000;
    private const int ExpiryDate = 20301227;

    /// <summary>Default rules but for what would get in the way of a long run at one index price.</summary>
    public static RuleSet Rules { get; } = RuleSet.Default with
    {
        Version = RuleSet.Default.Version + 1,
        MarginEnabled = false,
        MaxPriceAgeMs = 0,
        Tier = new TierRules(NoLimit, NoLimit),
    };

    /// <summary>The same with margin and the price band on; the band is as wide as the workload's prices.</summary>
    public static RuleSet MarginRules { get; } = Rules with
    {
        MarginEnabled = true,
        Trading = Rules.Trading with { PriceBand = new PriceBandRules(0, Price.FromUsdc(1_000_000)) },
    };

    /// <summary>What comes before the workload.</summary>
    public static IEnumerable<EngineCommand> Opening(int accounts, bool margin = false)
    {
        yield return new SetRules(margin ? MarginRules : Rules);
        yield return new MarketAction(MarketActionKind.Create, Symbol);
        yield return new PriceUpdate([new IndexPrice(Underlying, Price.FromUsdc(3_000))]);
        const long volatility = VolatilityPoint.UnitsPerWhole * 6 / 10;
        yield return new IvUpdate(
            Underlying, ExpiryDate, [new VolatilityPoint(Price.FromUsdc(3_000), volatility)]);
        for (int account = 1; account <= accounts; account++)
            yield return new DepositUpdate(Wallet(account), Cash.FromUsdc(1_000_000_000), "bench", account);
    }

    /// <summary>The envelope of the opening's command at a place in the sequence.</summary>
    public static CommandEnvelope OpeningEnvelope(long sequence, EngineCommand command) =>
        CommandEnvelope.Trusted(sequence, StartMs, command);

    /// <summary>What takes every order out again.</summary>
    public static IEnumerable<EngineCommand> Clearing(int accounts) =>
        Enumerable.Range(1, accounts).Select(account => new CancelAll(Wallet(account)));

    /// <summary>The envelope of a command of the venue's at the time of a workload command.</summary>
    public static CommandEnvelope Envelope(long sequence, long index, EngineCommand command) =>
        CommandEnvelope.Trusted(sequence, StartMs + index / CommandsPerMs, command);

    /// <summary>
    /// The envelope of a workload command; every other one carries a signer and a nonce, every tenth a request id.
    /// </summary>
    public static CommandEnvelope Envelope(long sequence, long index, in WorkloadCommand command)
    {
        long timestampMs = StartMs + index / CommandsPerMs;
        EngineCommand translated = Translate(command);
        RequestId? requestId = index % RequestIdEvery == 0 ? new RequestId((UInt128)index + 1) : null;
        return index % 2 == 0
            ? new CommandEnvelope(sequence, timestampMs, requestId, null, null, null, translated)
            : new CommandEnvelope(
                sequence, timestampMs, requestId, null, Wallet(command.Account), StartMs + index, translated);
    }

    /// <summary>A price in units as the workload's ticks.</summary>
    public static long Ticks(Price price) => price.Units / TickUnits;

    private static EngineCommand Translate(in WorkloadCommand command)
    {
        WalletAddress wallet = Wallet(command.Account);
        if (command.Action == WorkloadAction.Cancel)
            return new CancelOrder(wallet, OrderReference.ById(command.OrderId));
        return new PlaceOrder(wallet, new OrderTerms(
            Symbol,
            command.Side,
            new Price(command.Ticks * TickUnits),
            Quantity.FromContracts(command.Contracts),
            command.Action == WorkloadAction.Limit ? TimeInForce.Gtc : TimeInForce.Ioc));
    }

    private static WalletAddress Wallet(int account) => WalletAddress.FromNumber((ulong)account);
}
