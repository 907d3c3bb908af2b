using System.Numerics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.State;
using Hypercall.Engine.Tests.Margin;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>What margin promises of any sequence of commands.</summary>
public sealed class MarginPropertyTests
{
    /// <summary>
    /// Scenario results are rounded to 8 decimals one by one, and so are the fees of parts of an order: a command may be
    /// off by that much.
    /// </summary>
    private const long RoundingUnits = 4_000_000;

    [Theory]
    [InlineData(61)]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    public void A_wallet_with_something_available_is_not_below_maintenance(int firstSeed)
    {
        int compared = 0;
        for (int seed = firstSeed * 10; seed < firstSeed * 10 + StreamShare.Of(10); seed++)
        {
            var engine = new ExchangeEngine();
            foreach (CommandEnvelope envelope in RecordedStream.Make(seed, 400))
            {
                engine.Apply(envelope);
                if (envelope.Sequence % 4 != 0 || !AsksMoreThanItKeeps(engine.Rules))
                    continue;
                foreach (WalletView wallet in engine.View().Wallets)
                    compared += Compare(wallet, seed, envelope);
            }
        }

        string counts = $"only {compared} wallets with something available and a maintenance margin";
        Assert.True(compared > 500 || !StreamShare.IsWhole, counts);
    }

    /// <summary>
    /// The case for which excess counts "nothing filled" too. Index 110, options worth their intrinsic value. Short 10
    /// puts of 200: worst is T1, 27.5 x 10 x 0.6 = 165; maintenance 0.85 x 165 = 140.25. Buying them back leaves
    /// nothing; selling 10 calls of 50 leaves a constant payoff and the floor, 2 x 0.015 x 110 x 10 = 33. Each side asks
    /// less than the 135 that are there.
    /// </summary>
    [Fact]
    public void Orders_that_would_reduce_the_risk_on_both_sides_do_not_hide_it()
    {
        var venue = new RiskVenue();
        venue.Quote("ETH", "110");
        venue.List("ETH-20260109-200-P", "ETH-20260109-50-C");
        venue.Deposit(RiskVenue.Trader, "135");
        venue.SetMode(RiskVenue.Trader, MarginMode.Portfolio);
        venue.Trade("ETH-20260109-200-P", "-10", "90");
        venue.TurnMarginOn();
        venue.Accept(RiskVenue.Order(RiskVenue.Trader, "ETH-20260109-200-P", Side.Buy, "10", "90"));
        venue.Apply(RiskVenue.Order(RiskVenue.Trader, "ETH-20260109-50-C", Side.Sell, "10", "60"));
        MarginView margin = venue.MarginOf(RiskVenue.Trader);

        Assert.Equal(RiskVenue.Cash("135"), margin.Equity);
        Assert.Equal(RiskVenue.Cash("140.25"), margin.MaintenanceMargin);
        Assert.Equal(RiskVenue.Cash("-30"), margin.Available);
        Assert.Equal("{\"ETH\":\"T1\"}", margin.WorstScenario?.ToString());
    }

    [Theory]
    [InlineData(71, MarginMode.Standard)]
    [InlineData(72, MarginMode.Standard)]
    [InlineData(73, MarginMode.Portfolio)]
    [InlineData(74, MarginMode.Portfolio)]
    public void Admitted_orders_take_no_more_than_the_excess_allows_whatever_part_of_them_fills(
        int firstSeed, MarginMode mode)
    {
        (int admitted, int refused, int refusedReducing, int mostOpen) = (0, 0, 0, 0);
        for (int seed = firstSeed * 10; seed < firstSeed * 10 + StreamShare.Of(12); seed++)
        {
            var probe = new ExcessProbe(seed, mode);
            BigInteger atFirst = probe.ExcessOfFills();
            for (int i = 0; i < 300; i++)
            {
                string done = probe.Step();
                BigInteger excess = probe.LeastExcessOfParts();
                Demand.That(
                    excess >= BigInteger.Min(0, atFirst) - RoundingUnits * (i + 1),
                    $"seed {seed}, step {i}: excess {excess}, at first {atFirst}, after {done}");
            }

            admitted += probe.Admitted;
            refused += probe.Refused;
            refusedReducing += probe.RefusedReducing;
            mostOpen = Math.Max(mostOpen, probe.MostOpen);
        }

        string counts = $"{admitted} admitted, {refused} refused, {refusedReducing} of them reducing, {mostOpen} open";
        bool enough = admitted > 200 && refused > 40 && refusedReducing > 10 && mostOpen > 5;
        Assert.True(enough || !StreamShare.IsWhole, counts);
    }

    /// <summary>
    /// Short one call worth 5 on an index of 105 with 20 in cash: 20.75 of initial margin (15 % + the mark), excess
    /// below zero by 0.75. Buying back at 20 leaves nothing; at 20.01 the excess would rise and yet more than the wallet
    /// is worth would be gone. In distress it may not pay that much at all.
    /// </summary>
    [Fact]
    public void A_buy_back_at_an_absurd_price_is_refused()
    {
        var venue = new RiskVenue();
        venue.Quote("ETH", "105");
        venue.Deposit(RiskVenue.Trader, "15");
        venue.Trade("ETH-20260109-100-C", "-1", "5");
        venue.TurnMarginOn();
        Assert.Equal(RiskVenue.Cash("-0.75"), venue.MarginOf(RiskVenue.Trader).Available);

        PlaceOrder absurd = RiskVenue.Order(
            RiskVenue.Trader, "ETH-20260109-100-C", Side.Buy, "1", "20.01", flags: OrderFlags.ReduceOnly);
        venue.Refuse(absurd, Events.RejectCode.PriceOutOfBand);
        venue.Use(venue.Rules with { Trading = venue.Rules.Trading with { Distress = null } });
        venue.Refuse(absurd, Events.RejectCode.InsufficientMargin);
        venue.Accept(absurd with { Order = absurd.Order with { Price = RiskVenue.Price("20") } });
    }

    private static bool AsksMoreThanItKeeps(RuleSet rules) =>
        AsksMoreThanItKeeps(rules.Standard) && rules.Portfolio.MmPpm <= 1_000_000
        && rules.Overrides.All(o => (o.Standard is null || AsksMoreThanItKeeps(o.Standard))
            && (o.Portfolio is null || o.Portfolio.MmPpm <= 1_000_000));

    /// <summary>A call's initial margin is at least the floor; a put's never below maintenance anyway.</summary>
    private static bool AsksMoreThanItKeeps(StandardMarginRules standard) => standard.MmPpm <= standard.ImFloorPpm;

    private static int Compare(WalletView wallet, int seed, in CommandEnvelope envelope)
    {
        MarginView margin = wallet.Margin;
        if (margin.Available is not { } available || available.Units < 0
            || margin.MaintenanceMargin is not { } maintenance)
            return 0;
        Int128 kept = wallet.Mode == MarginMode.Standard ? wallet.Cash.Units : margin.Equity!.Value.Units;
        Demand.That(
            kept >= maintenance.Units,
            $"seed {seed}, {CommandText.Of(envelope)}: {wallet.Address} has {kept}, maintenance is {maintenance}");
        return maintenance.Units > 0 ? 1 : 0;
    }
}
