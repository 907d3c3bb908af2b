using System.Runtime.CompilerServices;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Collections;
using Hypercall.Engine.State;
using Hypercall.Engine.Tests.Liquidation;
using Hypercall.Engine.Tests.Margin;

namespace Hypercall.Engine.Tests.State;

/// <summary>
/// The invariants about wallets in liquidation, each broken by a change of its own as in <see cref="InvariantTests"/>.
/// </summary>
public sealed class LiquidationInvariantTests
{
    /// <summary>By what is told: whether liquidation goes through the book, and what breaks it.</summary>
    private static readonly Dictionary<string, (bool IsPartial, Action<EngineState> Break)> Changes = new()
    {
        ["a position entry belongs to no wallet"] = (false, static s => ((LongMap)typeof(PositionTable)
            .GetField("_slots", StateFieldVariants.AllFields)!.GetValue(s.Positions)!).Add(long.MaxValue, 0)),
        ["an auction has a wrong id"] = (false, static s => Change(s, stage => stage with { AuctionId = 2 })),
        ["an auction goes on while its portfolio is deleveraged"] =
            (false, static s => Change(s, stage => stage with { IsDeleveraging = true })),
        ["a wallet has cash beside debt"] = (false, Owe),
        ["a wallet has orders that its liquidation state has not"] = (true, static s =>
            Unsafe.AsRef(in s.Orders.Store.Detail(Trader(s).FirstOrder)).IsLiquidation = false),
        ["a liquidation order may do more than reduce"] = (true, static s =>
            s.Orders.Store.Change(Trader(s).FirstOrder).Flags = OrderFlags.PostOnly),
    };

    public static TheoryData<string> Names() => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_invariant_that_does_not_hold_is_named(string invariant)
    {
        var venue = new LiquidationVenue(Changes[invariant].IsPartial ? 5 : 0);
        venue.Short("100", "80900");
        venue.Liquidate();
        ExchangeEngine engine = venue.Venue.Engine;

        Changes[invariant].Break(InvariantTests.StateOf(engine));

        Assert.Equal(invariant, Assert.Throws<EngineInvariantException>(engine.CheckInvariants).Message);
    }

    private static WalletAccount Trader(EngineState state) => state.Wallets.Find(RiskVenue.Trader)!;

    private static void Owe(EngineState state)
    {
        Trader(state).DebtUnits = 1;
        state.Ledger.DebtsUnits = 1;
        state.Ledger.FeesUnits = 1;
    }

    private static void Change(EngineState state, Func<LiquidationStage, LiquidationStage> change) =>
        Trader(state).Stage = change(Trader(state).Stage!);
}
