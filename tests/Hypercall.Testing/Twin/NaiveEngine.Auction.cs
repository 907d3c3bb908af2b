namespace Hypercall.Testing.Twin;

/// <summary>The auction of a whole portfolio (risk.md B3).</summary>
internal sealed partial class NaiveEngine
{
    private static readonly BigInteger MostBid = BigInteger.Pow(10, 15) * NaiveMath.CashPerUsdc;

    /// <summary>Ends what ran before. Where there is nothing to bid for, deleveraging follows at once.</summary>
    /// <param name="wallet">The wallet.</param>
    /// <param name="isExamined">True at the end of a command: what is due at once is done with the next one.</param>
    private void EnterFull(NaiveWallet wallet, bool isExamined)
    {
        CancelWhere(o => o.Wallet == wallet.Address && o.IsLiquidation, OrderReason.Liquidation);
        bool hasAuction = OwnEquity(wallet) > 0 || OwnEquity(wallet) + FundShare() > 0;
        NaiveStage stage = NewStage(LiquidationMode.Full, hasAuction ? _state.Rules.Liquidation.AuctionMs : 0);
        Enter(wallet, LiquidationState.InLiquidation, stage);
        CancelWhere(o => o.Wallet == wallet.Address, OrderReason.Liquidation);
        if (hasAuction)
        {
            stage.AuctionId = ++_state.LastAuctionId;
            StartAuction(wallet, stage);
        }
        else if (isExamined || _hasDeleveraged)
        {
            Reach("full without auction waits");
        }
        else
        {
            Reach("full without auction");
            BeginDeleveraging(wallet, stage);
        }
    }

    private void StartAuction(NaiveWallet wallet, NaiveStage stage)
    {
        stage.StartedAt = _state.Now;
        Emit(EventLines.LiquidationAuction(
            wallet.Address, stage.AuctionId!.Value, AuctionStatus.Started, Asked(wallet, stage), stage.EndsAt));
        Reach($"auction Started {(OwnEquity(wallet) > 0 ? "with" : "without")} own equity");
    }

    private void EndAuction(NaiveWallet wallet, NaiveStage stage)
    {
        if (stage.Closings is not null)
        {
            GoOnDeleveraging(wallet, stage);
        }
        else if (HasRecovered(wallet))
        {
            Leave(wallet, LiquidationState.Healthy, AuctionStatus.Recovered);
        }
        else if (stage.AuctionId is not null && _state.Now < stage.PauseUntil && IsBlocked(wallet))
        {
            stage.EndsAt = Math.Min(_state.Now + _state.Rules.Liquidation.AuctionMs, stage.PauseUntil);
            StartAuction(wallet, stage);
            Reach("auction put off");
        }
        else
        {
            BeginDeleveraging(wallet, stage);
        }
    }

    private bool IsBlocked(NaiveWallet wallet) => CannotTrade(wallet, parts: 2, orAwaitPrice: true);

    /// <summary>s: what the fund may give to one liquidation.</summary>
    private BigInteger FundShare() => NaiveMath.EightDecimalsDown(
        _state.Rules.Liquidation.InsuranceSharePpm * _state.Insurance / NaiveMath.PartsPerMillion);

    /// <summary>R = V − D.</summary>
    public BigInteger Asked(NaiveWallet wallet, NaiveStage stage)
    {
        BigInteger value = 0;
        foreach (NaivePosition position in wallet.Positions)
        {
            if (!position.Size.IsZero)
                value += MaintenanceValue(position).Mark * position.Size;
        }

        return value - Discount(wallet, stage);
    }

    /// <summary>D.</summary>
    private BigInteger Discount(NaiveWallet wallet, NaiveStage stage)
    {
        var rules = _state.Rules.Liquidation;
        BigInteger million = NaiveMath.PartsPerMillion;
        BigInteger passed = _state.Now - stage.StartedAt;
        BigInteger share = BigInteger.Min(
            million, rules.AuctionStartPpm + (million - rules.AuctionStartPpm) * passed / rules.AuctionMs);
        BigInteger basis = BigInteger.Max(
            Margin(wallet), NaiveMath.EightDecimals(rules.AuctionMinPpm * Gross(wallet), million));
        BigInteger discount = NaiveMath.EightDecimals(share * basis, million);
        BigInteger own = OwnEquity(wallet);
        if (own > 0)
            return BigInteger.Min(discount, own);
        BigInteger ofFund = NaiveMath.EightDecimals(rules.FundBonusPpm * basis, million);
        return BigInteger.Min(BigInteger.Min(discount, own + FundShare()), ofFund);
    }

    /// <summary>M: maintenance margin; in standard mode without the marks of the shorts.</summary>
    private BigInteger Margin(NaiveWallet wallet)
    {
        BigInteger margin = MaintenanceRisk.Maintenance(PositionsOf(wallet))!.Value;
        if (wallet.Mode == MarginMode.Portfolio)
            return margin;
        foreach (NaivePosition position in wallet.Positions.Where(p => p.Size < 0))
            margin += MaintenanceValue(position).Mark * position.Size;
        return margin;
    }

