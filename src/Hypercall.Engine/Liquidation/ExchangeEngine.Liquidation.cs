using System.Runtime.InteropServices;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine;

/// <summary>
/// Liquidation states and their detection (engine.md §12): new marks put the holders of an underlying into a queue, and
/// every accepted command examines a few of it, so that no command ever looks at all accounts.
/// </summary>
public sealed partial class ExchangeEngine
{
    /// <summary>Wallets that a Tick examines from the queue (engine.md §12).</summary>
    private const int ChecksPerTick = 1024;

    private readonly List<int> _newlyQueued = [];
    private readonly List<WalletAccount> _examined = [];

    private RejectCode ApplyLiquidationState(LiquidationStateUpdate command)
    {
        WalletAccount wallet = GetOrAddWallet(command.Wallet);
        if (wallet.LiquidationState != command.State)
            EnterLiquidationState(wallet, command.State);
        return RejectCode.None;
    }

    /// <summary>
    /// Moves a wallet to another state. PreLiquidation begins its grace; from InLiquidation on it has no orders.
    /// </summary>
    private void EnterLiquidationState(WalletAccount wallet, LiquidationState state)
    {
        wallet.LiquidationState = state;
        if (state == LiquidationState.PreLiquidation)
            _state.PreLiquidation.Add(wallet);
        else
            _state.PreLiquidation.Remove(wallet);
        long graceMs = state == LiquidationState.PreLiquidation ? _state.Rules.Liquidation.GraceMs : 0;
        wallet.GraceEndsMs = graceMs == 0 ? 0 : _state.TimestampMs + graceMs;
        if (wallet.GraceEndsMs == 0)
            _state.GraceDeadlines.Remove(wallet.Number);
        else
            _state.GraceDeadlines.Set(wallet.Number, wallet.GraceEndsMs, wallet.Number);
        _changes.MarkWallet(wallet);
        Events.Add(new LiquidationStateChanged(wallet.Address, state));
        if (state is LiquidationState.InLiquidation or LiquidationState.Liquidated)
            CancelWalletOrders(wallet, OrderReason.Liquidation);
    }

    /// <summary>Ends the graces that are due, by address; with margin on their wallets will be examined.</summary>
    private void EndGraces(long now)
    {
        _dueWallets.Clear();
        while (_state.GraceDeadlines.TryTakeDue(now, out int number))
            _dueWallets.Add(_state.Wallets[number]);
        _dueWallets.Sort(static (left, right) => left.Address.CompareTo(right.Address));
        _newlyQueued.Clear();
        foreach (WalletAccount wallet in _dueWallets)
        {
            wallet.GraceEndsMs = 0;
            _changes.MarkWallet(wallet);
            if (_state.Rules.MarginEnabled)
                Queue(wallet.Number);
        }

        _changes.RecordQueued(CollectionsMarshal.AsSpan(_newlyQueued));
    }

    /// <summary>Has the holders of an underlying examined, whose marks have just moved.</summary>
    private void QueueHolders(Underlying underlying)
    {
        if (!_state.Rules.MarginEnabled)
            return;
        _newlyQueued.Clear();
        foreach (int number in underlying.Holders.NumbersInAddressOrder())
            Queue(number);
        _changes.RecordQueued(CollectionsMarshal.AsSpan(_newlyQueued));
    }

    private void Queue(int number)
    {
        if (_state.Examinations.TryAdd(number))
            _newlyQueued.Add(number);
    }

    /// <summary>Without margin nothing is examined: what waits is dropped.</summary>
    private void DropExaminations()
    {
        _changes.RecordExamined(_state.Examinations.Count);
        _state.Examinations.Clear();
    }

    /// <summary>
    /// Examines wallets after an accepted command: on Tick all in PreLiquidation by address, then some of the queue. The
    /// cancels that come of it are no part of the command: its remembered outcome keeps the status of its own order.
    /// </summary>
    private void ExamineWallets(EngineCommand command)
    {
        bool isTick = command is Tick;
        int waiting = _state.Examinations.Count;
        bool isIdle = waiting == 0 && (!isTick || _state.PreLiquidation.Count == 0);
        if (isIdle || !_state.Rules.MarginEnabled)
            return;
        OrderStatus? status = _lastOrderStatus;
        long filled = _lastOrderFilledUnits;
        if (isTick)
            ExaminePreLiquidation();
        int count = Math.Min(waiting, isTick ? ChecksPerTick : _state.Rules.Liquidation.ChecksPerCommand);
        for (int i = 0; i < count; i++)
            Examine(_state.Wallets[_state.Examinations.Take()]);
        _changes.RecordExamined(count);
        _lastOrderStatus = status;
        _lastOrderFilledUnits = filled;
    }

    private void ExaminePreLiquidation()
    {
        _state.PreLiquidation.CopySorted(_examined);
        foreach (WalletAccount wallet in _examined)
            Examine(wallet);
    }

    /// <summary>One step of the state machine.</summary>
    private void Examine(WalletAccount wallet)
    {
        LiquidationState state = wallet.LiquidationState;
        if (state > LiquidationState.PreLiquidation)
            return;
        bool isBelow = IsBelowMaintenance(wallet);
        if (isBelow && state == LiquidationState.Healthy)
            EnterLiquidationState(wallet, LiquidationState.PreLiquidation);
        else if (isBelow && state == LiquidationState.PreLiquidation && wallet.GraceEndsMs == 0)
            EnterLiquidationState(wallet, LiquidationState.InLiquidation);
        else if (!isBelow && state == LiquidationState.PreLiquidation)
            EnterLiquidationState(wallet, LiquidationState.Healthy);
    }
}
