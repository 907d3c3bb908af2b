using Hypercall.Engine.Modules.Books;

namespace Hypercall.Engine.Modules.Markets;

/// <summary>Instruments listed, halted, expired early and deleted.</summary>
internal sealed class Listings(
    EngineState state, Turn turn, OptionValuer valuer, RestingOrders resting, Expiries expiries)
{
    public Refusal? ApplyMarketAction(MarketAction command)
    {
        Instrument? instrument = state.Markets.Find(command.Symbol);
        ParsedInstrument? parsed = instrument?.Parsed;
        if (parsed is null && !ParsedInstrument.TryParse(command.Symbol, out parsed))
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, command.Symbol);
        if (command.Action == MarketActionKind.Create)
            return instrument is null ? CreateInstrument(parsed) : RejectCode.InstrumentExists;
        if (instrument is null)
            return turn.Reject(RejectCode.UnknownInstrument, 0, 0, command.Symbol);
        if (command.Action == MarketActionKind.Delete)
            return DeleteInstrument(instrument);
        if (instrument.Status == InstrumentStatus.ExpiredPendingPrice)
            return RejectCode.InstrumentExpired;
        return command.Action switch
        {
            MarketActionKind.Expire => ExpireEarly(instrument),
            MarketActionKind.Halt when instrument.Status == InstrumentStatus.Halted => RejectCode.InstrumentHalted,
            MarketActionKind.Halt => SetStatus(instrument, InstrumentStatus.Halted),
            _ when instrument.Status == InstrumentStatus.Active => RejectCode.InstrumentNotHalted,
            _ => SetStatus(instrument, InstrumentStatus.Active),
        };
    }

    private Refusal? CreateInstrument(ParsedInstrument parsed)
    {
        UnderlyingRules rules = state.RulesOf(parsed.Key.Underlying);
        long expiryMs = rules.ExpiryMs(parsed.Key.ExpiryDate);
        if (expiryMs <= state.TimestampMs)
            return RejectCode.InstrumentExpired;
        state.Markets.List(parsed, state.GetOrAddUnderlying(parsed.Key.Underlying), expiryMs);
        turn.Events.Add(new MarketUpdated(parsed.Symbol, InstrumentStatus.Active));
        return null;
    }

    private Refusal? DeleteInstrument(Instrument instrument)
    {
        if (instrument.OpenPositions != 0 || instrument.HeldUnits != 0)
            return RejectCode.InstrumentInUse;
        resting.CancelInstrumentOrders(instrument, OrderReason.InstrumentDeleted);
        state.Markets.Remove(instrument);
        valuer.Forget(instrument);
        turn.Events.Add(new MarketUpdated(instrument.Symbol, InstrumentStatus.Deleted));
        return null;
    }

    private Refusal? ExpireEarly(Instrument instrument)
    {
        expiries.ExpireInstrument(instrument, state.TimestampMs, twapUnits: 0);
        return null;
    }

    private Refusal? SetStatus(Instrument instrument, InstrumentStatus status)
    {
        state.Markets.SetStatus(instrument, status);
        turn.Events.Add(new MarketUpdated(instrument.Symbol, status));
        return null;
    }
}
