using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Proofs.Tests.Laws;

/// <summary>
/// The accounts once more from the events alone: what they tell makes of the accounts before those after. Every fill
/// realizes what its price, the size it closes and the cost of that make.
/// </summary>
internal sealed class EventReplay(EngineState state)
{
    private readonly Int128[] _cash = new Int128[VenueFigures.MostWallets];
    private readonly long[] _quantity = new long[VenueFigures.MostWallets * VenueFigures.MostInstruments];
    private readonly Int128[] _cost = new Int128[VenueFigures.MostWallets * VenueFigures.MostInstruments];
    private Int128 _venue;

    /// <summary>Symbols by instrument number: what is settled leaves the state.</summary>
    private string?[] _symbols = [];

    public long Fills { get; private set; }

    /// <summary>Takes notice of the instruments that there are.</summary>
    public void Begin() =>
        _symbols = [.. Enumerable.Range(0, state.Markets.NextNumber).Select(number => state.Markets[number]?.Symbol)];

    public string? FindBroken(VenueFigures before, VenueFigures after, EngineCommand command, EventBuffer events)
    {
        bool isTold = command is not (OptionDepositUpdate or OptionWithdrawalUpdate or LiquidationBid);
        before.Cash.CopyTo(_cash, 0);
        before.Quantity.CopyTo(_quantity, 0);
        before.Cost.CopyTo(_cost, 0);
        _venue = before.Clearing + before.Fees + before.Insurance;
        if (after.Wallets > before.Wallets)
            Array.Clear(_cash, before.Wallets, after.Wallets - before.Wallets);
        for (int i = 0; i < events.Count; i++)
        {
            if (Replay(events, i) is { } broken)
                return broken;
        }

        return FindDifference(after, isTold);
    }

    private string? FindDifference(VenueFigures after, bool isTold)
    {
        if (_venue != after.Clearing + after.Fees + after.Insurance)
            return "the venue's accounts are not what the events tell";
        for (int wallet = 0; wallet < after.Wallets; wallet++)
        {
            if (_cash[wallet] != after.Cash[wallet])
                return $"wallet {wallet} has {after.Cash[wallet]}, the events tell of {_cash[wallet]}";
        }

        if (!isTold)
            return null;
        return _quantity.AsSpan().SequenceEqual(after.Quantity) && _cost.AsSpan().SequenceEqual(after.Cost)
            ? null
            : "positions are not what the events tell";
    }

    private string? Replay(EventBuffer events, int index)
    {
        switch (events.KindAt(index))
        {
            case EventKind.BalanceChanged:
                return Move(events.At<BalanceChanged>(index));
            case EventKind.Filled:
                Fills++;
                return Trade(events.At<Filled>(index));
            case EventKind.Deleveraged:
                return Deleverage(events.At<Deleveraged>(index));
            case EventKind.PositionSettled:
                return Settle(events.At<PositionSettled>(index));
            default:
                return null;
        }
    }

    private string? Move(in BalanceChanged moved)
    {
        if (moved.Account != LedgerAccountKind.Wallet)
        {
            _venue += moved.Delta.Units;
            return null;
        }

        int wallet = NumberOf(moved.Wallet);
        _cash[wallet] += moved.Delta.Units;
        return _cash[wallet] == moved.Balance.Units ? null : $"wallet {wallet} is told a wrong balance";
    }

    private string? Trade(in Filled filled)
    {
        long signed = filled.TakerSide == Side.Buy ? filled.Size.Units : -filled.Size.Units;
        int instrument = state.Markets.Find(filled.Symbol)!.Number;
        return Fill(filled.TakerWallet, instrument, signed, filled.Price, filled.TakerRealizedPnl)
            ?? Fill(filled.MakerWallet, instrument, -signed, filled.Price, filled.MakerRealizedPnl);
    }

    private string? Deleverage(in Deleveraged done)
    {
        int instrument = state.Markets.Find(done.Symbol)!.Number;
        long held = _quantity[VenueFigures.At(NumberOf(done.Wallet), instrument)];
        long signed = held > 0 ? -done.Size.Units : done.Size.Units;
        return Fill(done.Wallet, instrument, signed, done.Price, done.WalletPnl)
            ?? Fill(done.Counterparty, instrument, -signed, done.Price, done.CounterpartyPnl);
    }

    private string? Settle(in PositionSettled settled)
    {
        string symbol = settled.Symbol;
        int wallet = NumberOf(settled.Wallet);
        int at = VenueFigures.At(wallet, Array.IndexOf(_symbols, symbol));
        if (_quantity[at] != settled.Size.Units || settled.Pnl.Units != settled.Value.Units - _cost[at])
            return $"{symbol} of wallet {wallet} is settled as what it is not";
        (_quantity[at], _cost[at]) = (0, 0);
        return null;
    }

    private string? Fill(WalletAddress address, int instrument, long signed, Price price, Cash pnl)
    {
        int at = VenueFigures.At(NumberOf(address), instrument);
        long held = _quantity[at];
        Int128 cost = _cost[at];
        bool closes = held != 0 && (held > 0) != (signed > 0);
        if (!closes && pnl.Units != 0)
            return $"a fill that closes nothing realizes {pnl}";
        // A long gains where the price is above its entry, a short where it is below: price × held against cost.
        Int128 gain = Cash.NotionalUnits(price.Units, held) - cost;
        if (closes && (gain >= 0 ? pnl.Units < 0 : pnl.Units > 0))
            return $"closing {held} at a cost of {cost} for {price} realizes {pnl}";
        _quantity[at] = held + signed;
        _cost[at] = cost + Cash.NotionalUnits(price.Units, signed) + pnl.Units;
        return null;
    }

    private int NumberOf(WalletAddress address) => state.Wallets.Find(address)!.Number;
}
