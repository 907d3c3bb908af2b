using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>
/// How many wallets one command examines (engine.md §12): 32 by default, a Tick 1,024; the same number of graces ends
/// with it. While more wait, the host is asked back (risk.md §A2).
/// </summary>
public sealed class ExaminationLimitTests
{
    private const string Call = "BTC-20300329-100-C";
    private const long StartMs = 1_700_000_000_000;
    private static readonly WalletAddress Holder = WalletAddress.FromNumber(1);
    private readonly ExchangeEngine _engine = new();
    private long _now = StartMs;

    [Fact]
    public void A_command_examines_32_and_a_tick_1024()
    {
        SellToHolder(shorts: 1_100);

        // 1,100 shorts; the holder, long and without debt, does not wait: 32 + 1,024 + 32 + 12.
        Assert.Equal(32, Changes(new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(120))])));
        Assert.Equal(1_024, Changes(new Tick()));
        Assert.Equal(32, Changes(new DepositUpdate(Holder, Cash.FromUsdc(1), "bank", 2)));
        Assert.Equal(12, Changes(new DepositUpdate(Holder, Cash.FromUsdc(1), "bank", 3)));
        Assert.Equal(0, Changes(new DepositUpdate(Holder, Cash.FromUsdc(1), "bank", 4)));

        // Those in PreLiquidation have no way of their own: each waits its turn.
        Assert.Equal(32, Changes(new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(105))])));
        Assert.Equal(1_024, Changes(new Tick()));
        Assert.Equal(44, Changes(new Tick()));
        _engine.CheckInvariants();
    }

    /// <summary>The holder, first by address, has paid all its cash for what it holds.</summary>
    [Fact]
    public void Who_owes_nothing_that_could_grow_does_not_wait_even_without_cash()
    {
        SellToHolder(shorts: 33, deposit: 330);
        Assert.Equal(32, Changes(new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(120))])));
        Assert.Equal(1, _engine.WalletsToExamine);
    }

    [Fact]
    public void Ten_thousand_wallets_are_examined_within_a_hundred_milliseconds_of_ticks()
    {
        SellToHolder(shorts: 10_000);

        Assert.Equal(32, Changes(new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(120))])));
        Assert.Equal(9_968, _engine.WalletsToExamine);

        // 9 × 1,024 and 752.
        Assert.Equal((10, 9_968), TickUntil(() => _engine.WalletsToExamine == 0));
        Assert.Equal(StartMs + 100, _now);

        // Their graces end 60 s after each began: the first 32 at once, and so on as they entered, never late.
        _now = _engine.NextDeadlineMs!.Value;
        Assert.Equal(StartMs + 60_000, _now);
        Assert.Equal((11, 10_000), TickUntil(() => _engine.NextDeadlineMs > _now + 10, ahead: Changes(new Tick())));
        Assert.Equal(StartMs + 60_100, _now);
        _engine.CheckInvariants();
    }

    [Fact]
    public void A_step_that_waits_asks_the_host_back()
    {
        SellToHolder(shorts: 40);
        Changes(new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(120))]));
        Assert.Equal(StartMs + 10, _engine.NextDeadlineMs);
        Changes(new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(121))]));
        Changes(new Tick());

        _now = StartMs + 60_000;
        Assert.Equal(32, Changes(new DepositUpdate(Holder, Cash.FromUsdc(1), "bank", 2)));
        Assert.Equal(_now + 10, _engine.NextDeadlineMs);
        Assert.Equal(8, Changes(new DepositUpdate(Holder, Cash.FromUsdc(1), "bank", 3)));
        Assert.Equal(StartMs + 60_000 + 300_000, _engine.NextDeadlineMs);
    }

    /// <summary>Of the 10,000 the first hundred are followed, of the 1,050 all.</summary>
    [Theory]
    [InlineData(10_000, 100)]
    [InlineData(1_050, 1_050)]
    public void However_many_are_due_one_command_deleverages_one(int shorts, int followed)
    {
        SellToHolder((ulong)shorts, fund: 0);
        Changes(new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(120))]));
        while (_engine.WalletsToExamine > 0)
            Changes(new Tick());
        _now = StartMs + 60_000 + 100;

        // 1,024 enter at a time; the first of them is Liquidated at once, the others wait their turn.
        int entered = 0;
        int deleveraged = 0;
        for (; entered < shorts; entered += 1_024, deleveraged++)
            Assert.Equal(Math.Min(1_024, shorts - entered) + 1, Changes(new Tick()));
        for (; deleveraged < followed; deleveraged++)
        {
            Assert.Equal(_now + 10, _engine.NextDeadlineMs);
            Assert.Equal(1, Changes(new Tick()));
        }

        Assert.Equal(shorts == followed ? null : _now + 10, _engine.NextDeadlineMs);
        _engine.CheckInvariants();
    }

    /// <summary>Ticks when the engine asks for it; gives how often, and how many states changed.</summary>
    private (int Ticks, int Changes) TickUntil(Func<bool> isDone, int? ahead = null)
    {
        int ticks = ahead is null ? 0 : 1;
        int changes = ahead ?? 0;
        while (!isDone())
        {
            Assert.True(ticks < 100, "it does not end");
            _now = _engine.NextDeadlineMs!.Value;
            changes += Changes(new Tick());
            ticks++;
        }

        return (ticks, changes);
    }

    /// <summary>
    /// Every short sells at 10 what awaits its settlement price from then on: at 120 it needs 20 and has 10, at 105 it
    /// needs 5.
    /// </summary>
    private void SellToHolder(ulong shorts, long fund = 1_000_000, long deposit = 1_000_000)
    {
        Apply(new SetRules(RuleSet.Default with
        {
            Version = 2,
            MarginEnabled = false,
            Fees = RuleSet.Default.Fees with { MakerPpm = 0, TakerPpm = 0 },
        }));
        Apply(new MarketAction(MarketActionKind.Create, Call));
        Apply(new DepositUpdate(Holder, Cash.FromUsdc(deposit), "bank", 1));
        if (fund > 0)
            Apply(new InsuranceDeposit(Cash.FromUsdc(fund), "fund", 1));
        var leg = new RfqLeg(Call, Side.Sell, Quantity.FromContracts(1), Price.FromUsdc(10));
        for (ulong number = 1; number <= shorts; number++)
            Apply(new RfqExecute(WalletAddress.FromNumber(number + 1), "rfq", "quote", Holder, [leg]));
        Apply(new MarketAction(MarketActionKind.Expire, Call));
        Apply(new SetRules(_engine.Rules with { Version = 3, MarginEnabled = true }));
    }

    private int Changes(EngineCommand command)
    {
        EventBuffer events = Apply(command).Events;
        int changes = 0;
        for (int i = 0; i < events.Count; i++)
            changes += events.KindAt(i) == EventKind.LiquidationStateChanged ? 1 : 0;
        return changes;
    }

    private ApplyOutput Apply(EngineCommand command)
    {
        ApplyOutput output = _engine.Apply(CommandEnvelope.Trusted(_engine.Sequence + 1, _now, command));
        Assert.True(output.Accepted, $"{command.Type}: {output.Rejection.Code}");
        return output;
    }
}
