using System.Numerics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>Averages, settlement, insurance and debts.</summary>
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

    /// <summary>Each millisecond of (expiry − twapMs, expiry] weighs the price that was in force then.</summary>
    private BigInteger? Average(NaiveInstrument instrument)
    {
        List<(long Time, BigInteger Price)> points = _state.IndexPoints.GetValueOrDefault(instrument.Underlying, []);
        long first = instrument.Expiry - _state.Rules.TwapMs + 1;
        BigInteger sum = 0;
        BigInteger weight = 0;
        for (int i = 0; i < points.Count; i++)
        {
            long from = Math.Max(first, points[i].Time);
            long to = i + 1 < points.Count ? Math.Min(instrument.Expiry, points[i + 1].Time - 1) : instrument.Expiry;
            BigInteger milliseconds = Math.Max(0, to - from + 1);
            sum += milliseconds * points[i].Price;
            weight += milliseconds;
        }

        return weight.IsZero ? null : NaiveMath.DivideRounded(sum, weight);
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
        }

        List<NaiveInstrument> pending =
        [
            .. _state.Instruments.Where(i => i.IsPending)
                .OrderBy(i => i.Expiry).ThenBy(i => i.Symbol, StringComparer.Ordinal),
        ];
        foreach (NaiveInstrument instrument in pending)
        {
            BigInteger? price = GivenPrice(command, instrument.Key) ?? instrument.Average;
            if (price is not null)
                Settle(instrument, price.Value);
        }

        return null;
    }

    private static BigInteger? GivenPrice(TickExpiry command, ContractKey key)
    {
        foreach (SettlementPrice given in command.Prices)
        {
            if (given.Underlying == key.Underlying && given.ExpiryDate == key.ExpiryDate)
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
        MoveCash(wallet, moved, BalanceReason.Settlement);
        MoveCash(wallet, -fee, BalanceReason.SettlementFee);
        MoveVenue(LedgerAccountKind.Fees, fee, BalanceReason.SettlementFee);
        CoverLoss(wallet);
        return moved;
    }

    /// <summary>What is missing the insurance fund pays as far as it reaches; the rest the wallet owes.</summary>
    private void CoverLoss(NaiveWallet wallet)
    {
        BigInteger paid = BigInteger.Min(_state.Insurance, BigInteger.Max(0, -wallet.Cash));
        MoveVenue(LedgerAccountKind.Insurance, -paid, BalanceReason.Insurance);
        MoveCash(wallet, paid, BalanceReason.Insurance);
        BigInteger owed = BigInteger.Max(0, -wallet.Cash);
        wallet.Debt += owed;
        MoveCash(wallet, owed, BalanceReason.Debt);
    }
}
