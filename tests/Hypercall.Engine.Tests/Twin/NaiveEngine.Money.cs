using System.Numerics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>Cash, positions and fees of fills; deposits, withdrawals, margin mode.</summary>
internal sealed partial class NaiveEngine
{
    private void Settle(NaiveFill fill)
    {
        string symbol = fill.Taker.Symbol;
        BigInteger takerCash = Turn(fill.TakerWallet, symbol, fill.TakerQuantity, fill.Price, out BigInteger takerPnl);
        BigInteger makerCash = Turn(fill.MakerWallet, symbol, -fill.TakerQuantity, fill.Price, out BigInteger makerPnl);
        FeeRules rules = new NaiveRules(_state.Rules, UnderlyingOf(symbol)).Fees;
        BigInteger takerFee = Fee(fill, rules.TakerPpm, rules.CapPpm);
        BigInteger makerFee = Fee(fill, rules.MakerPpm, rules.CapPpm);
        Emit(EventLines.Filled(
            (++_state.LastTradeId, fill.Taker.Id, fill.Maker.Id),
            symbol,
            fill.Price,
            fill.Size,
            fill.Taker.Side,
            (fill.TakerWallet.Address, fill.MakerWallet.Address),
            (takerFee, makerFee),
            (takerPnl, makerPnl)));
        MoveCash(fill.TakerWallet, takerCash, BalanceReason.Trade);
        MoveCash(fill.MakerWallet, makerCash, BalanceReason.Trade);
        MoveVenue(LedgerAccountKind.Clearing, -(takerCash + makerCash), BalanceReason.Trade);
        TakeFee(fill.Taker, takerFee, rules.BuilderPpm);
        TakeFee(fill.Maker, makerFee, rules.BuilderPpm);
        EmitPosition(fill.TakerWallet, symbol);
        EmitPosition(fill.MakerWallet, symbol);
    }

    /// <returns>What the wallet's cash moves by.</returns>
    private static BigInteger Turn(
        NaiveWallet wallet, string symbol, BigInteger quantity, BigInteger price, out BigInteger realized)
    {
        realized = wallet.Position(symbol).Fill(quantity, price);
        return wallet.Mode == MarginMode.Standard ? -quantity * price : realized;
    }

    /// <summary>The fee in units of cash; on the grid of 8 decimals.</summary>
    private BigInteger Fee(NaiveFill fill, BigInteger ratePpm, BigInteger capPpm)
    {
        BigInteger index = CurrentIndex(UnderlyingOf(fill.Taker.Symbol)) ?? 0;
        BigInteger exact = ratePpm * fill.Size * index;
        if (ratePpm >= 0)
            exact = BigInteger.Min(exact, capPpm * fill.Price * fill.Size);
        BigInteger eightDecimals =
            NaiveMath.DivideRounded(exact, NaiveMath.PartsPerMillion * NaiveMath.CashPerEightDecimals);
        return eightDecimals * NaiveMath.CashPerEightDecimals;
    }

    private void TakeFee(NaiveOrder order, BigInteger fee, BigInteger builderPpm)
    {
        BigInteger share = 0;
        if (fee > 0 && order.Terms.Builder is not null)
        {
            BigInteger feeEightDecimals = fee / NaiveMath.CashPerEightDecimals;
            share = NaiveMath.DivideRounded(feeEightDecimals * builderPpm, NaiveMath.PartsPerMillion)
                * NaiveMath.CashPerEightDecimals;
        }

        MoveCash(_state.Wallet(order.Wallet), -fee, BalanceReason.Fee);
        MoveVenue(LedgerAccountKind.Fees, fee - share, BalanceReason.Fee);
        if (order.Terms.Builder is WalletAddress builder)
            MoveCash(_state.Wallet(builder), share, BalanceReason.BuilderFee);
    }

    private void MoveCash(NaiveWallet wallet, BigInteger delta, BalanceReason reason)
    {
        if (delta.IsZero)
            return;
        wallet.Exists = true;
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
        MoveCash(_state.Wallet(command.Wallet), amount, BalanceReason.Deposit);
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
        if (wallet.Liquidation != LiquidationState.Healthy)
            return NaiveReject.Of(RejectCode.LiquidationRestricted);
        if (wallet.Cash < amount)
            return NaiveReject.Of(RejectCode.InsufficientBalance, amount, wallet.Cash);
        _state.Withdrawals += amount;
        MoveCash(wallet, -amount, BalanceReason.Withdrawal);
        return null;
    }

    private NaiveReject? SetMarginMode(MarginModeUpdate command)
    {
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        if (wallet.Liquidation != LiquidationState.Healthy)
            return NaiveReject.Of(RejectCode.LiquidationRestricted);
        if (wallet.Mode == command.Mode)
            return null;
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
