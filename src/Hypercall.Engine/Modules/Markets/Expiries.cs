using Hypercall.Engine.Modules.Books;

namespace Hypercall.Engine.Modules.Markets;

/// <summary>The expiry of instruments, by time or early.</summary>
internal sealed class Expiries(EngineState state, Turn turn, RestingOrders resting)
{
    private readonly List<Instrument> _dueInstruments = [];

    public void ExpireInstruments(long now)
    {
        state.Markets.TakeDue(now, _dueInstruments);
        Instrument? previous = null;
        foreach (Instrument instrument in _dueInstruments)
        {
            ExpireInstrument(instrument, instrument.ExpiryMs, IsSameExpiry(previous, instrument)
                ? previous!.TwapUnits
                : AverageBeforeExpiry(instrument));
            previous = instrument;
        }
    }

    private static bool IsSameExpiry(Instrument? previous, Instrument instrument) =>
        previous is not null && previous.Underlying == instrument.Underlying
        && previous.ExpiryMs == instrument.ExpiryMs;

    /// <summary>The index's average over the window that ends with the expiry, or 0 where there is none.</summary>
    private long AverageBeforeExpiry(Instrument instrument) => instrument.Underlying.History.AverageUnits(
        instrument.ExpiryMs - state.Rules.TwapMs, instrument.ExpiryMs, state.Rules.MaxPriceAgeMs,
        state.Rules.MinTwapCoveragePpm);

    public void ExpireInstrument(Instrument instrument, long expiryMs, long twapUnits)
    {
        resting.CancelInstrumentOrders(instrument, OrderReason.InstrumentExpired);
        state.Markets.Expire(instrument, expiryMs, twapUnits);
        turn.Events.Add(new MarketUpdated(instrument.Symbol, instrument.Status));
    }
}
