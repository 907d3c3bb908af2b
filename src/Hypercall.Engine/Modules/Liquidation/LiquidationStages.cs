using Hypercall.Engine.Book;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Modules.Books;
using Hypercall.Engine.Modules.Margin;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>The states of liquidation and how a wallet comes from one into another (risk.md §A6, §B1).</summary>
internal sealed class LiquidationStages(
    EngineState state, Turn turn, Registry registry, RestingOrders resting, PriceBands bands)
{
    private readonly Dictionary<int, long> _keptUnits = [];

    /// <summary>An operator's word; the state that a wallet is in already is no change.</summary>
    public RejectCode ApplyLiquidationState(LiquidationStateUpdate command)
    {
        WalletAccount wallet = registry.GetOrAddWallet(command.Wallet);
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
    public void EnterPreLiquidation(WalletAccount wallet)
    {
        long now = state.TimestampMs;
        long endsAt = now + state.Rules.Liquidation.GraceMs;
        var stage = new LiquidationStage
        {
            Mode = LiquidationMode.Grace,
            EnteredAtMs = now,
            EndsAtMs = endsAt,
            PauseUntilMs = endsAt + state.Rules.Liquidation.MaxPauseMs,
        };
        ChangeState(wallet, LiquidationState.PreLiquidation, stage);
        KeepReducingOrders(wallet);
    }

    public void EnterInLiquidation(WalletAccount wallet)
    {
        state.Wallets.SetCancelAll(wallet, 0);
        Hold(wallet, LiquidationState.InLiquidation);
    }

    /// <summary>Leaves a wallet without orders where it is until an operator's word.</summary>
    public void Hold(WalletAccount wallet, LiquidationState next)
    {
        LeaveStage(wallet, next);
        resting.CancelWalletOrders(wallet, OrderReason.Liquidation);
    }

    public void LeaveStage(WalletAccount wallet, LiquidationState next) => ChangeState(wallet, next, stage: null);

    private void ChangeState(WalletAccount wallet, LiquidationState next, LiquidationStage? stage)
    {
        state.Wallets.SetLiquidation(wallet, next, stage);
        turn.Events.Add(new LiquidationStateChanged(wallet.Address, next));
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
            int next = state.Orders.Store.Node(slot).NextOfWallet;
            if (!TryKeep(wallet, slot))
                resting.CancelResting(slot, OrderReason.Liquidation);
            slot = next;
        }
    }

    private bool TryKeep(WalletAccount wallet, int slot)
    {
        ref readonly OrderNode node = ref state.Orders.Store.Node(slot);
        Instrument instrument = state.InstrumentOf(slot);
        if (!bands.IsInDistressBand(instrument, node.Side, node.PriceUnits))
            return false;
        Exposure exposure = state.Positions.ExposureOf(wallet, instrument);
        bool isOpposite = exposure.IsReducedBy(node.Side);
        long kept = _keptUnits.GetValueOrDefault(instrument.Number) + node.RemainingUnits;
        bool isKept = (node.Flags & OrderFlags.ReduceOnly) != 0
            || (isOpposite && kept <= Math.Abs(exposure.PositionUnits));
        if (isKept && isOpposite)
            _keptUnits[instrument.Number] = kept;
        return isKept;
    }
}
