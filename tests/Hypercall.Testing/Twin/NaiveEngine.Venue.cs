namespace Hypercall.Testing.Twin;

/// <summary>Markets, market data, rules.</summary>
internal sealed partial class NaiveEngine
{
    private NaiveReject? ChangeMarket(MarketAction command)
    {
        if (!ParsedInstrument.TryParse(command.Symbol, out ParsedInstrument? parsed))
            return NaiveReject.Named(RejectCode.InvalidSymbol, command.Symbol);
        NaiveInstrument? instrument = _state.Instrument(command.Symbol);
        if (command.Action == MarketActionKind.Create)
            return instrument is null ? Create(parsed) : NaiveReject.Of(RejectCode.InstrumentExists);
        if (instrument is null)
            return NaiveReject.Named(RejectCode.UnknownInstrument, command.Symbol);
        if (command.Action == MarketActionKind.Delete)
            return Delete(instrument);
        if (instrument.Status == InstrumentStatus.ExpiredPendingPrice)
            return NaiveReject.Of(RejectCode.InstrumentExpired);
        switch (command.Action)
        {
            case MarketActionKind.Expire:
                instrument.Expiry = _state.Now;
                Expire(instrument);
                return null;
            case MarketActionKind.Halt when instrument.Status == InstrumentStatus.Halted:
                return NaiveReject.Of(RejectCode.InstrumentHalted);
            case MarketActionKind.Resume when instrument.Status == InstrumentStatus.Active:
                return NaiveReject.Of(RejectCode.InstrumentNotHalted);
        }

        bool halt = command.Action == MarketActionKind.Halt;
        instrument.Status = halt ? InstrumentStatus.Halted : InstrumentStatus.Active;
        Emit(EventLines.MarketUpdated(instrument.Symbol, instrument.Status));
        return null;
    }

    private NaiveReject? Create(ParsedInstrument parsed)
    {
        string underlying = parsed.Key.Underlying;
        long minutes = new NaiveRules(_state.Rules, underlying).ExpiryTimeMinutes;
        long expiry = CalendarDate.ToEpochMs(parsed.Key.ExpiryDate) + minutes * 60_000;
        if (expiry <= _state.Now)
            return NaiveReject.Of(RejectCode.InstrumentExpired);
        _state.Underlyings.Add(underlying);
        _state.Instruments.Add(
            new NaiveInstrument { Key = parsed.Key, Symbol = parsed.Symbol, Expiry = expiry });
        Emit(EventLines.MarketUpdated(parsed.Symbol, InstrumentStatus.Active));
        return null;
    }

    private NaiveReject? Delete(NaiveInstrument instrument)
    {
        bool isHeld = !instrument.Holding.IsZero
            || _state.Wallets.Exists(w => !w.Position(instrument.Symbol).Size.IsZero);
        if (isHeld)
            return NaiveReject.Of(RejectCode.InstrumentInUse);
        CancelWhere(o => o.Symbol == instrument.Symbol, OrderReason.InstrumentDeleted);
        _state.Instruments.Remove(instrument);
        Emit(EventLines.MarketUpdated(instrument.Symbol, InstrumentStatus.Deleted));
        return null;
    }

    private NaiveReject? SetModes(TradingModeUpdate command)
    {
        string underlying = command.Underlying;
        if (underlying != TradingModeUpdate.WholeVenue && !ParsedInstrument.IsUnderlying(underlying))
            return NaiveReject.Named(RejectCode.InvalidSymbol, underlying);
        _state.Modes[underlying] = command.Modes;
        if (underlying != TradingModeUpdate.WholeVenue)
            _state.Underlyings.Add(underlying);
        return null;
    }

