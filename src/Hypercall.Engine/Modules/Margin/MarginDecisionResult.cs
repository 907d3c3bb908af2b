namespace Hypercall.Engine.Modules.Margin;

/// <summary>What margin admission says of an order.</summary>
/// <param name="Code">None, InsufficientMargin or MissingMark.</param>
/// <param name="Figures">Margin in the hypothesis that decided; counts for InsufficientMargin.</param>
internal readonly record struct MarginDecisionResult(RejectCode Code, MarginFigures Figures)
{
    /// <summary>Admitted.</summary>
    public static MarginDecisionResult Admitted => default;

    /// <summary>A mark that must be current is not.</summary>
    public static MarginDecisionResult MissingMark => new(RejectCode.MissingMark, default);
}

/// <summary>A wallet before a change and after it.</summary>
/// <param name="Before">Margin before; a replaced order is gone.</param>
/// <param name="AloneBefore">Excess of the positions before, as if no order were open; in standard mode for quotes, for
/// orders 0.</param>
/// <param name="AloneAfter">The same after; for an order that would rest it is what it was.</param>
internal readonly record struct MarginChange(
    MarginFigures Before,
    MarginFigures After,
    WorthFigure WorthBefore,
    WorthFigure WorthAfter,
    Int128 AloneBefore = default,
    Int128 AloneAfter = default)
{
    /// <summary>The worst of all marks.</summary>
    public MarkQuality Marks => MarkQualities.Worse(
        MarkQualities.Worse(Before.Marks, After.Marks), MarkQualities.Worse(WorthBefore.Marks, WorthAfter.Marks));
}

/// <summary>
/// The margin decisions of order admission (check 12 of engine.md §4, risk.md §A3, §A4; names of the original's
/// module): pure functions of margin figures. Nothing may end with less than the lesser of zero and what there was
/// before.
/// </summary>
internal static class MarginAdmission
{
    /// <summary>
    /// Standard mode, an order that does not reduce: the worse of resting whole and of filled whole decides, with
    /// current marks.
    /// </summary>
    public static MarginDecisionResult DecideStandardMargin(
        in MarginFigures before, in MarginFigures resting, in MarginFigures filled)
    {
        if (!before.IsCurrent || !resting.IsCurrent || !filled.IsCurrent)
            return MarginDecisionResult.MissingMark;
        MarginFigures worse = resting.ExcessUnits < filled.ExcessUnits ? resting : filled;
        return Decide(worse.ExcessUnits, before.ExcessUnits, worse);
    }

    /// <summary>
    /// Portfolio mode, an order that does not reduce, resting whole: excess and worth by current marks. Project rule
    /// beyond risk.md: the excess is held against that of the positions alone. Reducing orders may rest though the
    /// excess with them resting is below zero; what they would lose under one scenario must not hide what another order
    /// loses under another.
    /// </summary>
    public static MarginDecisionResult DecidePortfolioMargin(in MarginChange change) =>
        change.Marks == MarkQuality.Current
            ? DecideBoth(change, change.AloneBefore)
            : MarginDecisionResult.MissingMark;

    /// <summary>
    /// A request for quote, after all legs: excess and worth by current marks. Project rule beyond risk.md, in both
    /// modes: the excess is held against that of the positions alone, which may not end worse either, for the reason
    /// given at <see cref="DecidePortfolioMargin"/>.
    /// </summary>
    public static MarginDecisionResult DecideQuote(in MarginChange change) =>
        change.Marks == MarkQuality.Current
            ? DecideAll(change, change.AloneBefore)
            : MarginDecisionResult.MissingMark;

    /// <summary>
    /// A reducing order, filled whole at its limit: excess and worth by current or last marks; the cash less the debt
    /// where there is one that has neither. Project rules beyond risk.md: in portfolio mode the excess is held against
    /// that of the positions alone, and as if no other order were open it may not end worse either, for the reason
    /// given at <see cref="DecidePortfolioMargin"/>; and what was never marked counts as in maintenance, unless it is
    /// the option itself, so that nobody frees himself of the other tests by a bid for an option that has no mark yet.
    /// </summary>
    /// <param name="excessBefore">What the excess is held against.</param>
    /// <param name="isMarked">Whether the order's own option has a mark, current or last.</param>
    public static MarginDecisionResult DecideReducing(
        in MarginChange change, Int128 excessBefore, Int128 fundsBefore, Int128 fundsAfter, bool isMarked)
    {
        if (change.Marks != MarkQuality.Never)
            return DecideAll(change, excessBefore);
        MarginDecisionResult funds =
            Decide(fundsAfter, fundsBefore, new MarginFigures(MarkQuality.Never, fundsAfter, 0));
        return funds.Code == RejectCode.None && isMarked ? DecideAll(change, excessBefore) : funds;
    }

    private static MarginDecisionResult DecideAll(in MarginChange change, Int128 excessBefore)
    {
        MarginDecisionResult both = DecideBoth(change, excessBefore);
        return both.Code == RejectCode.None
            ? Decide(change.AloneAfter, change.AloneBefore, change.After)
            : both;
    }

    private static MarginDecisionResult DecideBoth(in MarginChange change, Int128 excessBefore)
    {
        MarginDecisionResult excess = Decide(change.After.ExcessUnits, excessBefore, change.After);
        return excess.Code == RejectCode.None
            ? Decide(change.WorthAfter.Units, change.WorthBefore.Units, change.After)
            : excess;
    }

    private static MarginDecisionResult Decide(Int128 after, Int128 before, in MarginFigures figures) =>
        after >= Int128.Min(0, before)
            ? MarginDecisionResult.Admitted
            : new MarginDecisionResult(RejectCode.InsufficientMargin, figures);
}
