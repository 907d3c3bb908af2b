using Hypercall.Engine.Domain;
using Hypercall.Engine.Modules.Margin;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>What liquidation does when its time has come, last in the time advance (risk.md §A6, §B1).</summary>
internal sealed class LiquidationSteps(
    EngineState state, MarginCalculator margin, LiquidationStages stages)
{
    /// <summary>A grace is put off while one in so many parts of what the wallet holds cannot be traded.</summary>
    private const int GraceHaltParts = 10;

    private readonly List<WalletAccount> _dueWallets = [];

    /// <summary>
    /// Runs the steps that are due, by time and address, one for each wallet: a step that is put off to this very
    /// millisecond waits for the next command.
    /// </summary>
    public void RunLiquidationSteps(bool isTick)
    {
        if (!state.Rules.MarginEnabled)
            return;
        int limit = isTick ? Examiner.ChecksPerTick : state.Rules.Liquidation.ChecksPerCommand;
        state.Wallets.CopyDueSteps(state.TimestampMs, limit, _dueWallets);
        foreach (WalletAccount wallet in _dueWallets)
            EndGrace(wallet, wallet.Stage!);
    }

    private void EndGrace(WalletAccount wallet, LiquidationStage stage)
    {
        if (!margin.IsBelowMaintenance(wallet))
            stages.LeaveStage(wallet, LiquidationState.Healthy);
        else if (state.TimestampMs < stage.PauseUntilMs && IsHalted(wallet))
            PutOff(wallet, stage, state.TimestampMs + state.Rules.Liquidation.GraceMs);
        else
            stages.EnterInLiquidation(wallet);
    }

    private void PutOff(WalletAccount wallet, LiquidationStage stage, long endsAtMs)
    {
        stage = stage with { EndsAtMs = Math.Min(endsAtMs, stage.PauseUntilMs) };
        state.Wallets.SetLiquidation(wallet, wallet.LiquidationState, stage);
    }

    /// <summary>
    /// Whether options that make up a tenth or more of what the wallet holds, by maintenance marks, cannot be traded;
    /// where all marks are 0 any of them does.
    /// </summary>
    private bool IsHalted(WalletAccount wallet)
    {
        Int128 all = 0;
        Int128 halted = 0;
        bool isAnyHalted = false;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfWallet)
        {
            ref readonly PositionEntry entry = ref state.Positions[slot];
            if (entry.QuantityUnits == 0)
                continue;
            Instrument instrument = state.Markets[entry.Instrument]!;
            Int128 value = Cash.NotionalUnits(margin.MaintenanceMarkUnits(entry), Math.Abs(entry.QuantityUnits));
            bool isHalted = instrument.Status == InstrumentStatus.Halted
                || !state.Markets.Allows(instrument.Underlying, TradingModes.Orderbook);
            all += value;
            halted += isHalted ? value : 0;
            isAnyHalted |= isHalted;
        }

        return isAnyHalted && halted * GraceHaltParts >= all;
    }
}
