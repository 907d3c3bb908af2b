namespace Hypercall.Testing.Twin;

/// <summary>Cash, positions and fees of fills; deposits, withdrawals, margin mode.</summary>
internal sealed partial class NaiveEngine
{
    private void Settle(NaiveFill fill)
    {
        (NaiveWallet taker, NaiveWallet maker) = (fill.Taker.Wallet, fill.Maker.Wallet);
        BalanceReason reason = fill.Source == FillSource.Rfq ? BalanceReason.Rfq : BalanceReason.Trade;
        BigInteger takerCash = Turn(taker, fill.Symbol, fill.TakerQuantity, fill.Price, out BigInteger takerPnl);
        BigInteger makerCash = Turn(maker, fill.Symbol, -fill.TakerQuantity, fill.Price, out BigInteger makerPnl);
        FeeRules rules = new NaiveRules(_state.Rules, UnderlyingOf(fill.Symbol)).Fees;
        (BigInteger takerFee, BigInteger makerFee) = FeesOf(fill, rules);
        if (fill.Taker.IsLiquidation)
            takerFee = LiquidationFee(fill, taker, takerCash);
        if (fill.Maker.IsLiquidation)
            makerFee = LiquidationFee(fill, maker, makerCash);
        if (Pricing.Index(UnderlyingOf(fill.Symbol)) is null && (rules.TakerPpm != 0 || rules.MakerPpm != 0))
            Reach(Pricing.LastIndex(UnderlyingOf(fill.Symbol)) is null ? "fee by the cap alone" : "fee on a last index");
        Emit(EventLines.Filled(
            (++_state.LastTradeId, fill.Taker.OrderId, fill.Maker.OrderId),
            fill.Symbol,
            fill.Price,
            fill.Size,
            fill.TakerSide,
            (taker.Address, maker.Address),
            (takerFee, makerFee),
            (takerPnl, makerPnl),
            fill.Source));
        MoveCash(taker, takerCash, reason);
        MoveCash(maker, makerCash, reason);
        MoveVenue(LedgerAccountKind.Clearing, -(takerCash + makerCash), reason);
        TakeFee(fill.Taker, takerFee, rules.BuilderPpm);
        TakeFee(fill.Maker, makerFee, rules.BuilderPpm);
        EmitPosition(taker, fill.Symbol);
        EmitPosition(maker, fill.Symbol);
    }

    /// <returns>What the wallet's cash moves by.</returns>
    private BigInteger Turn(
        NaiveWallet wallet, string symbol, BigInteger quantity, BigInteger price, out BigInteger realized)
    {
        _touched.Add(wallet);
        realized = wallet.Position(symbol).Fill(quantity, price);
        return wallet.Mode == MarginMode.Standard ? -quantity * price : realized;
    }

    /// <summary>No side gets back more than what the other one pays and no builder takes (risk.md A1).</summary>
    private (BigInteger Taker, BigInteger Maker) FeesOf(NaiveFill fill, FeeRules rules)
    {
        BigInteger taker = Fees.Fee(rules.TakerPpm, fill.Symbol, fill.Price, fill.Size);
        BigInteger maker = Fees.Fee(rules.MakerPpm, fill.Symbol, fill.Price, fill.Size);
        if (fill.Source == FillSource.Liquidation)
            return (BigInteger.Max(0, taker), BigInteger.Max(0, maker));
        if (taker < 0 && maker < 0)
        {
            Reach("both rebates");
            return (0, 0);
        }

        BigInteger leastTaker = -BigInteger.Max(0, maker - BuilderShare(fill.Maker, maker, rules.BuilderPpm));
        BigInteger leastMaker = -BigInteger.Max(0, taker - BuilderShare(fill.Taker, taker, rules.BuilderPpm));
        if (taker < leastTaker && taker < 0)
            Reach("taker's rebate cut");
        if (maker < leastMaker && maker < 0)
            Reach("maker's rebate cut");
        return (
            taker < 0 ? BigInteger.Max(taker, leastTaker) : taker,
            maker < 0 ? BigInteger.Max(maker, leastMaker) : maker);
    }

    private static BigInteger BuilderShare(NaiveFillSide side, BigInteger fee, BigInteger builderPpm)
    {
        if (fee <= 0 || side.Builder is null)
            return 0;
        BigInteger feeEightDecimals = fee / NaiveMath.CashPerEightDecimals;
        return NaiveMath.DivideRounded(feeEightDecimals * builderPpm, NaiveMath.PartsPerMillion)
            * NaiveMath.CashPerEightDecimals;
    }

    private BigInteger LiquidationFee(NaiveFill fill, NaiveWallet wallet, BigInteger cashToCome)
    {
        BigInteger own = MaintenanceRisk.OwnEquity(PositionsOf(wallet).WithCash(cashToCome))!.Value;
        BigInteger fee = LiquidationFee(fill.Symbol, fill.Price, fill.Size, own);
        Reach(own <= 0 ? "liquidation fee with nothing left" : "liquidation fee");
        return fee;
    }