    private NaiveReject? Bid(LiquidationBid command)
    {
        NaiveWallet bidder = _state.Wallet(command.Wallet);
        NaiveWallet wallet = _state.Wallet(command.LiquidatedWallet);
        bool isInvalid = !_state.Rules.MarginEnabled || bidder == wallet
            || wallet.Stage?.AuctionId is not long running || running != command.AuctionId
            || ExcessOfPositions(wallet) >= 0;
        if (!isInvalid && _state.Now >= wallet.Stage!.EndsAt)
        {
            Reach("bid for an auction that waits for its end");
            isInvalid = true;
        }

        if (isInvalid)
            return NaiveReject.Of(RejectCode.InvalidBid);
        if (bidder.Liquidation != LiquidationState.Healthy)
            return NaiveReject.Of(RejectCode.LiquidationRestricted);
        if (BigInteger.Abs(command.Bid.Units) > MostBid)
            return NaiveReject.Of(RejectCode.Overflow);
        if (IsBlocked(wallet))
            return NaiveReject.Of(RejectCode.MissingMark);
        BigInteger asked = Asked(wallet, wallet.Stage!);
        if (command.Bid.Units < asked)
            return NaiveReject.Of(RejectCode.BidTooLow, command.Bid.Units, asked);
        NaiveReject? reject = CheckTakingOver(bidder, wallet);
        if (reject is null)
            TakeOver(bidder, wallet, asked);
        return reject;
    }

    private NaiveReject? CheckTakingOver(NaiveWallet bidder, NaiveWallet wallet)
    {
        NaiveMarginCase now = Risk.Case(bidder);
        NaiveMarginCase after = now.WithCash(Discount(wallet, wallet.Stage!));
        foreach (NaivePosition position in Held(wallet))
        {
            BigInteger exposure = BigInteger.Abs(bidder.Position(position.Symbol).Size + position.Size)
                + OpenSize(_state.Orders.Where(o => o.Wallet == bidder.Address), position.Symbol);
            if (exposure > NaiveMath.MaxExposure)
                return NaiveReject.Of(RejectCode.Overflow);
            after = after.WithFill(position.Symbol, position.Size, MaintenanceValue(position).Mark, fee: 0);
        }

        NaiveMargin? margin = LastRisk.Margin(after);
        if (margin is null)
            return NaiveReject.Of(RejectCode.MissingMark);
        return margin.Excess < 0 ? Insufficient(margin, now) : null;
    }

    private static List<NaivePosition> Held(NaiveWallet wallet) =>
        [.. wallet.Positions.Where(p => !p.Size.IsZero).OrderBy(p => p.Symbol, StringComparer.Ordinal)];

    private void TakeOver(NaiveWallet bidder, NaiveWallet wallet, BigInteger asked)
    {
        BigInteger discount = Discount(wallet, wallet.Stage!);
        BigInteger mostFee = MostAuctionFee(wallet);
        foreach ((string symbol, BigInteger size, BigInteger mark) in
            Held(wallet).ConvertAll(p => (p.Symbol, p.Size, MaintenanceValue(p).Mark)))
            Hand(wallet, bidder, symbol, size, mark);
        MoveCash(wallet, -discount, BalanceReason.Liquidation);
        MoveCash(bidder, discount, BalanceReason.Liquidation);
        BigInteger left = NaiveMath.EightDecimalsDown(BigInteger.Max(0, wallet.Cash - wallet.Debt));
        BigInteger fee = BigInteger.Min(mostFee, left);
        MoveCash(wallet, -fee, BalanceReason.LiquidationFee);
        MoveVenue(LedgerAccountKind.Insurance, fee, BalanceReason.LiquidationFee);
        Emit(EventLines.LiquidationAuction(
            wallet.Address, wallet.Stage!.AuctionId!.Value, AuctionStatus.Won, asked, null, bidder.Address, fee));
        wallet.Stage = null;
        Repay(wallet);
        bool isCovered = Pay(wallet, -wallet.Cash);
        Reach(discount < 0 ? "auction won against the bidder" : isCovered ? "auction won, covered" : "auction won");
        Leave(wallet, isCovered ? LiquidationState.Liquidated : LiquidationState.Healthy);
    }

    private BigInteger MostAuctionFee(NaiveWallet wallet)
    {
        BigInteger byIndex = 0;
        BigInteger byCap = 0;
        foreach (NaivePosition position in Held(wallet))
        {
            NaiveValue value = MaintenanceValue(position);
            BigInteger size = BigInteger.Abs(position.Size);
            byIndex += _state.Rules.Liquidation.FeePpm * value.Index * size;
            byCap += new NaiveRules(_state.Rules, UnderlyingOf(position.Symbol)).Fees.CapPpm * value.Mark * size;
        }

        return NaiveMath.EightDecimals(BigInteger.Min(byIndex, byCap), NaiveMath.PartsPerMillion);
    }

    /// <summary>Moves contracts from one wallet to another at a price, without a fee.</summary>
    /// <param name="wallet">Who has them.</param>
    /// <param name="other">Who takes them.</param>
    /// <param name="symbol">The option.</param>
    /// <param name="size">Signed contracts that the first gives away.</param>
    /// <param name="price">Price per contract.</param>
    /// <param name="tell">Told what each side has realized before cash moves.</param>
    private void Hand(
        NaiveWallet wallet, NaiveWallet other, string symbol, BigInteger size, BigInteger price,
        Action<BigInteger, BigInteger>? tell = null)
    {
        BigInteger walletCash = Turn(wallet, symbol, -size, price, out BigInteger walletPnl);
        BigInteger otherCash = Turn(other, symbol, size, price, out BigInteger otherPnl);
        tell?.Invoke(walletPnl, otherPnl);
        MoveCash(wallet, walletCash, BalanceReason.Liquidation);
        MoveCash(other, otherCash, BalanceReason.Liquidation);
        MoveVenue(LedgerAccountKind.Clearing, -(walletCash + otherCash), BalanceReason.Liquidation);
        EmitPosition(wallet, symbol);
        EmitPosition(other, symbol);
    }
}
