namespace Hypercall.Testing.Twin;

/// <summary>Who waits for examination, and the states of liquidation with what each change brings (risk.md A6, B1).</summary>
internal sealed partial class NaiveEngine
{
    /// <summary>How soon a host comes again while something waits for its turn.</summary>
    private const long NextTurnMs = 10;

    /// <summary>Makers that liquidation orders met in this command.</summary>
    private int _makersMet;

    /// <summary>True once an auto-deleveraging has run, or gone on, in this command.</summary>
    private bool _hasDeleveraged;

    private IEnumerable<long> LiquidationDeadlines()
    {
        if (!_state.Rules.MarginEnabled)
            yield break;
        if (_state.Dirty.Count > 0)
            yield return _state.Now + NextTurnMs;
        List<long> due = [.. _state.Wallets.Select(w => w.Stage?.Due).OfType<long>()];
        if (due.Count > 0)
            yield return due.Min() > _state.Now ? due.Min() : _state.Now + NextTurnMs;
    }

    /// <summary>Puts everybody with options or perpetuals on an underlying into the queue.</summary>
    private void MarkDirty(string underlying)
    {
        if (!_state.Rules.MarginEnabled)
            return;
        EnqueueAll(_state.Wallets.Where(
            w => w.Positions.Exists(p => !p.Size.IsZero && UnderlyingOf(p.Symbol) == underlying)
                || w.Perps.Exists(p => p.Underlying == underlying)));
    }

    /// <summary>First in, first out; who is in keeps its place, new ones go last by address.</summary>
    private void EnqueueAll(IEnumerable<NaiveWallet> wallets)
    {
        foreach (NaiveWallet wallet in wallets.Distinct().OrderBy(w => w.Address))
        {
            if (!_state.Dirty.Contains(wallet.Address) && !IsSafe(wallet))
                _state.Dirty.Add(wallet.Address);
        }
    }

    private static bool IsSafe(NaiveWallet wallet) =>
        wallet.Liquidation == LiquidationState.Healthy && wallet.Mode == MarginMode.Standard
        && !wallet.Positions.Exists(p => p.Size < 0) && wallet.Cash >= wallet.Debt;

    private bool IsBelow(NaiveWallet wallet)
    {
        if (wallet.HoldsOptions && Risk.IsBelowMaintenance(PositionsOf(wallet)) is null)
            Reach("examined without current marks");
        return wallet.HoldsOptions && IsBelowMaintenance(wallet);
    }

    /// <summary>Nothing is examined of who is held, or is being deleveraged.</summary>
    private void Examine(NaiveWallet wallet)
    {
        switch (wallet.Liquidation, wallet.Stage?.Mode)
        {
            case (LiquidationState.Healthy, _) when IsBelow(wallet):
                EnterPreLiquidation(wallet);
                break;
            case (_, LiquidationMode.Grace) when !IsBelow(wallet):
                Leave(wallet, LiquidationState.Healthy);
                break;
            case (_, LiquidationMode.Partial):
                LeavePartial(wallet);
                break;
            case (_, LiquidationMode.Full) when wallet.Stage!.Closings is null && HasRecovered(wallet):
                Leave(wallet, LiquidationState.Healthy, AuctionStatus.Recovered);
                Reach("auction recovered when examined");
                break;
        }
    }

    /// <summary>What is due, each wallet once, last in the time advance.</summary>
    private void RunSteps(int most)
    {
        if (!_state.Rules.MarginEnabled)
            return;
        (_makersMet, _hasDeleveraged) = (0, false);
        List<NaiveWallet> due =
        [
            .. _state.Wallets.Where(w => w.Stage?.Due <= _state.Now).OrderBy(w => w.Stage!.Due).ThenBy(w => w.Address),
        ];
        int counted = 0;
        foreach (NaiveWallet wallet in due)
        {
            bool isPassedOver = wallet.Stage!.Mode == LiquidationMode.Full && _hasDeleveraged;
            if (isPassedOver)
            {
                Reach("second deleveraging passed over");
                continue;
            }

            if (counted == most || _makersMet >= _state.Rules.MaxMakers)
            {
                Reach(counted == most ? "due steps left" : "steps end with the makers met");
                break;
            }

            counted++;
            RunStep(wallet);
        }
    }

    private void RunStep(NaiveWallet wallet)
    {
        switch (wallet.Stage!.Mode)
        {
            case LiquidationMode.Grace:
                EndGrace(wallet, wallet.Stage);
                break;
            case LiquidationMode.Partial:
                StepPartial(wallet, wallet.Stage);
                break;
            default:
                EndAuction(wallet, wallet.Stage);
                break;
        }
    }

    private void EndGrace(NaiveWallet wallet, NaiveStage grace)
    {
        if (!IsBelow(wallet))
        {
            Leave(wallet, LiquidationState.Healthy);
            Reach("grace ends healthy");
        }
        else if (_state.Now < grace.PauseUntil && CannotTrade(wallet, parts: 10, orAwaitPrice: false))
        {
            long end = Math.Min(_state.Now + _state.Rules.Liquidation.GraceMs, grace.PauseUntil);
            grace.EndsAt = end;
            Reach(end == grace.PauseUntil ? "grace put off to the last" : "grace put off");
        }
        else
        {
            if (grace.EndsAt == grace.PauseUntil)
                Reach("grace takes effect in spite of a halt");
            wallet.CancelAllAt = null;
            EnterInLiquidation(wallet);
        }
    }

    private void EnterInLiquidation(NaiveWallet wallet)
    {
        int positions = wallet.Positions.Count(p => !p.Size.IsZero);
        if (OwnEquity(wallet) >= 0 && positions <= _state.Rules.Liquidation.PartialMaxPositions)
            EnterPartial(wallet);
        else
            EnterFull(wallet, isExamined: false);
    }

