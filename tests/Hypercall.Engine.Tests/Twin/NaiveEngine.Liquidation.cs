using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Numerics;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>Who is examined, when, and what comes of it.</summary>
internal sealed partial class NaiveEngine
{
    private const int ChecksPerTick = 1024;

    /// <summary>Puts everybody with options or perpetuals on an underlying into the queue.</summary>
    private void MarkDirty(string underlying)
    {
        if (!_state.Rules.MarginEnabled)
            return;
        foreach (NaiveWallet wallet in _state.Wallets.OrderBy(w => w.Address))
        {
            bool holds = wallet.Positions.Exists(p => !p.Size.IsZero && UnderlyingOf(p.Symbol) == underlying)
                || wallet.Perps.Exists(p => p.Underlying == underlying);
            if (holds)
                Enqueue(wallet.Address);
        }
    }

    private void Enqueue(WalletAddress wallet)
    {
        if (!_state.Dirty.Contains(wallet))
            _state.Dirty.Add(wallet);
    }

    private void EndGraces()
    {
        foreach (NaiveWallet wallet in _state.Wallets.OrderBy(w => w.Address))
        {
            if (!HasGrace(wallet) || wallet.GraceEnds > _state.Now)
                continue;
            wallet.GraceEnds = 0;
            if (_state.Rules.MarginEnabled)
                Enqueue(wallet.Address);
        }
    }

    private static bool HasGrace(NaiveWallet wallet) =>
        wallet.Liquidation == LiquidationState.PreLiquidation && wallet.GraceEnds > 0;

    /// <summary>After an accepted command; its own last OrderUpdated stays the one that is remembered.</summary>
    private void ExamineDirty(EngineCommand command)
    {
        if (!_state.Rules.MarginEnabled)
            return;
        (OrderStatus, long)? last = _output.LastUpdate;
        int checks = command is Tick ? ChecksPerTick : _state.Rules.Liquidation.ChecksPerCommand;
        if (command is Tick)
        {
            List<NaiveWallet> restricted =
            [
                .. _state.Wallets.Where(w => w.Liquidation == LiquidationState.PreLiquidation).OrderBy(w => w.Address),
            ];
            restricted.ForEach(Examine);
        }

        for (int i = 0; i < checks && _state.Dirty.Count > 0; i++)
        {
            NaiveWallet wallet = _state.Wallet(_state.Dirty[0]);
            _state.Dirty.RemoveAt(0);
            Examine(wallet);
        }

        _output.LastUpdate = last;
    }

    private void Examine(NaiveWallet wallet)
    {
        bool? below = Risk.IsBelowMaintenance(Risk.Case(wallet));
        switch (wallet.Liquidation)
        {
            case LiquidationState.Healthy when below == true:
                EnterLiquidation(wallet, LiquidationState.PreLiquidation);
                break;
            case LiquidationState.PreLiquidation when below == true && wallet.GraceEnds == 0:
                EnterLiquidation(wallet, LiquidationState.InLiquidation);
                break;
            case LiquidationState.PreLiquidation when below == false:
                EnterLiquidation(wallet, LiquidationState.Healthy);
                break;
        }
    }

    private void EnterLiquidation(NaiveWallet wallet, LiquidationState state)
    {
        long grace = state == LiquidationState.PreLiquidation ? _state.Rules.Liquidation.GraceMs : 0;
        wallet.Liquidation = state;
        wallet.GraceEnds = grace == 0 ? 0 : _state.Now + grace;
        Emit(EventLines.LiquidationStateChanged(wallet.Address, state));
        if (state is LiquidationState.InLiquidation or LiquidationState.Liquidated)
            CancelWhere(o => o.Wallet == wallet.Address, OrderReason.Liquidation);
    }
}
