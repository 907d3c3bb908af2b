using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Rules;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine;

/// <summary>Transfers, margin mode, tiers, liquidation state and rules.</summary>
public sealed partial class ExchangeEngine
{
    private Rejection ApplyDeposit(DepositUpdate command)
    {
        Rejection rejection = CheckDeposit(command.Amount.Units);
        if (rejection.IsRejected)
            return rejection;
        WalletAccount wallet = GetOrAddWallet(command.Wallet);
        _state.Ledger.DepositsUnits += command.Amount.Units;
        MoveCash(wallet, command.Amount.Units, BalanceReason.Deposit);
        return Rejection.None;
    }

    private Rejection ApplyInsuranceDeposit(InsuranceDeposit command)
    {
        Rejection rejection = CheckDeposit(command.Amount.Units);
        if (rejection.IsRejected)
            return rejection;
        _state.Ledger.DepositsUnits += command.Amount.Units;
        MoveVenueCash(LedgerAccountKind.Insurance, command.Amount.Units, BalanceReason.Deposit);
        return Rejection.None;
    }

    private Rejection CheckDeposit(Int128 amountUnits)
    {
        if (amountUnits <= 0)
            return new Rejection(RejectCode.InvalidAmount, new RejectArguments(amountUnits, 0));
        return amountUnits > Cash.MaxDepositsUnits - _state.Ledger.DepositsUnits
            ? RejectCode.Overflow
            : Rejection.None;
    }

    private Rejection ApplyWithdrawal(CashWithdrawalUpdate command)
    {
        Int128 amount = command.Amount.Units;
        if (amount <= 0)
            return new Rejection(RejectCode.InvalidAmount, new RejectArguments(amount, 0));
        WalletAccount? wallet = _state.Wallets.Find(command.Wallet);
        if (wallet is not null && wallet.LiquidationState != LiquidationState.Healthy)
            return RejectCode.LiquidationRestricted;
        Int128 cash = wallet?.CashUnits ?? 0;
        if (wallet is null || cash < amount)
            return new Rejection(RejectCode.InsufficientBalance, new RejectArguments(amount, cash));
        _state.Ledger.WithdrawalsUnits += amount;
        MoveCash(wallet, -amount, BalanceReason.Withdrawal);
        return Rejection.None;
    }

    /// <summary>
    /// Converts the open positions: what standard mode has paid for them (their cost) comes back in portfolio mode, and
    /// the clearing account carries it.
    /// </summary>
    private Rejection ApplyMarginMode(MarginModeUpdate command)
    {
        WalletAccount? known = _state.Wallets.Find(command.Wallet);
        if (known is not null && known.LiquidationState != LiquidationState.Healthy)
            return RejectCode.LiquidationRestricted;
        WalletAccount wallet = known ?? GetOrAddWallet(command.Wallet);
        if (wallet.Mode == command.Mode)
            return Rejection.None;

        Int128 cost = 0;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = _state.Positions[slot].NextOfWallet)
            cost += _state.Positions[slot].CostUnits;
        Int128 credit = command.Mode == MarginMode.Portfolio ? cost : -cost;
        wallet.Mode = command.Mode;
        _state.Ledger.PortfolioCostUnits += credit;
        _changes.MarkWallet(wallet);
        Events.Add(new MarginModeChanged(wallet.Address, wallet.Mode));
        MoveCash(wallet, credit, BalanceReason.MarginMode);
        MoveVenueCash(LedgerAccountKind.Clearing, -credit, BalanceReason.MarginMode);
        return Rejection.None;
    }

    private Rejection ApplyTier(TierUpdate command)
    {
        int bytes = System.Text.Encoding.UTF8.GetByteCount(command.Tier);
        if (bytes is 0 or > TierUpdate.MaxTierBytes || command.MaxOpenOrders < 0 || command.MaxOpenPositions < 0)
            return RejectCode.InvalidTier;
        WalletAccount wallet = GetOrAddWallet(command.Wallet);
        wallet.Tier = command.Tier;
        wallet.TierMaxOpenOrders = command.MaxOpenOrders;
        wallet.TierMaxOpenPositions = command.MaxOpenPositions;
        _changes.MarkWallet(wallet);
        Events.Add(new TierChanged(wallet.Address, command.Tier, command.MaxOpenOrders, command.MaxOpenPositions));
        return Rejection.None;
    }

    private Rejection ApplyLiquidationState(LiquidationStateUpdate command)
    {
        WalletAccount wallet = GetOrAddWallet(command.Wallet);
        if (wallet.LiquidationState == command.State)
            return Rejection.None;
        wallet.LiquidationState = command.State;
        _changes.MarkWallet(wallet);
        Events.Add(new LiquidationStateChanged(wallet.Address, command.State));
        if (command.State is LiquidationState.InLiquidation or LiquidationState.Liquidated)
            CancelWalletOrders(wallet, OrderReason.Liquidation);
        return Rejection.None;
    }

    private Rejection ApplyLiquidationBonus(LiquidationBonusUpdate command)
    {
        if (command.BonusPpm is < 0 or > (int)PpmUnit)
            return new Rejection(RejectCode.InvalidAmount, new RejectArguments(command.BonusPpm, 0));
        WalletAccount wallet = GetOrAddWallet(command.Wallet);
        wallet.BonusPpm = command.BonusPpm;
        _changes.MarkWallet(wallet);
        return Rejection.None;
    }

    private Rejection ApplySettlementPool(SetPmSettlementPoolConfig command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return new Rejection(RejectCode.InvalidSymbol, new RejectArguments(0, 0, command.Underlying));
        SettlementPoolConfig config = command.Config;
        bool valid = config is
        {
            TargetShortOiNotionalMultiplier: >= 0,
            UtilizationKink: >= 0,
            AprAtKink: >= 0,
            MaxApr: >= 0,
            NormalUtilizationCap: >= 0,
            CrisisUtilizationCap: >= 0,
            BridgeWindowMs: >= 0,
            PolicyVersion: > 0,
        };
        if (!valid)
            return RejectCode.InvalidAmount;
        Underlying underlying = GetOrAddUnderlying(command.Underlying);
        underlying.SettlementPool = config;
        _changes.RecordUnderlying(underlying);
        return Rejection.None;
    }

    /// <summary>New rules hold for the next command; open orders that they would refuse stay.</summary>
    private Rejection ApplySetRules(SetRules command)
    {
        string? member = command.MalformedMember;
        if (member is null && command.Rules!.Version != _state.Rules.Version + 1)
            member = "version";
        member ??= RuleSetValidation.FirstInvalidMember(command.Rules!);
        if (member is not null)
            return new Rejection(RejectCode.InvalidRules, new RejectArguments(0, 0, member));
        UseRules(command.Rules!);
        _state.Outcomes.Trim(_state.Rules.OutcomeCache);
        _changes.RecordRules();
        Events.Add(new RulesChanged(_state.Rules.Version));
        return Rejection.None;
    }

    private void UseRules(RuleSet rules)
    {
        _state.Rules = rules;
        _generalRules = UnderlyingRules.Resolve(rules, string.Empty);
        foreach (Underlying underlying in _state.Markets.Underlyings)
            underlying.Rules = UnderlyingRules.Resolve(rules, underlying.Name);
    }
}