    private void TakeFee(NaiveFillSide side, BigInteger fee, BigInteger builderPpm)
    {
        if (side.IsLiquidation)
        {
            MoveCash(side.Wallet, -fee, BalanceReason.LiquidationFee);
            MoveVenue(LedgerAccountKind.Insurance, fee, BalanceReason.LiquidationFee);
            return;
        }

        BigInteger share = BuilderShare(side, fee, builderPpm);
        MoveCash(side.Wallet, -fee, BalanceReason.Fee);
        MoveVenue(LedgerAccountKind.Fees, fee - share, BalanceReason.Fee);
        if (side.Builder is WalletAddress builder)
            MoveCash(_state.Wallet(builder), share, BalanceReason.BuilderFee);
    }

    private void MoveCash(NaiveWallet wallet, BigInteger delta, BalanceReason reason)
    {
        if (delta.IsZero)
            return;
        wallet.Exists = true;
        _touched.Add(wallet);
        wallet.Cash += delta;
        Emit(EventLines.BalanceChanged(LedgerAccountKind.Wallet, wallet.Address, delta, wallet.Cash, reason));
    }

    private void MoveVenue(LedgerAccountKind account, BigInteger delta, BalanceReason reason)
    {
        if (delta.IsZero)
            return;
        BigInteger balance = account switch
        {
            LedgerAccountKind.Clearing => _state.Clearing += delta,
            LedgerAccountKind.Fees => _state.Fees += delta,
            _ => _state.Insurance += delta,
        };
        Emit(EventLines.BalanceChanged(account, default, delta, balance, reason));
    }

    private void EmitPosition(NaiveWallet wallet, string symbol)
    {
        NaivePosition position = wallet.Position(symbol);
        Emit(EventLines.PositionChanged(wallet.Address, symbol, position.Size, position.EntryPrice));
    }

    private NaiveReject? CheckDeposit(BigInteger amount)
    {
        if (amount <= 0)
            return NaiveReject.Of(RejectCode.InvalidAmount, amount);
        return _state.Deposits + amount > NaiveMath.MaxDeposits ? NaiveReject.Of(RejectCode.Overflow) : null;
    }

    private NaiveReject? Deposit(DepositUpdate command)
    {
        BigInteger amount = command.Amount.Units;
        NaiveReject? reject = CheckDeposit(amount);
        if (reject is not null)
            return reject;
        _state.Deposits += amount;
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        MoveCash(wallet, amount, BalanceReason.Deposit);
        Reach($"deposit while {wallet.Liquidation}");
        return null;
    }

    private NaiveReject? DepositInsurance(InsuranceDeposit command)
    {
        BigInteger amount = command.Amount.Units;
        NaiveReject? reject = CheckDeposit(amount);
        if (reject is not null)
            return reject;
        _state.Deposits += amount;
        MoveVenue(LedgerAccountKind.Insurance, amount, BalanceReason.Deposit);
        return null;
    }

    private NaiveReject? Withdraw(CashWithdrawalUpdate command)
    {
        BigInteger amount = command.Amount.Units;
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        if (amount <= 0)
            return NaiveReject.Of(RejectCode.InvalidAmount, amount);
        NaiveReject? reject = CheckWithdrawing(wallet);
        if (reject is not null)
            return reject;
        if (wallet.Cash < amount)
            return NaiveReject.Of(RejectCode.InsufficientBalance, amount, wallet.Cash);
        reject = CheckMarginAfter(Risk.Case(wallet), Risk.Case(wallet).WithCash(-amount));
        if (reject is not null)
            return reject;
        _state.Withdrawals += amount;
        MoveCash(wallet, -amount, BalanceReason.Withdrawal);
        if (wallet.Liquidation != LiquidationState.Healthy)
            Reach($"withdrawal while {wallet.Liquidation}");
        return null;
    }

    /// <summary>Healthy, or held with nothing left to liquidate; never with a debt or while a price is awaited.</summary>
    private NaiveReject? CheckWithdrawing(NaiveWallet wallet)
    {
        bool isHeldEmpty = wallet.IsHeld && !wallet.HoldsOptions;
        if (wallet.Debt > 0 || !(wallet.Liquidation == LiquidationState.Healthy || isHeldEmpty))
            return NaiveReject.Of(RejectCode.LiquidationRestricted);
        return CheckPending(wallet);
    }

    private NaiveReject? CheckPending(NaiveWallet wallet) =>
        wallet.Positions.Exists(p => !p.Size.IsZero && _state.Instrument(p.Symbol)!.IsPending)
            ? NaiveReject.Of(RejectCode.SettlementPending)
            : null;

    private NaiveReject? SetMarginMode(MarginModeUpdate command)
    {
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        if (wallet.Mode == command.Mode)
        {
            if (wallet.Liquidation != LiquidationState.Healthy)
                Reach("mode kept in liquidation");
            return null;
        }

        if (wallet.Liquidation != LiquidationState.Healthy)
            return NaiveReject.Of(RejectCode.LiquidationRestricted);
        NaiveReject? reject = CheckPending(wallet) ?? CheckMarginAfter(Risk.Case(wallet), Risk.Case(wallet).Converted());
        if (reject is not null)
            return reject;
        BigInteger cost = 0;
        wallet.Positions.ForEach(p => cost += p.Cost);
        BigInteger delta = command.Mode == MarginMode.Portfolio ? cost : -cost;
        wallet.Mode = command.Mode;
        Emit(EventLines.MarginModeChanged(wallet.Address, wallet.Mode));
        MoveCash(wallet, delta, BalanceReason.MarginMode);
        MoveVenue(LedgerAccountKind.Clearing, -delta, BalanceReason.MarginMode);
        return null;
    }
}
