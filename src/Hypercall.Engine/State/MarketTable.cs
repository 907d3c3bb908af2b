namespace Hypercall.Engine.State;

/// <summary>
/// All instruments and underlyings, by name and by number, and the trading modes of the whole venue. They change here
/// alone, and each change is recorded at once.
/// </summary>
internal sealed class MarketTable(ChangeLog changes, OrderStore orders)
{
    private readonly Dictionary<string, Instrument> _bySymbol = new(StringComparer.Ordinal);
    private readonly Numbered<Instrument?> _instruments = new();
    private readonly Dictionary<string, Underlying> _byName = new(StringComparer.Ordinal);
    private readonly List<Underlying> _underlyings = [];
    private readonly List<Instrument> _pending = [];
    private readonly DeadlineHeap<long> _expiries = new();

    /// <summary>The instrument that was found last, or null (derived).</summary>
    private Instrument? _recent;

    /// <summary>Trading modes of the whole venue, or null when never set (all).</summary>
    public TradingModes? VenueModes { get; private set; }

    /// <summary>Number of instruments.</summary>
    public int Count => _bySymbol.Count;

    /// <summary>The number that the next instrument gets.</summary>
    public int NextNumber { get; private set; }

    public IReadOnlyList<Underlying> Underlyings => _underlyings;

    /// <summary>Instruments that await their settlement price, in no order (derived).</summary>
    public IReadOnlyList<Instrument> Pending => _pending;

    /// <summary>The first expiry of an active or halted instrument; the greatest number where there is none.</summary>
    public long EarliestExpiryMs => _expiries.EarliestMs;

    /// <summary>
    /// When the last of an underlying's active and halted instruments of a date expires that does so after an instant;
    /// that instant where there is none.
    /// </summary>
    public long LastExpiryMs(Underlying underlying, int expiryDate, long afterMs)
    {
        long last = afterMs, nextDay = CalendarDate.ToEpochMs(expiryDate) + CalendarDate.MillisecondsPerDay;
        for (int place = 0; place < _expiries.Count; place++)
        {
            (int number, long expiryMs) = _expiries.At(place);
            if (expiryMs <= last || expiryMs >= nextDay)
                continue;
            Instrument instrument = _instruments[number]!;
            if (instrument.Underlying == underlying && instrument.Parsed.Key.ExpiryDate == expiryDate)
                last = expiryMs;
        }

        return last;
    }

    /// <summary>The instrument of a number; null once it has left the state.</summary>
    public Instrument? this[int number] => _instruments.Find(number);

    /// <summary>All instruments in the order of their numbers.</summary>
    public IEnumerable<Instrument> Listed()
    {
        for (int number = 0; number < NextNumber; number++)
        {
            if (_instruments[number] is { } instrument)
                yield return instrument;
        }
    }

    /// <summary>The instrument of a symbol, or null; commands on one instrument come in runs.</summary>
    public Instrument? Find(string symbol)
    {
        if (_recent is { } recent && string.Equals(recent.Symbol, symbol, StringComparison.Ordinal))
            return recent;
        Instrument? found = _bySymbol.GetValueOrDefault(symbol);
        if (found is not null)
            _recent = found;
        return found;
    }

    public Underlying? FindUnderlying(string name) => _byName.GetValueOrDefault(name);

    /// <summary>True when both the venue's and the underlying's modes contain <paramref name="mode"/>.</summary>
    public bool Allows(Underlying underlying, TradingModes mode) =>
        ((VenueModes ?? TradingModes.All) & (underlying.Modes ?? TradingModes.All) & mode) != 0;

    /// <summary>
    /// Lists the instruments that are due by expiry and symbol, in place of what a list had; they are to expire.
    /// </summary>
    public void TakeDue(long nowMs, List<Instrument> target)
    {
        target.Clear();
        while (_expiries.TryTakeDue(nowMs, out int number))
            target.Add(_instruments[number]!);
        target.Sort(Instrument.CompareByExpiry);
    }

    /// <summary>Lists an instrument that is not there, with an empty book.</summary>
    public void List(ParsedInstrument parsed, Underlying underlying, long expiryMs) => Change(
        Add(parsed, underlying, expiryMs), InstrumentStatus.Active, expiryMs, twapUnits: 0, heldUnits: 0);

    /// <summary>Halts an instrument or has it trade again.</summary>
    public void SetStatus(Instrument instrument, InstrumentStatus status) =>
        Change(instrument, status, instrument.ExpiryMs, instrument.TwapUnits, instrument.HeldUnits);

    /// <summary>Has an instrument without orders await its settlement price.</summary>
    public void Expire(Instrument instrument, long expiryMs, long twapUnits)
    {
        instrument.Underlying.MarketVersion++;
        Change(instrument, InstrumentStatus.ExpiredPendingPrice, expiryMs, twapUnits, instrument.HeldUnits);
    }

    /// <summary>Changes what the venue holds of an instrument.</summary>
    public void ChangeHeld(Instrument instrument, long deltaUnits) => Change(
        instrument, instrument.Status, instrument.ExpiryMs, instrument.TwapUnits, instrument.HeldUnits + deltaUnits);

    /// <summary>Takes an instrument out of the state, and what the venue held of it.</summary>
    public void Remove(Instrument instrument)
    {
        _bySymbol.Remove(instrument.Symbol);
        _recent = null;
        _instruments[instrument.Number] = null;
        _expiries.Remove(instrument.Number);
        RemovePending(instrument);
        instrument.HeldUnits = 0;
        instrument.Underlying.InstrumentCount--;
        if (changes.TryBegin(ChangeKind.InstrumentRemoved, out CanonicalOutput output))
            EntryShapes.Number(ref output, "instrument", instrument.Number);
    }

