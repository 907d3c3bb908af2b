namespace Hypercall.Testing.Twin;

/// <summary>Averages and settlement.</summary>
internal sealed partial class NaiveEngine
{
    /// <summary>Keeps an index price and drops what no average can need any more.</summary>
    private void KeepIndexPoint(string underlying, BigInteger price)
    {
        if (!_state.IndexPoints.TryGetValue(underlying, out List<(long Time, BigInteger Price)>? points))
            _state.IndexPoints[underlying] = points = [];
        points.RemoveAll(p => p.Time == _state.Now);
        points.Add((_state.Now, price));
        while (points.Count > 1 && points[1].Time <= _state.Now - _state.Rules.TwapMs)
            points.RemoveAt(0);
    }

    /// <summary>
    /// Fixed at the instant of expiry: each price weighs as long as it was in force and not too old within the last
    /// twapMs. Null where too little of them is covered.
    /// </summary>
    private BigInteger? Average(NaiveInstrument instrument)
    {
        List<(long Time, BigInteger Price)> points = _state.IndexPoints.GetValueOrDefault(instrument.Underlying, []);
        BigInteger first = (BigInteger)instrument.Expiry - _state.Rules.TwapMs;
        BigInteger sum = 0;
        BigInteger weight = 0;
        for (int i = 0; i < points.Count; i++)
        {
            BigInteger end = instrument.Expiry;
            if (i + 1 < points.Count)
                end = BigInteger.Min(end, points[i + 1].Time);
            if (_state.Rules.MaxPriceAgeMs != 0)
                end = BigInteger.Min(end, (BigInteger)points[i].Time + _state.Rules.MaxPriceAgeMs);
            BigInteger milliseconds = BigInteger.Max(0, end - BigInteger.Max(points[i].Time, first));
            sum += milliseconds * points[i].Price;
            weight += milliseconds;
        }

        bool isThin = weight * NaiveMath.PartsPerMillion < (BigInteger)_state.Rules.MinTwapCoveragePpm * _state.Rules.TwapMs;
        if (isThin && !weight.IsZero)
            Reach("average covers too little");
        return weight.IsZero || isThin ? null : NaiveMath.DivideRounded(sum, weight);
    }

    private NaiveReject? SettleExpired(TickExpiry command)
    {
        foreach (SettlementPrice given in command.Prices)
        {
            if (!ParsedInstrument.IsUnderlying(given.Underlying))
                return NaiveReject.Named(RejectCode.InvalidSymbol, given.Underlying);
            if (!CalendarDate.IsValid(given.ExpiryDate))
                return NaiveReject.Of(RejectCode.InvalidExpiry, given.ExpiryDate, _state.Now);
            if (given.Price.Units <= 0)
                return NaiveReject.Of(RejectCode.InvalidPrice, given.Price.Units);
            if (given.Price.Units > NaiveMath.MaxPrice)
                return NaiveReject.Of(RejectCode.Overflow);
            NaiveReject? reject = CheckMove(given, command.Force);
            if (reject is not null)
                return reject;
        }

        foreach (NaiveInstrument instrument in Pending())
        {
            BigInteger? price = GivenPrice(command, instrument.Key) ?? instrument.Average;
            if (price is not null)
                Settle(instrument, price.Value);
        }

        if (_inTheRed.Exists(w => w.Cash >= 0))
            Reach("loss of a leg made good by another");
        if (_state.Rules.MarginEnabled)
            EnqueueAll(_settled);
        return null;
    }

    /// <summary>What awaits its price, in the order of settlement.</summary>
    private List<NaiveInstrument> Pending() =>
    [
        .. _state.Instruments.Where(i => i.IsPending)
            .OrderBy(i => i.Expiry).ThenBy(i => i.Symbol, StringComparer.Ordinal),
    ];

    /// <summary>A carried price must lie near the average, else near the last index price however old.</summary>
    private NaiveReject? CheckMove(SettlementPrice given, bool force)
    {
        BigInteger ppm = _state.Rules.MaxSettlementMovePpm;
        foreach (NaiveInstrument pending in Pending().Where(i => IsOf(given, i.Key)))
        {
            BigInteger? near = pending.Average;
            if (near is null && _state.Indexes.TryGetValue(pending.Underlying, out (long Price, long Time) index))
                near = index.Price;
            BigInteger move = BigInteger.Abs(given.Price.Units - (near ?? given.Price.Units));
            if (near is null || ppm.IsZero || move * NaiveMath.PartsPerMillion <= ppm * near.Value)
                continue;
            Reach(force ? "settlement forced" : pending.Average is null ? "settlement far from index" : "settlement far from average");
            if (!force)
                return NaiveReject.Of(RejectCode.InvalidPrice, given.Price.Units, near.Value);
        }

        return null;
    }

    private static bool IsOf(SettlementPrice given, ContractKey key) =>
        given.Underlying == key.Underlying && given.ExpiryDate == key.ExpiryDate;

    private static BigInteger? GivenPrice(TickExpiry command, ContractKey key)
    {
        foreach (SettlementPrice given in command.Prices)
        {
            if (IsOf(given, key))
                return given.Price.Units;
        }

        return null;
    }

    private void Settle(NaiveInstrument instrument, BigInteger price)
    {
        BigInteger clearing = 0;
        foreach (NaiveWallet wallet in _state.Wallets.OrderBy(w => w.Address).ToList())
        {
            if (!wallet.Position(instrument.Symbol).Size.IsZero)
                clearing -= Settle(wallet, instrument, price);
        }

        MoveVenue(LedgerAccountKind.Clearing, clearing, BalanceReason.Settlement);
        _state.HoldingsSettled += instrument.Holding * instrument.Intrinsic(price);
        _state.Instruments.Remove(instrument);
        Emit(EventLines.MarketUpdated(instrument.Symbol, InstrumentStatus.Settled));
    }

    /// <returns>What the wallet's cash moved by, the fee left out.</returns>
    private BigInteger Settle(NaiveWallet wallet, NaiveInstrument instrument, BigInteger price)
    {
        NaivePosition position = wallet.Position(instrument.Symbol);
        FeeRules rules = new NaiveRules(_state.Rules, instrument.Underlying).Fees;
        BigInteger intrinsic = instrument.Intrinsic(price);
        BigInteger value = intrinsic * position.Size;
        BigInteger fee = NaiveMath.Fee(
            rules.SettlementPpm, rules.SettlementCapPpm, price, intrinsic, BigInteger.Abs(position.Size));
        BigInteger moved = wallet.Mode == MarginMode.Standard ? value : value - position.Cost;
        Emit(EventLines.PositionSettled(
            wallet.Address, instrument.Symbol, position.Size, price, value, fee, value - position.Cost));
        wallet.Positions.Remove(position);
        _touched.Add(wallet);
        _settled.Add(wallet);
        MoveCash(wallet, moved, BalanceReason.Settlement);
        MoveCash(wallet, -fee, BalanceReason.SettlementFee);
        MoveVenue(LedgerAccountKind.Fees, fee, BalanceReason.SettlementFee);
        if (wallet.Cash < 0)
            _inTheRed.Add(wallet);
        return moved;
    }
}
