using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>Transfers of cash, margin mode, tiers and rules.</summary>
public sealed partial class ExchangeEngine
{
    private RejectCode ApplyDeposit(DepositUpdate command)
    {
        RejectCode rejection = CheckDeposit(command.Amount.Units);
        if (rejection != RejectCode.None)
            return rejection;
        WalletAccount wallet = GetOrAddWallet(command.Wallet);
        _state.Ledger.DepositsUnits += command.Amount.Units;
        _changes.MarkLedger();
        MoveCash(wallet, command.Amount.Units, BalanceReason.Deposit);
        return RejectCode.None;
    }

    private RejectCode ApplyInsuranceDeposit(InsuranceDeposit command)
    {
        RejectCode rejection = CheckDeposit(command.Amount.Units);
        if (rejection != RejectCode.None)
            return rejection;
        _state.Ledger.DepositsUnits += command.Amount.Units;
        _changes.MarkLedger();
        MoveVenueCash(LedgerAccountKind.Insurance, command.Amount.Units, BalanceReason.Deposit);
        return RejectCode.None;
    }

    private RejectCode CheckDeposit(Int128 amountUnits)
    {
        if (amountUnits <= 0)
            return Reject(RejectCode.InvalidAmount, amountUnits, 0);
        return amountUnits > Cash.MaxDepositsUnits - _state.Ledger.DepositsUnits
            ? RejectCode.Overflow
            : RejectCode.None;
    }

    private RejectCode ApplyWithdrawal(CashWithdrawalUpdate command)
    {
        Int128 amount = command.Amount.Units;
        if (amount <= 0)
            return Reject(RejectCode.InvalidAmount, amount, 0);
        WalletAccount? wallet = FindWallet(command.Wallet);
        RejectCode rejection = CheckMayLeave(wallet);
        if (rejection != RejectCode.None)
            return rejection;
        Int128 cash = wallet?.CashUnits ?? 0;
        if (wallet is null || cash < amount)
            return Reject(RejectCode.InsufficientBalance, amount, cash);
        _hypothesis.Start(wallet).CashUnits -= amount;
        rejection = CheckExcess(_hypothesis);
        if (rejection != RejectCode.None)
            return rejection;
        _state.Ledger.WithdrawalsUnits += amount;
        _changes.MarkLedger();
        MoveCash(wallet, -amount, BalanceReason.Withdrawal);
        return RejectCode.None;
    }

    /// <summary>
    /// Whether a wallet's state lets cash or options leave it (risk.md §B1, §A5). One that an operator holds, or whose
    /// liquidation is over, may take out what is left once nothing is open or owed.
    /// </summary>
    private RejectCode CheckMayLeave(WalletAccount? wallet)
    {
        if (wallet is null)
            return RejectCode.None;
        bool isOver = wallet.LiquidationState >= LiquidationState.InLiquidation && wallet.OpenPositions == 0;
        if (wallet.DebtUnits != 0 || (wallet.LiquidationState != LiquidationState.Healthy && !isOver))
            return RejectCode.LiquidationRestricted;
        return AwaitsSettlement(wallet) ? RejectCode.SettlementPending : RejectCode.None;
    }

    /// <summary>
    /// Converts the open positions: what standard mode has paid for them (their cost) comes back in portfolio mode, and
    /// the clearing account carries it.
    /// </summary>
    private RejectCode ApplyMarginMode(MarginModeUpdate command)
    {
        WalletAccount? known = FindWallet(command.Wallet);
        if ((known?.Mode ?? MarginMode.Standard) == command.Mode)
            return RejectCode.None;
        if (known is not null && known.LiquidationState != LiquidationState.Healthy)
            return RejectCode.LiquidationRestricted;
        if (known is not null && AwaitsSettlement(known))
            return RejectCode.SettlementPending;

        Int128 cost = 0;
        for (int slot = known?.FirstPosition ?? NoSlot; slot >= 0; slot = _state.Positions[slot].NextOfWallet)
            cost += _state.Positions[slot].CostUnits;
        Int128 credit = command.Mode == MarginMode.Portfolio ? cost : -cost;
        _hypothesis.Start(known);
        _hypothesis.Mode = command.Mode;
        _hypothesis.CashUnits += credit;
        RejectCode rejection = CheckExcess(_hypothesis);
        if (rejection != RejectCode.None)
            return rejection;
        WalletAccount wallet = known ?? GetOrAddWallet(command.Wallet);
        wallet.Mode = command.Mode;
        _state.Ledger.PortfolioCostUnits += credit;
        _changes.MarkWallet(wallet);
        Events.Add(new MarginModeChanged(wallet.Address, wallet.Mode));
        MoveCash(wallet, credit, BalanceReason.MarginMode);
        MoveVenueCash(LedgerAccountKind.Clearing, -credit, BalanceReason.MarginMode);
        return RejectCode.None;
    }

    private RejectCode ApplyTier(TierUpdate command)
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
        return RejectCode.None;
    }

    private RejectCode ApplyLiquidationBonus(LiquidationBonusUpdate command)
    {
        if (command.BonusPpm is < 0 or > (int)PpmUnit)
            return Reject(RejectCode.InvalidAmount, command.BonusPpm, 0);
        WalletAccount wallet = GetOrAddWallet(command.Wallet);
        wallet.BonusPpm = command.BonusPpm;
        _changes.MarkWallet(wallet);
        return RejectCode.None;
    }

    private RejectCode ApplySettlementPool(SetPmSettlementPoolConfig command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return Reject(RejectCode.InvalidSymbol, 0, 0, command.Underlying);
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
        return RejectCode.None;
    }

    /// <summary>New rules hold for the next command; open orders that they would refuse stay.</summary>
    private RejectCode ApplySetRules(SetRules command)
    {
        string? member = command.MalformedMember;
        if (member is null && command.Rules!.Version != _state.Rules.Version + 1)
            member = "version";
        member ??= RuleSetValidation.FirstInvalidMember(command.Rules!);
        if (member is not null)
            return Reject(RejectCode.InvalidRules, 0, 0, member);
        UseRules(command.Rules!);
        if (!_state.Rules.MarginEnabled)
            DropExaminations();
        TrimOutcomes();
        _changes.RecordRules();
        Events.Add(new RulesChanged(_state.Rules.Version));
        return RejectCode.None;
    }

    private void UseRules(RuleSet rules)
    {
        _state.Rules = rules;
        _generalRules = UnderlyingRules.Resolve(rules, string.Empty);
        foreach (Underlying underlying in _state.Markets.Underlyings)
        {
            underlying.Rules = UnderlyingRules.Resolve(rules, underlying.Name);
            underlying.MarketVersion++;
            underlying.IndexVersion++;
        }
    }
}
