using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>How many wallets one command examines (engine.md §12): 32 by default, a Tick 1,024.</summary>
public sealed class ExaminationLimitTests
{
    private const int Shorts = 1_100;
    private const string Call = "BTC-20300329-100-C";
    private const long StartMs = 1_700_000_000_000;
    private static readonly WalletAddress Holder = WalletAddress.FromNumber(1);
    private readonly ExchangeEngine _engine = new();

    [Fact]
    public void A_command_examines_32_and_a_tick_1024()
    {
        SellToHolder();

        // 1,100 shorts and the holder, who stands first: 32 + 1,024 + 32 + 13 = 1,101.
        Assert.Equal(31, Changes(new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(120))])));
        Assert.Equal(1_024, Changes(new Tick()));
        Assert.Equal(32, Changes(new DepositUpdate(Holder, Cash.FromUsdc(1), "bank", 2)));
        Assert.Equal(13, Changes(new DepositUpdate(Holder, Cash.FromUsdc(1), "bank", 3)));
        Assert.Equal(0, Changes(new DepositUpdate(Holder, Cash.FromUsdc(1), "bank", 4)));

        // In PreLiquidation a tick sees them all, and once more those of its 1,024 that are in the queue.
        Assert.Equal(32 - 1, Changes(new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(105))])));
        Assert.Equal(Shorts - 31, Changes(new Tick()));
        _engine.CheckInvariants();
    }

    /// <summary>
    /// Every short sells at 10 what awaits its settlement price from then on: at 120 it needs 20 and has 10, at 105 it
    /// needs 5.
    /// </summary>
    private void SellToHolder()
    {
        Apply(new SetRules(RuleSet.Default with
        {
            Version = 2,
            MarginEnabled = false,
            Fees = RuleSet.Default.Fees with { MakerPpm = 0, TakerPpm = 0 },
        }));
        Apply(new MarketAction(MarketActionKind.Create, Call));
        Apply(new DepositUpdate(Holder, Cash.FromUsdc(1_000_000), "bank", 1));
        var leg = new RfqLeg(Call, Side.Sell, Quantity.FromContracts(1), Price.FromUsdc(10));
        for (ulong number = 1; number <= Shorts; number++)
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
        ApplyOutput output = _engine.Apply(CommandEnvelope.Trusted(_engine.Sequence + 1, StartMs, command));
        Assert.True(output.Accepted, $"{command.Type}: {output.Rejection.Code}");
        return output;
    }
}
