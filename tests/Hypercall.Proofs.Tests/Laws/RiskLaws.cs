using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Proofs.Tests.Laws;

/// <summary>
/// What margin promises: an admitted order leaves the excess that it must, and while the market stands still no
/// order, whatever of it fills, leaves its wallet worse than it was or than nothing (risk.md §A3, §A4). Withdrawals and
/// changes of mode leave an excess.
/// </summary>
internal sealed class RiskLaws(ExchangeEngine engine)
{
    /// <summary>What one command may be off by: scenario results and fees are rounded to 8 decimals.</summary>
    private const long RoundingUnits = 4_000_000;

    private readonly EngineState _state = engine.State;
    private Int128[][] _bases = [];
    private Int128[][] _excess = [];

    public void Begin(int depth)
    {
        _bases = [.. Enumerable.Range(0, depth + 1).Select(_ => new Int128[VenueFigures.MostWallets])];
        _excess = [.. Enumerable.Range(0, depth + 1).Select(_ => new Int128[VenueFigures.MostWallets])];
        for (int wallet = 0; wallet < _state.Wallets.Count; wallet++)
            _bases[0][wallet] = Base(wallet);
    }

    /// <summary>What each wallet's excess may not fall below, zero or less.</summary>
    public ReadOnlySpan<Int128> Bases(int level) => _bases[level];

    public void Enter(int level)
    {
        for (int wallet = 0; wallet < _state.Wallets.Count; wallet++)
            _excess[level][wallet] = engine.Margin.Before(_state.Wallets[wallet]).ExcessUnits;
    }

    public string? FindBroken(
        int level, VenueFigures before, VenueFigures after, EngineCommand command, long stepMs, ApplyOutput output)
    {
        _bases[level].CopyTo(_bases[level + 1], 0);
        if (!_state.Rules.MarginEnabled)
            return null;
        if (stepMs != 0 || !IsStill(command) || Deleverages(output.Events))
            return FindInMove(level, before, after, command, output);
        return FindInStillness(level, before, after) ?? FindInAdmission(level, command, output);
    }

    /// <summary>Whether the market stands still meanwhile: only orders come and go, and cash comes in.</summary>
    private static bool IsStill(EngineCommand command) =>
        command is PlaceOrder or CancelOrder or CancelAll or ReplaceOrder or BulkOrders or DepositUpdate or Tick;

    /// <summary>Who is deleveraged gives up what he has gained.</summary>
    private static bool Deleverages(EventBuffer events)
    {
        for (int i = 0; i < events.Count; i++)
        {
            if (events.KindAt(i) == EventKind.Deleveraged)
                return true;
        }

        return false;
    }

    private string? FindInMove(
        int level, VenueFigures before, VenueFigures after, EngineCommand command, ApplyOutput output)
    {
        for (int wallet = 0; wallet < _state.Wallets.Count; wallet++)
            _bases[level + 1][wallet] = Base(wallet);
        bool isDone = !output.Rejection.IsRejected && !output.Duplicate;
        if (!isDone || command is not (CashWithdrawalUpdate or MarginModeUpdate))
            return null;
        WalletAccount acting = _state.Wallets.Find(((WalletCommand)command).Wallet)!;
        if (command is MarginModeUpdate && before.Mode[acting.Number] == after.Mode[acting.Number])
            return null;
        return engine.Margin.Before(acting).ExcessUnits < 0 ? $"{command} leaves no excess" : null;
    }

    private string? FindInStillness(int level, VenueFigures before, VenueFigures after)
    {
        for (int wallet = 0; wallet < after.Wallets; wallet++)
        {
            if (after.Cash[wallet] == before.Cash[wallet] && IsSame(wallet, before, after))
                continue;
            Int128 excess = ExcessAlone(_state.Wallets[wallet]);
            if (excess < _bases[level][wallet] - RoundingUnits * (level + 1))
                return $"wallet {wallet} has an excess of {excess}, less than {_bases[level][wallet]}";
        }

        return null;
    }

    private static bool IsSame(int wallet, VenueFigures before, VenueFigures after)
    {
        int from = VenueFigures.At(wallet, 0);
        return before.Quantity.AsSpan(from, VenueFigures.MostInstruments)
            .SequenceEqual(after.Quantity.AsSpan(from, VenueFigures.MostInstruments));
    }

    /// <summary>An order that came to rest whole, and would not reduce, leaves what it must.</summary>
    private string? FindInAdmission(int level, EngineCommand command, ApplyOutput output)
    {
        if (output.Rejection.IsRejected || command is not PlaceOrder { Order: var order } place)
            return null;
        WalletAccount wallet = _state.Wallets.Find(place.Wallet)!;
        int slot = wallet.LastOrder;
        if (slot < 0 || _state.Orders.Store.Node(slot).OrderId != output.OrderId)
            return null;
        if (_state.Orders.Store.Node(slot).RemainingUnits != order.Size.Units || Reduces(wallet, slot, order))
            return null;
        Int128 excess = engine.Margin.Before(wallet).ExcessUnits;
        Int128 least = Int128.Min(0, _excess[level][wallet.Number]);
        return excess < least ? $"{place} was admitted and leaves an excess of {excess}, less than {least}" : null;
    }

    private bool Reduces(WalletAccount wallet, int slot, in OrderTerms order)
    {
        long held = _state.Positions.Of(wallet, _state.InstrumentOf(slot)).QuantityUnits;
        return order.Side == Side.Buy ? held < 0 : held > 0;
    }

    /// <summary>After the market has moved, orders that rest may take what they would now.</summary>
    private Int128 Base(int number)
    {
        WalletAccount wallet = _state.Wallets[number];
        Int128 resting = engine.Margin.Before(wallet).ExcessUnits;
        return Int128.Min(Int128.Min(0, resting), ExcessAlone(wallet));
    }

    /// <summary>Excess of the positions, no order open.</summary>
    private Int128 ExcessAlone(WalletAccount wallet)
    {
        if (wallet.Mode == MarginMode.Standard)
            return wallet.CashUnits - wallet.DebtUnits - engine.Margin.Standard.Initial(wallet);
        engine.Margin.Portfolio.OfPositions(wallet, out Int128 equity, out Int128 initial, out _);
        return equity - initial;
    }
}
