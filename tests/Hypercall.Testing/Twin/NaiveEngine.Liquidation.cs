using System.Numerics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;

namespace Hypercall.Testing.Twin;

/// <summary>Who waits for examination, the grace, and what each change of state brings (risk.md A6, B1).</summary>
internal sealed partial class NaiveEngine
{
    /// <summary>How soon a host comes again while something waits for its turn.</summary>
    private const long NextTurnMs = 10;

    private IEnumerable<long> LiquidationDeadlines()
    {
        if (!_state.Rules.MarginEnabled)
            yield break;
        if (_state.Dirty.Count > 0)
            yield return _state.Now + NextTurnMs;
        List<long> ends = [.. _state.Wallets.Select(w => w.Grace?.EndsAt).OfType<long>()];
        if (ends.Count > 0)
            yield return ends.Min() > _state.Now ? ends.Min() : _state.Now + NextTurnMs;
    }

    /// <summary>Puts everybody with options or perpetuals on an underlying into the queue.</summary>
    private void MarkDirty(string underlying)
    {
        if (!_state.Rules.MarginEnabled)
            return;
        EnqueueAll(_state.Wallets.Where(
            w => w.Positions.Exists(p => !p.Size.IsZero && UnderlyingOf(p.Symbol) == underlying)
                || w.Perps.Exists(p => p.Underlying == underlying)));
    }

    /// <summary>First in, first out; who is in keeps its place, new ones go last by address.</summary>
    private void EnqueueAll(IEnumerable<NaiveWallet> wallets)
    {
        foreach (NaiveWallet wallet in wallets.Distinct().OrderBy(w => w.Address))
        {
            if (!_state.Dirty.Contains(wallet.Address) && !IsSafe(wallet))
                _state.Dirty.Add(wallet.Address);
        }
    }

    private static bool IsSafe(NaiveWallet wallet) =>
        wallet.Liquidation == LiquidationState.Healthy && wallet.Mode == MarginMode.Standard
        && !wallet.Positions.Exists(p => p.Size < 0) && wallet.Cash >= wallet.Debt;

    private bool IsBelow(NaiveWallet wallet)
    {
        if (wallet.HoldsOptions && Risk.IsBelowMaintenance(PositionsOf(wallet)) is null)
            Reach("examined without current marks");
        return wallet.HoldsOptions && IsBelowMaintenance(wallet);
    }

    private void Examine(NaiveWallet wallet)
    {
        switch (wallet.Liquidation)
        {
            case LiquidationState.Healthy when IsBelow(wallet):
                EnterPreLiquidation(wallet);
                break;
            case LiquidationState.PreLiquidation when !IsBelow(wallet):
                ChangeState(wallet, LiquidationState.Healthy);
                break;
        }
    }

    /// <summary>Graces that are due; part of the time advance.</summary>
    private void RunSteps(int most)
    {
        if (!_state.Rules.MarginEnabled)
            return;
        List<NaiveWallet> due =
        [
            .. _state.Wallets.Where(w => w.Grace?.EndsAt <= _state.Now)
                .OrderBy(w => w.Grace!.EndsAt).ThenBy(w => w.Address),
        ];
        if (due.Count > most)
            Reach("due steps left");
        due.Take(most).ToList().ForEach(EndGrace);
    }

    private void EndGrace(NaiveWallet wallet)
    {
        NaiveGrace grace = wallet.Grace!;
        if (!IsBelow(wallet))
        {
            ChangeState(wallet, LiquidationState.Healthy);
            Reach("grace ends healthy");
        }
        else if (_state.Now < grace.PauseUntil && IsHeldUp(wallet))
        {
            long end = Math.Min(_state.Now + _state.Rules.Liquidation.GraceMs, grace.PauseUntil);
            wallet.Grace = grace with { EndsAt = end };
            Reach(end == grace.PauseUntil ? "grace put off to the last" : "grace put off");
        }
        else
        {
            ChangeState(wallet, LiquidationState.InLiquidation);
            CancelWhere(o => o.Wallet == wallet.Address, OrderReason.Liquidation);
            wallet.CancelAllAt = null;
            if (grace.EndsAt == grace.PauseUntil)
                Reach("grace takes effect in spite of a halt");
        }
    }

    /// <summary>True when a tenth or more of what the wallet holds is halted or lacks mode orderbook.</summary>
    private bool IsHeldUp(NaiveWallet wallet)
    {
        BigInteger all = 0;
        BigInteger heldUp = 0;
        bool any = false;
        foreach (NaivePosition position in wallet.Positions.Where(p => !p.Size.IsZero))
        {
            NaiveInstrument instrument = _state.Instrument(position.Symbol)!;
            BigInteger value = MaintenanceValue(position).Mark * BigInteger.Abs(position.Size);
            all += value;
            if (CanTrade(instrument))
                continue;
            heldUp += value;
            any = true;
        }

        return any && heldUp * 10 >= all;
    }

    private bool CanTrade(NaiveInstrument instrument) =>
        instrument.Status != InstrumentStatus.Halted
        && _state.Modes.GetValueOrDefault(TradingModeUpdate.WholeVenue, TradingModes.All).HasFlag(TradingModes.Orderbook)
        && _state.Modes.GetValueOrDefault(instrument.Underlying, TradingModes.All).HasFlag(TradingModes.Orderbook);

    private NaiveReject? SetLiquidationState(LiquidationStateUpdate command)
    {
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        if (wallet.Liquidation == command.State)
            return null;
        switch (command.State)
        {
            case LiquidationState.Healthy:
                ChangeState(wallet, LiquidationState.Healthy);
                break;
            case LiquidationState.PreLiquidation:
                EnterPreLiquidation(wallet);
                break;
            default:
                ChangeState(wallet, command.State);
                CancelWhere(o => o.Wallet == wallet.Address, OrderReason.Liquidation);
                break;
        }

        return null;
    }

    private void ChangeState(NaiveWallet wallet, LiquidationState state)
    {
        wallet.Liquidation = state;
        wallet.Grace = null;
        // Nothing runs in InLiquidation as yet: who comes into it stays there until an operator's word, which is held.
        wallet.IsHeld = state > LiquidationState.PreLiquidation;
        Emit(EventLines.LiquidationStateChanged(wallet.Address, state));
    }

    private void EnterPreLiquidation(NaiveWallet wallet)
    {
        ChangeState(wallet, LiquidationState.PreLiquidation);
        long end = _state.Now + _state.Rules.Liquidation.GraceMs;
        wallet.Grace = new NaiveGrace(_state.Now, end, end + _state.Rules.Liquidation.MaxPauseMs);
        List<NaiveOrder> kept = [];
        foreach (NaiveOrder order in _state.Orders.FindAll(o => o.Wallet == wallet.Address).OrderBy(o => o.Id))
        {
            if (IsKept(wallet, order, kept))
                kept.Add(order);
            else
                CancelResting(order, OrderReason.Liquidation);
        }
    }

    /// <summary>Inside the distress band, and either reduce-only or with what is kept before it within the position.</summary>
    private bool IsKept(NaiveWallet wallet, NaiveOrder order, List<NaiveOrder> kept)
    {
        if (!IsInDistressBand(order.Symbol, order.Side, order.Price))
        {
            Reach("distress cancels");
            return false;
        }

        BigInteger together = OpenSize(kept, order.Symbol, order.Side) + order.Remaining;
        bool isKept = order.IsReduceOnly || together <= Room(wallet, order.Symbol, order.Side);
        Reach(isKept ? "distress keeps" : "distress cancels what increases");
        return isKept;
    }
}
