using Hypercall.Engine.Modules.Accounting;

namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// Bids for portfolios at auction (risk.md §B3): the first that passes has the portfolio at the price asked.
/// </summary>
internal sealed class AuctionBids(
    EngineState state, Turn turn, MarginCalculator margin, MarginChecks marginChecks, HeldPortfolio portfolio,
    AuctionPrices prices, FullLiquidation full, FillAccounting fills, CashMoves cashMoves, LiquidationStages stages)
{
    private readonly List<HeldOption> _held = [];

    public Refusal? ApplyBid(LiquidationBid command)
    {
        if (FindRunning(command) is not { } liquidated)
            return RejectCode.InvalidBid;
        WalletAccount? bidder = state.Wallets.Find(command.Wallet);
        if (bidder is { LiquidationState: not LiquidationState.Healthy })
            return RejectCode.LiquidationRestricted;
        if (Int128.Abs(command.Bid.Units) > Cash.MaxDepositsUnits)
            return RejectCode.Overflow;
        if (full.IsBlocked(liquidated))
            return RejectCode.MissingMark;
        AuctionPrice price = prices.Of(liquidated, liquidated.Stage!.StartedAtMs);
        if (command.Bid.Units < price.AskedUnits)
            return turn.Reject(RejectCode.BidTooLow, command.Bid.Units, price.AskedUnits);
        portfolio.List(liquidated, _held);
        if (CheckBidder(bidder, price.DiscountUnits) is { } rejection)
            return rejection;
        Sell(liquidated, bidder ?? state.Wallets.GetOrAdd(command.Wallet), price);
        return null;
    }

    /// <summary>
    /// The wallet whose auction a bid means, or null; one that is over takes no bid, though another wallet's
    /// deleveraging had it wait for its end.
    /// </summary>
    private WalletAccount? FindRunning(LiquidationBid command)
    {
        if (!state.Rules.MarginEnabled || command.Wallet == command.LiquidatedWallet)
            return null;
        WalletAccount? wallet = state.Wallets.Find(command.LiquidatedWallet);
        bool isRunning = wallet?.Stage is { AuctionId: not 0 } stage && stage.AuctionId == command.AuctionId
            && state.TimestampMs < stage.EndsAtMs;
        return isRunning && !margin.HasRecovered(wallet!) ? wallet : null;
    }

    /// <summary>Whether the bidder can hold the portfolio besides what it has and has open.</summary>
    private Refusal? CheckBidder(WalletAccount? bidder, Int128 discountUnits)
    {
        foreach (HeldOption held in _held)
        {
            ref readonly PositionEntry entry = ref state.Positions.Of(bidder, held.Instrument);
            long after = Math.Abs(entry.QuantityUnits + held.QuantityUnits);
            if (after + entry.OpenBuyUnits + entry.OpenSellUnits > Quantity.MaxExposureUnits)
                return RejectCode.Overflow;
        }

        margin.Hypothesis.Start(bidder);
        foreach (HeldOption held in _held)
            margin.Hypothesis.Fill(held.Instrument, held.QuantityUnits, held.MarkUnits, feeUnits: 0);
        margin.Hypothesis.CashUnits += discountUnits;
        margin.Prepare();
        MarginFigures figures = margin.Compute();
        if (!figures.IsKnown)
            return RejectCode.MissingMark;
        return figures.ExcessUnits < 0
            ? marginChecks.RejectFor(new MarginDecisionResult(RejectCode.InsufficientMargin, figures))
            : null;
    }

    private void Sell(WalletAccount liquidated, WalletAccount bidder, in AuctionPrice price)
    {
        long auctionId = liquidated.Stage!.AuctionId;
        foreach (HeldOption held in _held)
        {
            fills.MoveLiquidated(
                liquidated, bidder, held.Instrument, -held.QuantityUnits, held.MarkUnits, isDeleveraging: false);
        }

        cashMoves.MoveCash(liquidated, -price.DiscountUnits, BalanceReason.Liquidation);
        cashMoves.MoveCash(bidder, price.DiscountUnits, BalanceReason.Liquidation);
        Int128 fee = FeeUnits(liquidated);
        cashMoves.MoveCash(liquidated, -fee, BalanceReason.LiquidationFee);
        cashMoves.MoveVenueCash(LedgerAccountKind.Insurance, fee, BalanceReason.LiquidationFee);
        turn.Events.Add(new LiquidationAuction(
            liquidated.Address, auctionId, AuctionStatus.Won, new Cash(price.AskedUnits), null, bidder.Address,
            new Cash(fee)));
        cashMoves.Repay(liquidated);
        bool isCovered = cashMoves.TryCover(liquidated);
        stages.Enter(liquidated, isCovered ? LiquidationState.Liquidated : LiquidationState.Healthy, stage: null);
    }

    /// <summary>What the sale costs the liquidated wallet, out of what is left to it.</summary>
    private Int128 FeeUnits(WalletAccount liquidated)
    {
        long feePpm = state.Rules.Liquidation.FeePpm;
        var ofIndex = default(FineCash);
        var cap = default(FineCash);
        foreach (HeldOption held in _held)
        {
            ofIndex.Add(Cash.NotionalUnits(held.IndexUnits, held.SizeUnits), feePpm);
            cap.Add(held.GrossUnits, held.Instrument.Underlying.Rules.Fees.CapPpm);
        }

        Int128 left = Int128.Max(0, liquidated.CashUnits - liquidated.DebtUnits);
        return Int128.Min(
            Int128.Min(ofIndex.RoundedUnits(), cap.RoundedUnits()), Rounding.DownToEightDecimals(left));
    }
}