    /// <summary>Puts an instrument as a snapshot or a change record has it; unused numbers stay unused.</summary>
    public void Put(in InstrumentEntry entry, ParsedInstrument parsed, Underlying underlying)
    {
        FillGaps(entry.Number);
        Instrument instrument = entry.Number < NextNumber
            ? _instruments[entry.Number]!
            : Add(parsed, underlying, entry.ExpiryMs);
        Change(instrument, entry.Status, entry.ExpiryMs, entry.TwapUnits, entry.HeldUnits);
    }

    /// <summary>Leaves the numbers below one unused, as removed instruments do.</summary>
    public void FillGaps(int number) => NextNumber = Math.Max(NextNumber, number);

    /// <summary>Adds an underlying that is not there.</summary>
    public Underlying AddUnderlying(string name, UnderlyingRules rules)
    {
        var underlying = new Underlying(_underlyings.Count, name, rules);
        _underlyings.Add(underlying);
        _byName.Add(name, underlying);
        Record(underlying);
        return underlying;
    }

    public void SetModes(Underlying underlying, TradingModes? modes)
    {
        underlying.Modes = modes;
        Record(underlying);
    }

    public void SetSettlementPool(Underlying underlying, SettlementPoolConfig pool)
    {
        underlying.SettlementPool = pool;
        Record(underlying);
    }

    public void SetVenueModes(TradingModes? modes)
    {
        VenueModes = modes;
        if (changes.TryBegin(ChangeKind.VenueModes, out CanonicalOutput output))
            EntryShapes.WalkModes(ref output, modes);
    }

    /// <summary>Sets an index price; of those before, the ones in force after an instant are kept.</summary>
    public void SetIndexPrice(Underlying underlying, long priceUnits, long nowMs, long keptFromMs)
    {
        underlying.IndexPriceUnits = priceUnits;
        underlying.IndexTimeMs = nowMs;
        underlying.MarketVersion++;
        underlying.IndexVersion++;
        underlying.History.Add(nowMs, priceUnits);
        underlying.History.DropBefore(keptFromMs);
        if (!changes.TryBegin(ChangeKind.IndexPrice, out CanonicalOutput output))
            return;
        EntryShapes.Number(ref output, "underlying", underlying.Number);
        EntryShapes.WalkIndexPrice(ref output, underlying);
    }

    /// <summary>Sets the smile of an expiry date, or takes it away; those of the past go.</summary>
    public void SetSmile(Underlying underlying, int expiryDate, VolatilitySmile? smile, long nowMs)
    {
        List<VolatilitySmile> smiles = underlying.Smiles;
        smiles.RemoveAll(old => old.ExpiryMs <= nowMs || old.ExpiryDate == expiryDate);
        if (smile is not null)
            smiles.Insert(smiles.TakeWhile(other => other.ExpiryDate < expiryDate).Count(), smile);
        underlying.MarketVersion++;
        if (!changes.TryBegin(ChangeKind.Smile, out CanonicalOutput output))
            return;
        EntryShapes.Number(ref output, "underlying", underlying.Number);
        EntryShapes.Number(ref output, "smiles", smiles.Count);
        if (smile is not null)
            EntryShapes.Walk(ref output, smile);
    }

    /// <summary>Has rules hold for every underlying.</summary>
    public void UseRules(RuleSet rules)
    {
        foreach (Underlying underlying in _underlyings)
        {
            underlying.Rules = UnderlyingRules.Resolve(rules, underlying.Name);
            underlying.MarketVersion++;
            underlying.IndexVersion++;
        }
    }

    private Instrument Add(ParsedInstrument parsed, Underlying underlying, long expiryMs)
    {
        var book = new LimitOrderBook(orders, underlying.Rules.TickUnitsAt(1));
        var instrument = new Instrument(NextNumber, parsed, underlying, expiryMs, book);
        _instruments[NextNumber++] = instrument;
        _bySymbol.Add(instrument.Symbol, instrument);
        underlying.InstrumentCount++;
        return instrument;
    }

    private void Change(
        Instrument instrument, InstrumentStatus status, long expiryMs, long twapUnits, long heldUnits)
    {
        instrument.Status = status;
        instrument.ExpiryMs = expiryMs;
        instrument.TwapUnits = twapUnits;
        instrument.HeldUnits = heldUnits;
        if (status != InstrumentStatus.ExpiredPendingPrice)
            _expiries.Set(instrument.Number, expiryMs, instrument.Number);
        else if (instrument.PendingPlace < 0)
            AddPending(instrument);
        if (changes.TryBegin(ChangeKind.Instrument, out CanonicalOutput output))
            EntryShapes.Walk(ref output, InstrumentEntry.Of(instrument));
    }

    private void AddPending(Instrument instrument)
    {
        _expiries.Remove(instrument.Number);
        instrument.PendingPlace = _pending.Count;
        _pending.Add(instrument);
    }

    /// <summary>The last one takes its place.</summary>
    private void RemovePending(Instrument instrument)
    {
        if (instrument.PendingPlace < 0)
            return;
        Instrument last = _pending[^1];
        _pending[instrument.PendingPlace] = last;
        last.PendingPlace = instrument.PendingPlace;
        instrument.PendingPlace = -1;
        _pending.RemoveAt(_pending.Count - 1);
    }

    private void Record(Underlying underlying)
    {
        if (changes.TryBegin(ChangeKind.Underlying, out CanonicalOutput output))
            EntryShapes.WalkWhole(ref output, underlying);
    }
}
