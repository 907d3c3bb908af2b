using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>
/// The load: market set-up, orders of a few wallets on two options, of which one expires while the world runs, and
/// what gives the engine deadlines of its own.
/// </summary>
internal sealed class SimCommands(TestRandom random, int outcomeCache)
{
    /// <summary>When the earlier option expires: 2026-03-27 08:00 UTC.</summary>
    public const long ExpiryMs = 1_774_598_400_000;

    private static readonly string[] Symbols = ["BTC-20260327-100000-C", "BTC-20260626-100000-C"];
    private readonly Queue<EngineCommand> _setUp = new(
    [
        new MarketAction(MarketActionKind.Create, Symbols[0]),
        new MarketAction(MarketActionKind.Create, Symbols[1]),
        new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(100_000))]),
        .. outcomeCache == 0 ? Array.Empty<EngineCommand>() : [Rules(2, outcomeCache)],
    ]);

    private int _rulesVersion = outcomeCache == 0 ? 2 : 3;
    private long _transferNumber = 1;

    public EngineCommand Next(long wallMs)
    {
        if (_setUp.TryDequeue(out EngineCommand? first))
            return first;
        WalletAddress wallet = WalletAddress.FromNumber((ulong)random.Between(1, 4));
        int kind = random.Below(100);
        return kind switch
        {
            < 45 => new PlaceOrder(wallet, Terms(wallMs)),
            < 53 => new CancelOrder(wallet, OrderReference.ById(random.Between(1, 30))),
            < 60 => new ReplaceOrder(wallet, OrderReference.ById(random.Between(1, 30)), Terms(wallMs)),
            < 66 => new CancelAll(wallet),
            < 74 => new CancelAllAfter(wallet, random.Below(4) * 700),
            < 80 => new DepositUpdate(wallet, Cash.FromUsdc(random.Between(1, 1_000)), "bank", _transferNumber++),
            < 84 => new CashWithdrawalUpdate(wallet, Cash.FromUsdc(random.Between(1, 500)), "bank", _transferNumber++),
            < 89 => new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(random.Between(95_000, 105_000)))]),
            < 93 => new BulkOrders(wallet, [new BulkPlace(Terms(wallMs)), new BulkPlace(Terms(wallMs))]),
            < 96 => new MarketAction(random.Percent(50) ? MarketActionKind.Halt : MarketActionKind.Resume, Symbols[1]),
            _ => Rules(_rulesVersion++, outcomeCache),
        };
    }

    private static SetRules Rules(int version, int outcomeCache) => new(RuleSet.Default with
    {
        Version = version,
        OutcomeCache = outcomeCache == 0 ? RuleSet.Default.OutcomeCache : outcomeCache,
    });

    private OrderTerms Terms(long wallMs)
    {
        TimeInForce timeInForce = (TimeInForce)random.Below(4);
        return new OrderTerms(
            random.Pick(Symbols),
            random.Percent(50) ? Side.Buy : Side.Sell,
            Price.FromUsdc(random.Between(98, 102)),
            Quantity.FromContracts(random.Between(1, 5)),
            timeInForce,
            timeInForce == TimeInForce.Gtd ? wallMs + random.Between(300, 4_000) : null,
            random.Percent(10) ? OrderFlags.ReduceOnly : OrderFlags.None);
    }
}
