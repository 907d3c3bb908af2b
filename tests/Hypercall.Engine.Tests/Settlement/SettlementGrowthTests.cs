using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;

namespace Hypercall.Engine.Tests.Settlement;

/// <summary>Settling twice as much is twice the work, whatever there is twice of; counted, not timed.</summary>
public sealed class SettlementGrowthTests
{
    private const long StartMs = 1_700_000_000_000;
    private const int Date = 20300329;
    private static readonly WalletAddress Buyer = WalletAddress.FromNumber(1);
    private static readonly WalletAddress Seller = WalletAddress.FromNumber(2);

    [Theory]
    [InlineData(1, 200, 1)]
    [InlineData(200, 1, 200)]
    [InlineData(20, 10, 2_000)]
    public void Twice_the_options_and_prices_are_twice_the_steps(int underlyings, int strikes, int prices)
    {
        long once = Steps(underlyings, strikes, prices);
        long twice = underlyings > 1 ? Steps(underlyings * 2, strikes, prices * 2) : Steps(underlyings, strikes * 2, prices * 2);

        // Each option is looked at once, and as a position of two wallets twice each; each price once; two holders.
        Assert.Equal(5 * underlyings * strikes + prices + 2, once);
        Assert.Equal(2 * (once - 2), twice - 2);
    }

    private static long Steps(int underlyings, int strikes, int prices)
    {
        var engine = new ExchangeEngine();
        Apply(engine, new SetRules(RuleSet.Default with
        {
            Version = 2,
            MarginEnabled = false,
            Fees = RuleSet.Default.Fees with { MakerPpm = 0, TakerPpm = 0 },
        }));
        Apply(engine, new DepositUpdate(Buyer, Cash.FromUsdc(1_000_000), "bank", 1));
        Apply(engine, new TierUpdate(Buyer, "large", 0, 1_000_000));
        Apply(engine, new TierUpdate(Seller, "large", 0, 1_000_000));
        for (int u = 0; u < underlyings; u++)
        {
            for (int strike = 1; strike <= strikes; strike++)
                AddOption(engine, $"{Name(u)}-{Date}-{strike}-C");
        }

        long before = engine.SettlementSteps;
        SettlementPrice[] carried = [.. Enumerable.Range(0, prices).Select(
            i => new SettlementPrice(Name(i % underlyings), Date, Price.FromUsdc(10)))];
        ApplyOutput output = Apply(engine, new TickExpiry([.. carried]));
        Assert.True(output.Events.Count > underlyings * strikes, "too little was settled");
        Assert.Empty(engine.View().Venue.PendingAverages);
        engine.CheckInvariants();
        return engine.SettlementSteps - before;
    }

    private static void AddOption(ExchangeEngine engine, string symbol)
    {
        Apply(engine, new MarketAction(MarketActionKind.Create, symbol));
        var leg = new RfqLeg(symbol, Side.Sell, Quantity.FromContracts(1), Price.FromUsdc(1));
        Apply(engine, new RfqExecute(Seller, "rfq", "quote", Buyer, [leg]));
        Apply(engine, new MarketAction(MarketActionKind.Expire, symbol));
    }

    private static string Name(int number) => $"U{number}";

    private static ApplyOutput Apply(ExchangeEngine engine, EngineCommand command)
    {
        ApplyOutput output = engine.Apply(CommandEnvelope.Trusted(engine.Sequence + 1, StartMs, command));
        Assert.True(output.Accepted, $"{command.Type}: {output.Rejection.Code}");
        return output;
    }
}
