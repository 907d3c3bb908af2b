using Hypercall.Engine.Modules.Books;

namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// How wallets come into states of liquidation and out of their stages (risk.md §A6, §B1): whatever ends a stage takes
/// its orders and its auction with it, so that none is left behind.
/// </summary>
internal sealed class LiquidationStages(
    EngineState state, Turn turn, RestingOrders resting, ReducingOrders reducing)
{
    /// <summary>
    /// An operator's word, which ends what goes on by itself. The state that a wallet is in already is no change where
    /// there is nothing to end.
    /// </summary>
    public Refusal? ApplyLiquidationState(LiquidationStateUpdate command)
    {
        WalletAccount wallet = state.Wallets.GetOrAdd(command.Wallet);
        bool isSame = wallet.LiquidationState == command.State;
        if (isSame && wallet.Stage is null or { Mode: LiquidationMode.Grace })
            return null;
        if (command.State == LiquidationState.PreLiquidation)
        {
            End(wallet, AuctionStatus.Stopped);
            EnterPreLiquidation(wallet);
        }
        else
        {
            Leave(wallet, command.State, AuctionStatus.Stopped);
            if (command.State != LiquidationState.Healthy)
                resting.CancelWalletOrders(wallet, OrderReason.Liquidation);
        }

        return null;
    }

    /// <summary>Begins the grace; of the wallet's orders those stay that bring it back.</summary>
    public void EnterPreLiquidation(WalletAccount wallet)
    {
        long now = state.TimestampMs;
        long endsAt = now + state.Rules.Liquidation.GraceMs;
        Enter(wallet, LiquidationState.PreLiquidation, new LiquidationStage
        {
            Mode = LiquidationMode.Grace,
            EnteredAtMs = now,
            EndsAtMs = endsAt,
            PauseUntilMs = endsAt + state.Rules.Liquidation.MaxPauseMs,
        });
        reducing.KeepInDistress(wallet);
    }

    /// <summary>Has a wallet enter a state, and the stage that goes on by itself there, if any; tells of it.</summary>
    public void Enter(WalletAccount wallet, LiquidationState next, LiquidationStage? stage)
    {
        state.Wallets.SetLiquidation(wallet, next, stage);
        LiquidationMode mode = stage is null or { Mode: LiquidationMode.Grace } ? LiquidationMode.None : stage.Mode;
        turn.Events.Add(new LiquidationStateChanged(wallet.Address, next, mode));
    }

    /// <summary>Changes a wallet's stage, which goes on.</summary>
    public void Change(WalletAccount wallet, LiquidationStage stage) =>
        state.Wallets.SetLiquidation(wallet, wallet.LiquidationState, stage);

    /// <summary>Ends the orders and the auction of a wallet's stage; another state is to follow.</summary>
    public void End(WalletAccount wallet, AuctionStatus status)
    {
        resting.CancelLiquidationOrders(wallet);
        if (wallet.Stage is { AuctionId: not 0 } stage)
            turn.Events.Add(new LiquidationAuction(wallet.Address, stage.AuctionId, status));
    }

    /// <summary>Ends a wallet's stage, and has it enter a state in which nothing goes on by itself.</summary>
    public void Leave(WalletAccount wallet, LiquidationState next, AuctionStatus status)
    {
        End(wallet, status);
        Enter(wallet, next, stage: null);
    }
}
