namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// Detection (risk.md §A2, §B1): new marks put the holders of an underlying into a queue, and every command examines
/// the touched wallets that are not Healthy and a few of the queue, so that no command ever looks at all accounts.
/// </summary>
internal sealed class Examiner(
    EngineState state, MarginCalculator margin, LiquidationStages stages,
    PartialLiquidation partial, FullLiquidation full)
{
    /// <summary>Wallets that a Tick takes from the queue, and steps that it runs (engine.md §12).</summary>
    public const int ChecksPerTick = 1024;

    /// <summary>When a host is to come back while the queue or a due step waits.</summary>
    private const long WaitingMs = 10;

    private readonly List<WalletAccount> _toQueue = [];
    private readonly List<int> _examined = [];

    /// <summary>When liquidation next asks for a command; nothing is due while margin is off.</summary>
    public long NextLiquidationMs()
    {
        if (!state.Rules.MarginEnabled)
            return long.MaxValue;
        long soon = state.TimestampMs + WaitingMs;
        long step = state.Wallets.EarliestStepMs;
        if (step <= state.TimestampMs)
            step = soon;
        return state.Examinations.Count > 0 ? Math.Min(step, soon) : step;
    }

    /// <summary>Has the holders of an underlying examined, whose marks have just moved.</summary>
    public void QueueHolders(Underlying underlying)
    {
        _toQueue.Clear();
        foreach (WalletExposure holder in underlying.Holders.InAddressOrder())
            _toQueue.Add(holder.Wallet);
        Queue(_toQueue);
    }

    /// <summary>Has the wallets of an address-ordered list examined.</summary>
    public void Queue(List<WalletAccount> wallets)
    {
        if (state.Rules.MarginEnabled)
            state.Examinations.Add(wallets);
    }

    /// <summary>Examines the touched wallets that are not Healthy, then some of the queue.</summary>
    public void ExamineWallets(EngineCommand command, List<WalletAccount> attended)
    {
        if (!state.Rules.MarginEnabled)
            return;
        ExamineTouched(attended);
        int waiting = state.Examinations.Count;
        int count = Math.Min(waiting, command is Tick ? ChecksPerTick : state.Rules.Liquidation.ChecksPerCommand);
        _examined.Clear();
        state.Examinations.CopyFirst(count, _examined);
        foreach (int number in _examined)
            Examine(state.Wallets[number]);
        state.Examinations.Drop(count);
    }

    private void ExamineTouched(List<WalletAccount> attended)
    {
        int left = state.Rules.Liquidation.ChecksPerCommand;
        _toQueue.Clear();
        foreach (WalletAccount wallet in attended)
        {
            if (wallet.Stage is null or { IsDeleveraging: true })
                continue;
            if (left-- > 0)
                Examine(wallet);
            else
                _toQueue.Add(wallet);
        }

        Queue(_toQueue);
    }

    /// <summary>
    /// One look at a wallet: below maintenance it begins its grace, back above it is Healthy again; later stages ask
    /// for more. The end of a stage is a step of its own; a wallet that is held is not looked at.
    /// </summary>
    private void Examine(WalletAccount wallet)
    {
        if (wallet.Stage is not { } stage)
        {
            if (wallet.LiquidationState == LiquidationState.Healthy && margin.IsBelowMaintenance(wallet))
                stages.EnterPreLiquidation(wallet);
        }
        else if (stage.Mode == LiquidationMode.Partial)
            partial.Examine(wallet);
        else if (stage.Mode == LiquidationMode.Full)
            full.Examine(wallet, stage);
        else if (!margin.IsBelowMaintenance(wallet))
            stages.Leave(wallet, LiquidationState.Healthy, AuctionStatus.Recovered);
    }
}
