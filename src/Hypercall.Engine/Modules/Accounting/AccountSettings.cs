namespace Hypercall.Engine.Modules.Accounting;

/// <summary>What is set for a wallet: margin mode, tier, liquidation bonus.</summary>
internal sealed class AccountSettings(
    EngineState state, Turn turn, MarginCalculator margin, MarginChecks marginChecks, CashMoves cashMoves)
{
    /// <summary>
    /// Converts the open positions: what standard mode has paid for them (their cost) comes back in portfolio mode, and
    /// the clearing account carries it.
    /// </summary>
    public Refusal? ApplyMarginMode(MarginModeUpdate command)
    {
        WalletAccount? known = state.Wallets.Find(command.Wallet);
        if ((known?.Mode ?? MarginMode.Standard) == command.Mode)
            return null;
        if (known is not null && known.LiquidationState != LiquidationState.Healthy)
            return RejectCode.LiquidationRestricted;
        if (known is not null && state.AwaitsSettlement(known))
            return RejectCode.SettlementPending;

        Int128 cost = 0;
        for (int slot = known?.FirstPosition ?? OrderStore.NoSlot; slot >= 0; slot = state.Positions[slot].NextOfWallet)
            cost += state.Positions[slot].CostUnits;
        Int128 credit = command.Mode == MarginMode.Portfolio ? cost : -cost;
        margin.Hypothesis.Start(known);
        margin.Hypothesis.Mode = command.Mode;
        margin.Hypothesis.CashUnits += credit;
        if (marginChecks.CheckExcess() is { } rejection)
            return rejection;
        WalletAccount wallet = known ?? state.Wallets.GetOrAdd(command.Wallet);
        state.Wallets.SetMode(wallet, command.Mode, cost);
        turn.Events.Add(new MarginModeChanged(wallet.Address, wallet.Mode));
        cashMoves.MoveCash(wallet, credit, BalanceReason.MarginMode);
        cashMoves.MoveVenueCash(LedgerAccountKind.Clearing, -credit, BalanceReason.MarginMode);
        return null;
    }

    public Refusal? ApplyTier(TierUpdate command)
    {
        int bytes = System.Text.Encoding.UTF8.GetByteCount(command.Tier);
        if (bytes is 0 or > TierUpdate.MaxTierBytes || command.MaxOpenOrders < 0 || command.MaxOpenPositions < 0)
            return RejectCode.InvalidTier;
        WalletAccount wallet = state.Wallets.GetOrAdd(command.Wallet);
        state.Wallets.SetTier(wallet, command.Tier, command.MaxOpenOrders, command.MaxOpenPositions);
        turn.Events.Add(new TierChanged(wallet.Address, command.Tier, command.MaxOpenOrders, command.MaxOpenPositions));
        return null;
    }

    public Refusal? ApplyLiquidationBonus(LiquidationBonusUpdate command)
    {
        if (command.BonusPpm is < 0 or > (int)Rounding.PpmUnit)
            return turn.Reject(RejectCode.InvalidAmount, command.BonusPpm, 0);
        state.Wallets.SetBonus(state.Wallets.GetOrAdd(command.Wallet), command.BonusPpm);
        return null;
    }
}