    private NaiveReject? SetIndexes(PriceUpdate command)
    {
        foreach (IndexPrice entry in command.Prices)
        {
            BigInteger price = entry.Price.Units;
            if (!ParsedInstrument.IsUnderlying(entry.Underlying))
                return NaiveReject.Named(RejectCode.InvalidSymbol, entry.Underlying);
            if (price <= 0)
                return NaiveReject.Of(RejectCode.InvalidPrice, price);
            if (price > NaiveMath.MaxPrice)
                return NaiveReject.Of(RejectCode.Overflow);
            BigInteger ppm = _state.Rules.MaxIndexMovePpm;
            if (command.Force || ppm.IsZero || !_state.Indexes.TryGetValue(entry.Underlying, out var last))
                continue;
            if (BigInteger.Abs(price - last.Price) * NaiveMath.PartsPerMillion > ppm * last.Price)
                return NaiveReject.Of(RejectCode.InvalidPrice, price, last.Price);
        }

        foreach (IndexPrice entry in command.Prices)
        {
            _state.Underlyings.Add(entry.Underlying);
            _state.Indexes[entry.Underlying] = (entry.Price.Units, _state.Now);
            KeepIndexPoint(entry.Underlying, entry.Price.Units);
            MarkDirty(entry.Underlying);
        }

        return null;
    }

    private NaiveReject? SetSurface(IvUpdate command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return NaiveReject.Named(RejectCode.InvalidSymbol, command.Underlying);
        if (!CalendarDate.IsValid(command.ExpiryDate))
            return NaiveReject.Of(RejectCode.InvalidExpiry, command.ExpiryDate, _state.Now);
        bool valid = command.Points.Length > 0
            && command.Points.All(p => p.Strike.Units > 0 && p.VolatilityUnits > 0)
            && command.Points.DistinctBy(p => p.Strike).Count() == command.Points.Length;
        if (!valid)
            return NaiveReject.Of(RejectCode.InvalidSurface);
        _state.Underlyings.Add(command.Underlying);
        ReplaceSmile(command);
        MarkDirty(command.Underlying);
        return null;
    }

    private void ReplaceSmile(IvUpdate command)
    {
        _state.Smiles.RemoveAll(s => s.Underlying == command.Underlying
            && (s.Smile.ExpiryMs <= _state.Now || s.Smile.ExpiryDate == command.ExpiryDate));
        long minutes = new NaiveRules(_state.Rules, command.Underlying).ExpiryTimeMinutes;
        long expiry = CalendarDate.ToEpochMs(command.ExpiryDate) + minutes * 60_000;
        foreach (NaiveInstrument option in _state.Instruments.Where(i => i.Underlying == command.Underlying))
        {
            if (option.Key.ExpiryDate == command.ExpiryDate && !option.IsPending && option.Expiry > expiry)
                expiry = option.Expiry;
        }

        VolatilityPoint[] points = [.. command.Points.OrderBy(p => p.Strike.Units)];
        if (expiry > _state.Now)
            _state.Smiles.Add((command.Underlying, new VolatilitySmile(command.ExpiryDate, expiry, _state.Now, points)));
    }

    private NaiveReject? ReplaceRules(SetRules command)
    {
        string? wrong = command.MalformedMember ?? NaiveRuleCheck.FirstInvalid(command.Rules!, _state.Rules.Version);
        if (wrong is not null)
            return NaiveReject.Named(RejectCode.InvalidRules, wrong);
        _state.Rules = command.Rules!;
        if (!_state.Rules.MarginEnabled)
            _state.Dirty.Clear();
        Emit(EventLines.RulesChanged(_state.Rules.Version));
        return null;
    }

    private NaiveReject? SetPool(SetPmSettlementPoolConfig command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return NaiveReject.Named(RejectCode.InvalidSymbol, command.Underlying);
        SettlementPoolConfig c = command.Config;
        long[] members =
        [
            c.TargetShortOiNotionalMultiplier, c.UtilizationKink, c.AprAtKink, c.MaxApr, c.NormalUtilizationCap,
            c.CrisisUtilizationCap, c.BridgeWindowMs,
        ];
        if (c.PolicyVersion == 0 || members.Any(m => m < 0))
            return NaiveReject.Of(RejectCode.InvalidAmount);
        _state.Underlyings.Add(command.Underlying);
        return null;
    }
}
