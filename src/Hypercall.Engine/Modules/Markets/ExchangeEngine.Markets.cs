using Hypercall.Engine.Book;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>Instruments, trading modes, index prices and volatility smiles.</summary>
public sealed partial class ExchangeEngine
{
    private const long PpmUnit = 1_000_000;

    private RejectCode ApplyMarketAction(MarketAction command)
    {
        Instrument? instrument = _state.Markets.Find(command.Symbol);
        ParsedInstrument? parsed = instrument?.Parsed;
        if (parsed is null && !ParsedInstrument.TryParse(command.Symbol, out parsed))
            return Reject(RejectCode.InvalidSymbol, 0, 0, command.Symbol);
        if (command.Action == MarketActionKind.Create)
            return instrument is null ? CreateInstrument(parsed) : RejectCode.InstrumentExists;
        if (instrument is null)
            return Reject(RejectCode.UnknownInstrument, 0, 0, command.Symbol);
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

    private RejectCode CreateInstrument(ParsedInstrument parsed)
    {
        UnderlyingRules rules = RulesOf(parsed.Key.Underlying);
        long expiryMs = ExpiryMs(parsed.Key.ExpiryDate, rules);
        if (expiryMs <= _state.TimestampMs)
            return RejectCode.InstrumentExpired;
        Underlying underlying = GetOrAddUnderlying(parsed.Key.Underlying);
        Instrument instrument = _state.AddInstrument(parsed, underlying, expiryMs);
        _state.InstrumentExpiries.Set(instrument.Number, expiryMs, instrument.Number);
        return SetStatus(instrument, InstrumentStatus.Active);
    }

    private static long ExpiryMs(int date, UnderlyingRules rules) =>
        CalendarDate.ToEpochMs(date) + rules.ExpiryTimeMinutes * 60_000L;

    private RejectCode DeleteInstrument(Instrument instrument)
    {
        if (instrument.OpenPositions != 0 || instrument.HeldUnits != 0)
            return RejectCode.InstrumentInUse;
        CancelInstrumentOrders(instrument, OrderReason.InstrumentDeleted);
        _state.InstrumentExpiries.Remove(instrument.Number);
        if (instrument.Status == InstrumentStatus.ExpiredPendingPrice)
            _state.PendingSettlement.Remove(instrument);
        _state.Markets.Remove(instrument);
        _changes.RecordInstrumentRemoved(instrument.Number);
        Events.Add(new MarketUpdated(instrument.Symbol, InstrumentStatus.Deleted));
        return RejectCode.None;
    }

    private RejectCode ExpireEarly(Instrument instrument)
    {
        instrument.ExpiryMs = _state.TimestampMs;
        _state.InstrumentExpiries.Remove(instrument.Number);
        ExpireInstrument(instrument);
        return RejectCode.None;
    }

    private RejectCode SetStatus(Instrument instrument, InstrumentStatus status)
    {
        instrument.Status = status;
        _changes.RecordInstrument(instrument);
        Events.Add(new MarketUpdated(instrument.Symbol, status));
        return RejectCode.None;
    }

    private Underlying GetOrAddUnderlying(string name)
    {
        Underlying? underlying = _state.Markets.FindUnderlying(name);
        if (underlying is not null)
            return underlying;
        underlying = _state.Markets.AddUnderlying(name, UnderlyingRules.Resolve(_state.Rules, name));
        _changes.RecordUnderlying(underlying);
        return underlying;
    }

    private RejectCode ApplyTradingMode(TradingModeUpdate command)
    {
        if (command.Underlying == TradingModeUpdate.WholeVenue)
        {
            _state.Markets.VenueModes = command.Modes;
            _changes.RecordVenueModes();
            return RejectCode.None;
        }

        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return Reject(RejectCode.InvalidSymbol, 0, 0, command.Underlying);
        Underlying underlying = GetOrAddUnderlying(command.Underlying);
        underlying.Modes = command.Modes;
        _changes.RecordUnderlying(underlying);
        return RejectCode.None;
    }

    private RejectCode ApplyPriceUpdate(PriceUpdate command)
    {
        foreach (IndexPrice index in command.Prices)
        {
            RejectCode rejection = CheckIndexPrice(index, command.Force);
            if (rejection != RejectCode.None)
                return rejection;
        }

        foreach (IndexPrice index in command.Prices)
        {
            Underlying underlying = GetOrAddUnderlying(index.Underlying);
            underlying.IndexPriceUnits = index.Price.Units;
            underlying.IndexTimeMs = _state.TimestampMs;
            underlying.MarketVersion++;
            underlying.IndexVersion++;
            underlying.History.Add(_state.TimestampMs, index.Price.Units);
            underlying.History.DropBefore(_state.TimestampMs - _state.Rules.TwapMs);
            _changes.RecordIndexPrice(underlying);
            QueueHolders(underlying);
        }

        return RejectCode.None;
    }

    private RejectCode CheckIndexPrice(in IndexPrice index, bool force)
    {
        if (!ParsedInstrument.IsUnderlying(index.Underlying))
            return Reject(RejectCode.InvalidSymbol, 0, 0, index.Underlying);
        long price = index.Price.Units;
        if (price <= 0)
            return Reject(RejectCode.InvalidPrice, price, 0);
        if (price > Price.MaxUnits)
            return RejectCode.Overflow;
        long last = _state.Markets.FindUnderlying(index.Underlying)?.IndexPriceUnits ?? 0;
        long limitPpm = _state.Rules.MaxIndexMovePpm;
        if (force || limitPpm == 0 || last == 0)
            return RejectCode.None;
        Int128 move = (Int128)Math.Abs(price - last) * PpmUnit;
        return move > (Int128)limitPpm * last
            ? Reject(RejectCode.InvalidPrice, price, last)
            : RejectCode.None;
    }

    private RejectCode ApplyIvUpdate(IvUpdate command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return Reject(RejectCode.InvalidSymbol, 0, 0, command.Underlying);
        if (!CalendarDate.IsValid(command.ExpiryDate))
            return Reject(RejectCode.InvalidExpiry, command.ExpiryDate, _state.TimestampMs);
        VolatilityPoint[] points = [.. command.Points];
        Array.Sort(points, static (left, right) => left.Strike.CompareTo(right.Strike));
        if (!IsSurface(points))
            return RejectCode.InvalidSurface;

        Underlying underlying = GetOrAddUnderlying(command.Underlying);
        long now = _state.TimestampMs;
        underlying.Smiles.RemoveAll(smile => smile.ExpiryMs <= now || smile.ExpiryDate == command.ExpiryDate);
        long expiryMs = ExpiryMs(command.ExpiryDate, underlying.Rules);
        if (expiryMs > now)
            AddSmile(underlying, new VolatilitySmile(command.ExpiryDate, expiryMs, now, points));
        underlying.MarketVersion++;
        _changes.RecordSmiles(underlying, command.ExpiryDate);
        QueueHolders(underlying);
        return RejectCode.None;
    }

    private static void AddSmile(Underlying underlying, VolatilitySmile smile)
    {
        int index = 0;
        while (index < underlying.Smiles.Count && underlying.Smiles[index].ExpiryDate < smile.ExpiryDate)
            index++;
        underlying.Smiles.Insert(index, smile);
    }

    private static bool IsSurface(ReadOnlySpan<VolatilityPoint> sorted)
    {
        for (int i = 0; i < sorted.Length; i++)
        {
            bool repeated = i > 0 && sorted[i - 1].Strike == sorted[i].Strike;
            if (sorted[i].Strike.Units <= 0 || sorted[i].VolatilityUnits <= 0 || repeated)
                return false;
        }

        return !sorted.IsEmpty;
    }
}
