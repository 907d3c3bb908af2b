using Hypercall.Engine.Commands;
using Hypercall.Engine.Modules.Books;

namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>The states of liquidation and how a wallet comes from one into another (risk.md §A6, §B1).</summary>
internal sealed class LiquidationStages(
    EngineState state, RestingOrders resting, ReducingOrders reducing, StageChanges changes,
    PartialLiquidation partial, FullLiquidation full)
{
    /// <summary>
    /// An operator's word, which ends what goes on by itself. The state that a wallet is in already is no change where
    /// there is nothing to end.
    /// </summary>
    public RejectCode ApplyLiquidationState(LiquidationStateUpdate command)
    {
        WalletAccount wallet = state.Wallets.GetOrAdd(command.Wallet);
        bool isSame = wallet.LiquidationState == command.State;
        if (isSame && wallet.Stage is null or { Mode: LiquidationMode.Grace })
            return RejectCode.None;
        if (command.State == LiquidationState.PreLiquidation)
        {
            changes.End(wallet, AuctionStatus.Stopped);
            EnterPreLiquidation(wallet);
        }
        else
        {
            changes.Leave(wallet, command.State, AuctionStatus.Stopped);
            if (command.State != LiquidationState.Healthy)
                resting.CancelWalletOrders(wallet, OrderReason.Liquidation);
        }

        return RejectCode.None;
    }

    /// <summary>Begins the grace; of the wallet's orders those stay that bring it back.</summary>
    public void EnterPreLiquidation(WalletAccount wallet)
    {
        long now = state.TimestampMs;
        long endsAt = now + state.Rules.Liquidation.GraceMs;
        changes.Enter(wallet, LiquidationState.PreLiquidation, new LiquidationStage
        {
            Mode = LiquidationMode.Grace,
            EnteredAtMs = now,
            EndsAtMs = endsAt,
            PauseUntilMs = endsAt + state.Rules.Liquidation.MaxPauseMs,
        });
        reducing.KeepInDistress(wallet);
    }

    /// <summary>The end of a grace: what follows is up to what the wallet still has of its own.</summary>
    public void EnterInLiquidation(WalletAccount wallet)
    {
        state.Wallets.SetCancelAll(wallet, 0);
        if (partial.IsFor(wallet))
            partial.Enter(wallet);
        else
            full.Enter(wallet, isStep: true);
    }
}
