namespace Hypercall.Testing.Twin;

/// <summary>Auto-deleveraging: what nobody bought is closed against those who gained most (risk.md B4).</summary>
internal sealed partial class NaiveEngine
{
    private static readonly BigInteger Trillion = BigInteger.Pow(10, 12);

    private void BeginDeleveraging(NaiveWallet wallet, NaiveStage stage)
    {
        if (stage.AuctionId is long id)
            Emit(EventLines.LiquidationAuction(wallet.Address, id, AuctionStatus.Expired));
        Reach(stage.AuctionId is null ? "deleveraging without auction" : "auction Expired");
        stage.AuctionId = null;
        BigInteger lambda = Lambda(wallet);
        stage.Closings = Held(wallet).ConvertAll(p => new NaiveClosing(
            p.Symbol, p.Size < 0, WorstPrice(MaintenanceValue(p).Mark, lambda, p.Size < 0)));
        GoOnDeleveraging(wallet, stage);
    }

    /// <summary>λ in parts per 10¹².</summary>
    private BigInteger Lambda(NaiveWallet wallet)
    {
        BigInteger hole = BigInteger.Max(0, -OwnEquity(wallet) - wallet.Debt);
        BigInteger byFund = BigInteger.Min(hole, FundShare());
        BigInteger gross = Gross(wallet);
        BigInteger lambda = gross.IsZero ? 0 : NaiveMath.CeilingOf((hole - byFund) * Trillion, gross);
        Reach(lambda.IsZero ? "lambda zero" : lambda > Trillion ? "lambda above one" : "lambda");
        return lambda;
    }

    private static BigInteger WorstPrice(BigInteger mark, BigInteger lambda, bool isShort) => isShort
        ? BigInteger.Max(0, mark * (Trillion - lambda)) / Trillion
        : NaiveMath.CeilingOf(mark * (Trillion + lambda), Trillion);

    private void GoOnDeleveraging(NaiveWallet wallet, NaiveStage stage)
    {
        _hasDeleveraged = true;
        int holdersLeft = _state.Rules.MaxMakers;
        List<NaiveWallet> met = [];
        bool isDone = true;
        foreach (NaiveClosing closing in stage.Closings!)
            isDone &= Close(wallet, stage, closing, ref holdersLeft, met);
        EnqueueAll(met);
        if (!isDone)
        {
            Reach("deleveraging goes on later");
            return;
        }

        bool isLeft = wallet.HoldsOptions;
        BigInteger lacking = -OwnEquity(wallet) - wallet.Debt;
        if (wallet.Cash < 0 && lacking < -wallet.Cash)
            Reach("deleveraging leaves cash to come");
        bool isCovered = Pay(wallet, lacking);
        if (isLeft)
            Reach("deleveraging leaves a position");
        bool isHurt = isCovered || stage.IsOffMark || isLeft;
        Leave(wallet, isHurt ? LiquidationState.Liquidated : LiquidationState.Healthy);
    }

    /// <returns>False when there was nobody left to meet in this command though somebody holds.</returns>
    private bool Close(
        NaiveWallet wallet, NaiveStage stage, NaiveClosing closing, ref int holdersLeft, List<NaiveWallet> met)
    {
        BigInteger Left() => closing.IsShort
            ? BigInteger.Max(0, -wallet.Position(closing.Symbol).Size)
            : BigInteger.Max(0, wallet.Position(closing.Symbol).Size);
        if (Left().IsZero)
            return true;
        BigInteger mark = MaintenanceValue(wallet.Position(closing.Symbol)).Mark;
        foreach (NaiveWallet holder in Ranked(closing, mark))
        {
            if (Left().IsZero)
                break;
            if (holdersLeft-- <= 0)
                return false;
            Deleverage(wallet, stage, closing, holder, mark, Left());
            met.Add(holder);
        }

        return true;
    }

    /// <summary>Holders of the other sign by gain per contract at the mark, largest first, then by address.</summary>
    private List<NaiveWallet> Ranked(NaiveClosing closing, BigInteger mark)
    {
        BigInteger Gain(NaiveWallet holder)
        {
            BigInteger entry = holder.Position(closing.Symbol).EntryPrice;
            return closing.IsShort ? mark - entry : entry - mark;
        }

        int sign = closing.IsShort ? 1 : -1;
        return
        [
            .. _state.Wallets.Where(w => w.Position(closing.Symbol).Size.Sign == sign)
                .OrderByDescending(Gain).ThenBy(w => w.Address),
        ];
    }

    private void Deleverage(
        NaiveWallet wallet, NaiveStage stage, NaiveClosing closing, NaiveWallet holder, BigInteger mark,
        BigInteger left)
    {
        NaivePosition held = holder.Position(closing.Symbol);
        BigInteger size = BigInteger.Min(left, BigInteger.Abs(held.Size));
        BigInteger price = PriceFor(closing, held, mark);
        if (price != mark)
            stage.IsOffMark = true;
        if (price != mark && price != closing.WorstPrice)
            Reach("entry holds deleveraging back");
        long trade = ++_state.LastTradeId;
        Hand(
            wallet, holder, closing.Symbol, closing.IsShort ? -size : size, price,
            (walletPnl, holderPnl) => Emit(EventLines.Deleveraged(
                trade, closing.Symbol, size, price, (wallet.Address, holder.Address), (walletPnl, holderPnl))));
        CancelBeyondPosition(holder, closing.Symbol);
    }

    /// <summary>Never past the holder's entry, never better than the mark for him.</summary>
    private static BigInteger PriceFor(NaiveClosing closing, NaivePosition held, BigInteger mark)
    {
        BigInteger cost = BigInteger.Abs(held.Cost);
        BigInteger size = BigInteger.Abs(held.Size);
        return closing.IsShort
            ? BigInteger.Min(mark, BigInteger.Max(closing.WorstPrice, NaiveMath.CeilingOf(cost, size)))
            : BigInteger.Max(mark, BigInteger.Min(closing.WorstPrice, cost / size));
    }

    private void CancelBeyondPosition(NaiveWallet holder, string symbol)
    {
        List<NaiveOrder> kept = [];
        foreach (NaiveOrder order in
            _state.Orders.FindAll(o => o.Wallet == holder.Address && o.Symbol == symbol).OrderBy(o => o.Id))
        {
            if (IsWithinPosition(holder, order, kept))
            {
                kept.Add(order);
                continue;
            }

            CancelResting(order, OrderReason.Deleveraged);
            Reach("deleveraging cancels");
        }
    }
}
