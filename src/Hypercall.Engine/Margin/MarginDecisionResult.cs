using Hypercall.Engine.Outcomes;

namespace Hypercall.Engine.Margin;

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
/// <param name="After">Margin after.</param>
/// <param name="WorthBefore">Worth before.</param>
/// <param name="WorthAfter">Worth after.</param>
internal readonly record struct MarginChange(
    MarginFigures Before, MarginFigures After, WorthFigure WorthBefore, WorthFigure WorthAfter)
{
    /// <summary>The worst of all marks.</summary>
    public MarkQuality Marks => MarkQualities.Worse(
        MarkQualities.Worse(Before.Marks, After.Marks), MarkQualities.Worse(WorthBefore.Marks, WorthAfter.Marks));
}

/// <summary>
/// The margin decisions of order admission (check 12 of engine.md §4, risk.md §A3, §A4; names of the original's module):
/// pure functions of margin figures. Nothing may end with less than the lesser of zero and what there was before.
/// </summary>
internal static class MarginAdmission
{
    /// <summary>
    /// Standard mode, an order that does not reduce: the worse of resting whole and of filled whole decides, with current
    /// marks.
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
    /// Portfolio mode, an order that does not reduce, resting whole; a request for quote in either mode, after all legs:
    /// excess and worth by current marks.
    /// </summary>
    public static MarginDecisionResult DecidePortfolioMargin(in MarginChange change) =>
        change.Marks == MarkQuality.Current ? DecideBoth(change) : MarginDecisionResult.MissingMark;

    /// <summary>
    /// A reducing order, filled whole at its limit: excess and worth by current or last marks, where one has neither the
    /// cash less the debt.
    /// </summary>
    public static MarginDecisionResult DecideReducing(in MarginChange change, Int128 fundsBefore, Int128 fundsAfter) =>
        change.Marks == MarkQuality.Never
            ? Decide(fundsAfter, fundsBefore, new MarginFigures(MarkQuality.Never, fundsAfter, 0))
            : DecideBoth(change);

    private static MarginDecisionResult DecideBoth(in MarginChange change)
    {
        MarginDecisionResult excess = Decide(change.After.ExcessUnits, change.Before.ExcessUnits, change.After);
        return excess.Code == RejectCode.None
            ? Decide(change.WorthAfter.Units, change.WorthBefore.Units, change.After)
            : excess;
    }

    private static MarginDecisionResult Decide(Int128 after, Int128 before, in MarginFigures figures) =>
        after >= Int128.Min(0, before)
            ? MarginDecisionResult.Admitted
            : new MarginDecisionResult(RejectCode.InsufficientMargin, figures);
}
