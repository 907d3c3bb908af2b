namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>What liquidation does when its time has come, last in the time advance (risk.md §A6, §B1).</summary>
internal sealed class LiquidationSteps(
    EngineState state, Turn turn, MarginCalculator margin, HeldPortfolio portfolio, LiquidationStages stages,
    PartialLiquidation partial, FullLiquidation full)
{
    /// <summary>A grace is put off while one in so many parts of what the wallet holds cannot be traded.</summary>
    private const int GraceHaltParts = 10;

    private readonly List<WalletAccount> _steps = [];
    private readonly List<WalletAccount> _auctionEnds = [];
    private int _nextStep;
    private int _nextEnd;

    /// <summary>
    /// Runs the steps that are due, by time and address, one for each wallet: one that is due again at this very
    /// millisecond waits for the next command. Once an auto-deleveraging has run, auctions that end are passed over
    /// unseen: to look at thousands in vain would hold the command up.
    /// </summary>
    public void RunLiquidationSteps(bool isTick)
    {
        if (!state.Rules.MarginEnabled)
            return;
        int limit = isTick ? Examiner.ChecksPerTick : state.Rules.Liquidation.ChecksPerCommand;
        state.Wallets.CopyDueSteps(state.TimestampMs, limit, _steps, _auctionEnds);
        _nextStep = _nextEnd = 0;
        for (int count = 0; count < limit && turn.MakersMet < state.Rules.MaxMakers; count++)
        {
            if (TakeNext() is not { } wallet)
                return;
            Run(wallet, wallet.Stage!);
        }
    }

    private WalletAccount? TakeNext()
    {
        bool hasStep = _nextStep < _steps.Count;
        bool hasEnd = !turn.HasDeleveraged && _nextEnd < _auctionEnds.Count;
        if (!hasStep && !hasEnd)
            return null;
        bool isStepFirst = hasStep && (!hasEnd || IsBefore(_steps[_nextStep], _auctionEnds[_nextEnd]));
        return isStepFirst ? _steps[_nextStep++] : _auctionEnds[_nextEnd++];
    }

    private static bool IsBefore(WalletAccount left, WalletAccount right) =>
        left.Stage!.DueMs != right.Stage!.DueMs
            ? left.Stage.DueMs < right.Stage.DueMs
            : WalletAccount.CompareByAddress(left, right) < 0;

    private void Run(WalletAccount wallet, LiquidationStage stage)
    {
        if (stage.Mode == LiquidationMode.Full)
            full.RunDue(wallet, stage);
        else if (stage.Mode == LiquidationMode.Partial)
            partial.RunDue(wallet, stage);
        else
            EndGrace(wallet, stage);
    }

    private void EndGrace(WalletAccount wallet, LiquidationStage stage)
    {
        if (!margin.IsBelowMaintenance(wallet))
            stages.Leave(wallet, LiquidationState.Healthy, AuctionStatus.Recovered);
        else if (state.TimestampMs < stage.PauseUntilMs
            && portfolio.IsHeldUp(wallet, GraceHaltParts, countsPending: false))
            PutOff(wallet, stage);
        else
            EnterInLiquidation(wallet);
    }

    /// <summary>The end of a grace: what follows is up to what the wallet still has of its own.</summary>
    private void EnterInLiquidation(WalletAccount wallet)
    {
        state.Wallets.SetCancelAll(wallet, 0);
        if (partial.IsFor(wallet))
            partial.Enter(wallet);
        else
            full.Enter(wallet, isStep: true);
    }

    private void PutOff(WalletAccount wallet, LiquidationStage stage)
    {
        long endsAt = state.TimestampMs + state.Rules.Liquidation.GraceMs;
        stages.Change(wallet, stage with { EndsAtMs = Math.Min(endsAt, stage.PauseUntilMs) });
    }
}
