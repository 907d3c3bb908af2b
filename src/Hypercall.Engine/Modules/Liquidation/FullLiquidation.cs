using Hypercall.Engine.Modules.Books;

namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// Full liquidation (risk.md §B3): the whole portfolio is at auction at a falling price; where nobody could be paid for
/// it, or nobody has bid in time, auto-deleveraging follows.
/// </summary>
internal sealed class FullLiquidation(
    EngineState state, Turn turn, RestingOrders resting, MarginCalculator margin, HeldPortfolio portfolio,
    AuctionPrices prices, LiquidationStages stages, Deleveraging deleveraging)
{
    /// <summary>An auction is put off while one in so many parts of what is sold is held up.</summary>
    private const int BlockedParts = 2;

    /// <summary>Has a wallet enter, whatever else went on ended.</summary>
    /// <param name="isStep">
    /// Whether that is a step of the time advance: only then may an auto-deleveraging follow at once, else it is due
    /// with the next command.
    /// </param>
    public void Enter(WalletAccount wallet, bool isStep)
    {
        stages.End(wallet, AuctionStatus.Stopped);
        LiquidationRules rules = state.Rules.Liquidation;
        long now = state.TimestampMs;
        bool hasAuction = prices.IsWorthwhile(wallet);
        long endsAt = hasAuction ? now + rules.AuctionMs : now;
        var stage = new LiquidationStage
        {
            Mode = LiquidationMode.Full,
            EnteredAtMs = now,
            EndsAtMs = endsAt,
            PauseUntilMs = endsAt + rules.MaxPauseMs,
            AuctionId = hasAuction ? state.TakeAuctionId() : 0,
            StartedAtMs = hasAuction ? now : 0,
        };
        stages.Enter(wallet, LiquidationState.InLiquidation, stage);
        resting.CancelWalletOrders(wallet, OrderReason.Liquidation);
        if (hasAuction)
            TellStart(wallet, stage);
        else if (isStep && !turn.HasDeleveraged)
            deleveraging.Run(wallet, stage);
    }

    /// <summary>Whether a wallet's auction is blocked: half or more of what is sold does not trade.</summary>
    public bool IsBlocked(WalletAccount wallet) => portfolio.IsHeldUp(wallet, BlockedParts, countsPending: true);

    /// <summary>What follows the end of the stage.</summary>
    public void RunDue(WalletAccount wallet, LiquidationStage stage)
    {
        if (stage.IsDeleveraging)
            deleveraging.Run(wallet, stage);
        else if (margin.HasRecovered(wallet))
            stages.Leave(wallet, LiquidationState.Healthy, AuctionStatus.Recovered);
        else if (stage.AuctionId != 0 && state.TimestampMs < stage.PauseUntilMs && IsBlocked(wallet))
            PutOff(wallet, stage);
        else
            deleveraging.Run(wallet, stage);
    }

    /// <summary>One look at the wallet: it may need no auction any more.</summary>
    public void Examine(WalletAccount wallet, LiquidationStage stage)
    {
        if (!stage.IsDeleveraging && margin.HasRecovered(wallet))
            stages.Leave(wallet, LiquidationState.Healthy, AuctionStatus.Recovered);
    }

    private void PutOff(WalletAccount wallet, LiquidationStage stage)
    {
        long now = state.TimestampMs;
        stage = stage with
        {
            StartedAtMs = now,
            EndsAtMs = Math.Min(now + state.Rules.Liquidation.AuctionMs, stage.PauseUntilMs),
        };
        stages.Change(wallet, stage);
        TellStart(wallet, stage);
    }

    private void TellStart(WalletAccount wallet, LiquidationStage stage) => turn.Events.Add(new LiquidationAuction(
        wallet.Address, stage.AuctionId, AuctionStatus.Started,
        new Cash(prices.Of(wallet, stage.StartedAtMs).AskedUnits), stage.EndsAtMs));
}
