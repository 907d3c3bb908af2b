using Hypercall.Engine.Book;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>The states of liquidation and how a wallet comes from one into another (risk.md §A6, §B1).</summary>
public sealed partial class ExchangeEngine
{
    private readonly Dictionary<int, long> _keptUnits = [];

    /// <summary>An operator's word; the state that a wallet is in already is no change.</summary>
    private RejectCode ApplyLiquidationState(LiquidationStateUpdate command)
    {
        WalletAccount wallet = GetOrAddWallet(command.Wallet);
        if (wallet.LiquidationState == command.State)
            return RejectCode.None;
        if (command.State == LiquidationState.PreLiquidation)
            EnterPreLiquidation(wallet);
        else if (command.State == LiquidationState.Healthy)
            LeaveStage(wallet, LiquidationState.Healthy);
        else
            Hold(wallet, command.State);
        return RejectCode.None;
    }

    /// <summary>Begins the grace; of the wallet's orders those stay that bring it back.</summary>
    private void EnterPreLiquidation(WalletAccount wallet)
    {
        long now = _state.TimestampMs;
        long endsAt = now + _state.Rules.Liquidation.GraceMs;
        wallet.Stage = new LiquidationStage
        {
            EnteredAtMs = now,
            EndsAtMs = endsAt,
            PauseUntilMs = endsAt + _state.Rules.Liquidation.MaxPauseMs,
        };
        _state.LiquidationSteps.Set(wallet, endsAt);
        ChangeState(wallet, LiquidationState.PreLiquidation);
        KeepReducingOrders(wallet);
    }

    private void EnterInLiquidation(WalletAccount wallet)
    {
        wallet.CancelAllAtMs = 0;
        _state.CancelAllDeadlines.Remove(wallet.Number);
        Hold(wallet, LiquidationState.InLiquidation);
    }

    /// <summary>Leaves a wallet without orders where it is until an operator's word.</summary>
    private void Hold(WalletAccount wallet, LiquidationState state)
    {
        LeaveStage(wallet, state);
        CancelWalletOrders(wallet, OrderReason.Liquidation);
    }

    private void LeaveStage(WalletAccount wallet, LiquidationState state)
    {
        wallet.Stage = null;
        _state.LiquidationSteps.Remove(wallet);
        ChangeState(wallet, state);
    }

    private void ChangeState(WalletAccount wallet, LiquidationState state)
    {
        wallet.LiquidationState = state;
        _changes.MarkWallet(wallet);
        Events.Add(new LiquidationStateChanged(wallet.Address, state));
    }

    /// <summary>
    /// Cancels, in the order of ids, what could make a wallet in PreLiquidation worse: what lies beyond the distress
    /// band, and what would together grow or turn a position.
    /// </summary>
    private void KeepReducingOrders(WalletAccount wallet)
    {
        _keptUnits.Clear();
        int slot = wallet.FirstOrder;
        while (slot >= 0)
        {
            int next = _state.Orders.Store.Node(slot).NextOfWallet;
            if (!TryKeep(wallet, slot))
                CancelResting(slot, OrderReason.Liquidation);
            slot = next;
        }
    }

    private bool TryKeep(WalletAccount wallet, int slot)
    {
        ref OrderNode node = ref _state.Orders.Store.Node(slot);
        Instrument instrument = InstrumentOf(slot);
        if (!IsInDistressBand(instrument, node.Side, node.PriceUnits))
            return false;
        GetExposure(wallet, instrument, out Exposure exposure);
        bool isOpposite = exposure.IsReducedBy(node.Side);
        long kept = _keptUnits.GetValueOrDefault(instrument.Number) + node.RemainingUnits;
        bool isKept = (node.Flags & OrderFlags.ReduceOnly) != 0
            || (isOpposite && kept <= Math.Abs(exposure.PositionUnits));
        if (isKept && isOpposite)
            _keptUnits[instrument.Number] = kept;
        return isKept;
    }
}
