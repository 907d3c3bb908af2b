namespace Hypercall.Engine.State;

/// <summary>An instrument's own values, as snapshots and change records have them.</summary>
internal readonly record struct InstrumentEntry(
    int Number, string Symbol, InstrumentStatus Status, long ExpiryMs, long TwapUnits, long HeldUnits)
{
    public static InstrumentEntry Of(Instrument instrument) => new(
        instrument.Number,
        instrument.Symbol,
        instrument.Status,
        instrument.ExpiryMs,
        instrument.TwapUnits,
        instrument.HeldUnits);
}