    /// <summary>True when one in so many parts of what the wallet holds cannot be traded.</summary>
    private bool CannotTrade(NaiveWallet wallet, int parts, bool orAwaitPrice)
    {
        BigInteger all = 0;
        BigInteger heldUp = 0;
        bool any = false;
        foreach (NaivePosition position in wallet.Positions.Where(p => !p.Size.IsZero))
        {
            NaiveInstrument instrument = _state.Instrument(position.Symbol)!;
            BigInteger value = MaintenanceValue(position).Mark * BigInteger.Abs(position.Size);
            all += value;
            if (CanTrade(instrument) && !(orAwaitPrice && instrument.IsPending))
                continue;
            heldUp += value;
            any = true;
        }

        return any && heldUp * parts >= all;
    }

    private bool CanTrade(NaiveInstrument instrument) =>
        instrument.Status != InstrumentStatus.Halted
        && _state.Modes.GetValueOrDefault(TradingModeUpdate.WholeVenue, TradingModes.All).HasFlag(TradingModes.Orderbook)
        && _state.Modes.GetValueOrDefault(instrument.Underlying, TradingModes.All).HasFlag(TradingModes.Orderbook);

    private NaiveReject? SetLiquidationState(LiquidationStateUpdate command)
    {
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        bool isGraceAgain = command.State == LiquidationState.PreLiquidation && wallet.Liquidation == command.State;
        if (isGraceAgain || (wallet.Liquidation == command.State && wallet.Stage is null))
            return null;
        if (wallet.Stage is { Mode: not LiquidationMode.Grace } running)
            Reach($"operator ends {running.Mode} by {command.State}");
        if (command.State == LiquidationState.PreLiquidation)
        {
            EndStage(wallet, AuctionStatus.Stopped);
            EnterPreLiquidation(wallet);
            return null;
        }

        Leave(wallet, command.State);
        if (command.State != LiquidationState.Healthy)
            CancelWhere(o => o.Wallet == wallet.Address, OrderReason.Liquidation);
        return null;
    }

    /// <summary>Ends what runs and tells of the new state, in which nothing runs by itself.</summary>
    private void Leave(
        NaiveWallet wallet, LiquidationState state, AuctionStatus auction = AuctionStatus.Stopped)
    {
        EndStage(wallet, auction);
        wallet.Liquidation = state;
        Emit(EventLines.LiquidationStateChanged(wallet.Address, state, LiquidationMode.None));
    }

    /// <summary>Ends what runs: the wallet's liquidation orders, then its auction.</summary>
    private void EndStage(NaiveWallet wallet, AuctionStatus auction)
    {
        CancelWhere(o => o.Wallet == wallet.Address && o.IsLiquidation, OrderReason.Liquidation);
        if (wallet.Stage?.AuctionId is long id)
        {
            Emit(EventLines.LiquidationAuction(wallet.Address, id, auction));
            Reach($"auction {auction}");
        }

        wallet.Stage = null;
    }

    private void Enter(NaiveWallet wallet, LiquidationState state, NaiveStage stage)
    {
        wallet.Liquidation = state;
        wallet.Stage = stage;
        LiquidationMode told = stage.Mode == LiquidationMode.Grace ? LiquidationMode.None : stage.Mode;
        Emit(EventLines.LiquidationStateChanged(wallet.Address, state, told));
    }

    private NaiveStage NewStage(LiquidationMode mode, long lasts) => new()
    {
        Mode = mode,
        EnteredAt = _state.Now,
        EndsAt = _state.Now + lasts,
        PauseUntil = _state.Now + lasts + _state.Rules.Liquidation.MaxPauseMs,
    };

    private void EnterPreLiquidation(NaiveWallet wallet)
    {
        Enter(
            wallet, LiquidationState.PreLiquidation,
            NewStage(LiquidationMode.Grace, _state.Rules.Liquidation.GraceMs));
        List<NaiveOrder> kept = [];
        foreach (NaiveOrder order in _state.Orders.FindAll(o => o.Wallet == wallet.Address).OrderBy(o => o.Id))
        {
            if (IsKept(wallet, order, kept))
                kept.Add(order);
            else
                CancelResting(order, OrderReason.Liquidation);
        }
    }

    /// <summary>Inside the distress band, and either reduce-only or with what is kept before it within the position.</summary>
    private bool IsKept(NaiveWallet wallet, NaiveOrder order, List<NaiveOrder> kept)
    {
        if (!IsInDistressBand(order.Symbol, order.Side, order.Price))
        {
            Reach("distress cancels");
            return false;
        }

        bool isKept = IsWithinPosition(wallet, order, kept);
        Reach(isKept ? "distress keeps" : "distress cancels what increases");
        return isKept;
    }

    private static bool IsWithinPosition(NaiveWallet wallet, NaiveOrder order, List<NaiveOrder> kept)
    {
        BigInteger together = OpenSize(kept, order.Symbol, order.Side) + order.Remaining;
        return order.IsReduceOnly || together <= Room(wallet, order.Symbol, order.Side);
    }

    private BigInteger OwnEquity(NaiveWallet wallet) => MaintenanceRisk.OwnEquity(PositionsOf(wallet))!.Value;

    private BigInteger ExcessOfPositions(NaiveWallet wallet) => ExcessOf(PositionsOf(wallet));

    private BigInteger ExcessOf(NaiveMarginCase positions) => MaintenanceRisk.Margin(positions)!.Excess;

    private bool HasRecovered(NaiveWallet wallet) => !wallet.HoldsOptions || ExcessOfPositions(wallet) >= 0;
}
