using Hypercall.Engine.Modules.Fees;

namespace Hypercall.Engine.Modules.Margin;

/// <summary>Margin where a command asks for it: check 12 of an order, a quote, what leaves a wallet, modes.</summary>
internal sealed class MarginChecks(
    EngineState state, Turn turn, OptionValuer valuer, MarginCalculator margin, PriceBands bands)
{
    /// <summary>
    /// Check 12: the wallet's margin with the order resting, in standard mode filled whole too; one that reduces risk
    /// is judged as filled whole only.
    /// </summary>
    public Refusal? CheckMargin(
        WalletAccount? wallet, in OrderTerms order, Instrument instrument, in PositionEntry entry)
    {
        if (!state.Rules.MarginEnabled)
            return CheckUnmargined(wallet);
        bool reduces = entry.IsReducedBy(order);
        margin.Hypothesis.Start(wallet);
        if (PrepareUntilClear(wallet, order, instrument, reduces))
            return null;
        MarginFigures before = margin.Compute();
        if (IsInDistress(wallet, before)
            && bands.CheckDistress(instrument, order.Side, order.Price.Units) is { } rejection)
        {
            return rejection;
        }

        if (reduces)
            return RejectFor(DecideReducing(order, instrument, entry, before));
        return RejectFor(margin.Hypothesis.Mode == MarginMode.Portfolio
            ? DecideResting(order, instrument, before)
            : DecideStandard(wallet, order, instrument, before));
    }

    /// <summary>Where there is no margin: else nothing would keep a wallet's cash within its type.</summary>
    public static Refusal? CheckUnmargined(WalletAccount? wallet) =>
        wallet is not null && Int128.Abs(wallet.CashUnits) > CommandLimits.MaxCashUnits ? RejectCode.Overflow : null;

    /// <summary>
    /// Makes ready for the wallet. True as soon as it is clear that the order is admitted whatever becomes of it, which
    /// is told without working out what does. One that does not reduce comes this far from a Healthy wallet only, and
    /// what leaves an excess had one: no distress.
    /// </summary>
    private bool PrepareUntilClear(WalletAccount? wallet, in OrderTerms order, Instrument instrument, bool reduces)
    {
        if (margin.Hypothesis.Mode != MarginMode.Standard)
            return false;
        StandardMargin standard = margin.Standard;
        Int128 funds = margin.Hypothesis.FundsUnits;
        if (!reduces)
        {
            standard.PrepareAtMost(wallet);
            if (standard.SurelyLeavesExcess(wallet, funds, instrument, order))
                return true;
        }

        standard.Prepare(wallet);
        return !reduces && standard.LeavesExcess(
            funds, instrument, order,
            FeeService.LimitFeeUnits(instrument.Underlying, order.Price.Units, order.Size.Units));
    }

    private MarginDecisionResult DecideReducing(
        in OrderTerms order, Instrument instrument, in PositionEntry entry, in MarginFigures before)
    {
        // Reduce-only, it may be larger than the position; otherwise the position covers it.
        long units = Math.Min(order.Size.Units, Math.Abs(entry.QuantityUnits));
        Int128 fundsBefore = margin.Hypothesis.FundsUnits;
        WorthFigure worthBefore = margin.Worth();
        Int128 aloneBefore = margin.ExcessAloneUnits();
        Int128 fee = FeeService.LimitFeeUnits(instrument.Underlying, order.Price.Units, units);
        margin.Hypothesis.Fill(instrument, Sides.Signed(order.Side, units), order.Price.Units, fee);
        var change = new MarginChange(
            before, margin.Compute(), worthBefore, margin.Worth(), aloneBefore,
            margin.ExcessAloneUnits());
        bool isMarked = valuer.Best(instrument, out _).HasMark;
        return MarginAdmission.DecideReducing(
            change, margin.Hypothesis.Mode == MarginMode.Portfolio ? aloneBefore : before.ExcessUnits,
            fundsBefore, margin.Hypothesis.FundsUnits, isMarked);
    }

    private MarginDecisionResult DecideResting(
        in OrderTerms order, Instrument instrument, in MarginFigures before)
    {
        WorthFigure worthBefore = margin.Worth();
        margin.Hypothesis.Rest(instrument, order.Side, order.Price.Units, order.Size.Units);
        MarginFigures after = margin.Compute();

        // What the positions alone leave counts only where there is a lack.
        Int128 alone = after.ExcessUnits < 0 ? margin.ExcessAloneUnits() : 0;
        return MarginAdmission.DecidePortfolioMargin(new MarginChange(
            before, after, worthBefore, margin.Worth(), alone, alone));
    }

    private MarginDecisionResult DecideStandard(
        WalletAccount? wallet, in OrderTerms order, Instrument instrument, in MarginFigures before)
    {
        long price = order.Price.Units;
        long units = order.Size.Units;
        margin.Hypothesis.Rest(instrument, order.Side, price, units);
        MarginFigures resting = margin.Compute();
        Int128 fee = FeeService.LimitFeeUnits(instrument.Underlying, price, units);
        margin.Hypothesis.Start(wallet).Fill(instrument, Sides.Signed(order.Side, units), price, fee);
        return MarginAdmission.DecideStandardMargin(before, resting, margin.Compute());
    }

    /// <summary>Whether the band of distress holds for a wallet: not Healthy, or known to be short of margin.</summary>
    public static bool IsInDistress(WalletAccount? wallet, in MarginFigures before) =>
        wallet is { LiquidationState: not LiquidationState.Healthy } || (before.IsKnown && before.ExcessUnits < 0);

    /// <summary>
    /// Whether a wallet may end in the hypothesis by its own will: by current marks and without the profit of
    /// perpetuals its excess there must not be below zero.
    /// </summary>
    public Refusal? CheckExcess()
    {
        if (!state.Rules.MarginEnabled)
            return null;
        margin.Hypothesis.IgnoresPerpProfit = true;
        margin.Prepare();
        MarginFigures after = margin.Compute();
        if (!after.IsCurrent)
            return RejectCode.MissingMark;
        return after.ExcessUnits < 0
            ? RejectFor(new MarginDecisionResult(RejectCode.InsufficientMargin, after))
            : null;
    }

    /// <summary>
    /// Whether a wallet's state lets cash or options leave it (risk.md §B1, §A5). One that an operator holds, or whose
    /// liquidation is over, may take out what is left once nothing is open or owed.
    /// </summary>
    public Refusal? CheckMayLeave(WalletAccount? wallet)
    {
        if (wallet is null)
            return null;
        bool isOver = wallet.LiquidationState >= LiquidationState.InLiquidation
            && wallet.Stage is null && wallet.OpenPositions == 0;
        if (wallet.DebtUnits != 0 || (wallet.LiquidationState != LiquidationState.Healthy && !isOver))
            return RejectCode.LiquidationRestricted;
        return state.AwaitsSettlement(wallet) ? RejectCode.SettlementPending : null;
    }

    /// <summary>The rejection of a decision about the hypothesis that was computed last.</summary>
    public Refusal? RejectFor(in MarginDecisionResult decision)
    {
        if (decision.Code != RejectCode.InsufficientMargin)
            return decision.Code == RejectCode.None ? null : decision.Code;
        string? worst = margin.Hypothesis.Mode == MarginMode.Portfolio
            ? margin.Portfolio.FindWorst(margin.Hypothesis, decision.Figures.IsKnown).ToString()
            : null;
        return turn.Reject(decision.Code, decision.Figures.RequirementUnits, decision.Figures.EquityUnits, worst);
    }
}
