using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Proofs.Tests.Enumeration;

namespace Hypercall.Proofs.Tests.Laws;

/// <summary>A law that could not be broken would prove nothing.</summary>
public sealed class VenueLawTests
{
    private readonly SmallVenue _venue = new SmallVenue()
        .Deposit(SmallVenue.A, 100).Deposit(SmallVenue.B, 100)
        .With(SmallVenue.Order(SmallVenue.A, SmallVenue.Call, Side.Sell, 6, 2));

    [Fact]
    public void What_the_engine_does_breaks_none() => Assert.Null(FindBroken(_ => { }));

    [Fact]
    public void Cash_that_comes_from_nowhere_is_noticed() => Assert.Contains(
        "cash is not conserved", FindBroken(state => state.Wallets.ChangeCash(state.Wallets[0], 1)));

    [Fact]
    public void A_contract_that_comes_from_nowhere_is_noticed() => Assert.Contains(
        "sum to", FindBroken(state => SetPosition(state, wallet: 0, -1_999_999, costUnits: -1)));

    [Fact]
    public void A_short_at_an_entry_below_zero_is_noticed() => Assert.Contains(
        "at a cost of", FindBroken(state => SetPosition(state, wallet: 0, -2_000_000, costUnits: 5)));

    [Fact]
    public void Cash_that_no_event_tells_of_is_noticed() => Assert.Contains(
        "the events tell",
        FindBroken(state =>
        {
            state.Wallets.ChangeCash(state.Wallets[0], 1);
            state.Wallets.ChangeCash(state.Wallets[1], -1);
        }));

    [Fact]
    public void A_position_that_no_event_tells_of_is_noticed() => Assert.Contains(
        "positions are not what the events tell",
        FindBroken(state => SetPosition(state, wallet: 0, -2_000_000, costUnits: -7)));

    [Fact]
    public void A_state_without_its_stage_is_noticed() => Assert.Contains(
        "in the stage",
        FindBroken(state => state.Wallets.SetLiquidation(state.Wallets[0], LiquidationState.PreLiquidation, null)));

    /// <summary>B buys what A sells; then somebody tampers with the state.</summary>
    private string? FindBroken(Action<EngineState> tamper)
    {
        var laws = new VenueLaws(_venue.Engine);
        laws.Begin(1);
        laws.Enter(0);
        PlaceOrder command = SmallVenue.Order(SmallVenue.B, SmallVenue.Call, Side.Buy, 6, 2);
        ApplyOutput output = _venue.Engine.Apply(
            CommandEnvelope.Trusted(_venue.Engine.Sequence + 1, SmallVenue.Start, command));
        tamper(_venue.Engine.State);
        return laws.FindBroken(0, command, 0, output);
    }

    private static void SetPosition(EngineState state, int wallet, long units, Int128 costUnits)
    {
        Instrument instrument = state.Markets.Find(SmallVenue.Call)!;
        int slot = state.Positions.Find(wallet, instrument.Number);
        state.Positions.Set(state.Wallets[wallet], instrument, slot, units, costUnits);
    }
}
