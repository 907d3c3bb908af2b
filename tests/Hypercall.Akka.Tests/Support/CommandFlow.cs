using System.Collections.Immutable;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Actors.Tests.Support;

/// <summary>
/// A deterministic stream of commands on two instruments: the n-th command depends on seed and n only, so that any
/// process can make it again. The first ones set the venue up.
/// </summary>
internal sealed class CommandFlow
{
    private static readonly string[] Symbols = ["BTC-20351228-100000-C", "BTC-20351228-90000-P"];
    private static readonly ImmutableArray<EngineCommand> Setup =
    [
        new SetRules(RuleSet.Default with
        {
            Version = 2,
            MarginEnabled = false,
            Fees = new FeeRules(0, 0, 0, 0, 0, 0),
            Tier = new TierRules(1_000_000, 1_000_000),
        }),
        new MarketAction(MarketActionKind.Create, Symbols[0]),
        new MarketAction(MarketActionKind.Create, Symbols[1]),
    ];

    private readonly int _seed;

    public CommandFlow(int seed) => _seed = seed;

    /// <summary>Commands that set the venue up, before the random ones.</summary>
    public static int SetupCount => Setup.Length;

    /// <summary>The command at an index from 0 on.</summary>
    public EngineCommand this[int index] => index < Setup.Length
        ? Setup[index]
        : Make(new Random(unchecked(_seed * 7919 + index)), index);

    /// <summary>The first commands.</summary>
    public IEnumerable<EngineCommand> Take(int count) => Enumerable.Range(0, count).Select(index => this[index]);

    private static EngineCommand Make(Random random, int index)
    {
        WalletAddress wallet = WalletAddress.FromNumber((ulong)random.Next(1, 9));
        int kind = random.Next(100);
        if (kind < 4)
            return new DepositUpdate(wallet, Cash.FromUsdc(random.Next(1, 1000)), "bank", index);
        if (kind < 30)
            return new CancelOrder(wallet, OrderReference.ById(random.Next(1, index + 1)));
        if (kind < 32)
            return new CancelAll(wallet);
        return new PlaceOrder(wallet, new OrderTerms(
            Symbols[random.Next(Symbols.Length)],
            random.Next(2) == 0 ? Side.Buy : Side.Sell,
            Price.FromUsdc(random.Next(95, 106)),
            Quantity.FromContracts(random.Next(1, 20)),
            random.Next(5) == 0 ? TimeInForce.Ioc : TimeInForce.Gtc));
    }
}
