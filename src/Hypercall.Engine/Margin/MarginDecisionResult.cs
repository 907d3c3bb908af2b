using Hypercall.Engine.Outcomes;

namespace Hypercall.Engine.Margin;

/// <summary>What margin admission says of an order.</summary>
/// <param name="Code">None, InsufficientMargin or MissingMark.</param>
/// <param name="Figures">Margin in the hypothesis that decided; counts for InsufficientMargin.</param>
internal readonly record struct MarginDecisionResult(RejectCode Code, MarginFigures Figures);

/// <summary>Margin of an order's wallet before it and in the hypotheses of what becomes of it.</summary>
/// <param name="Before">Without the order; a replaced order is gone.</param>
/// <param name="Resting">The whole order rests.</param>
/// <param name="Filled">The whole order is filled at its limit and the larger fee is paid.</param>
/// <param name="ReducesRisk">The order only reduces a position (details.md §Margin).</param>
internal readonly record struct MarginAdmissionInput(
    MarginFigures Before, MarginFigures Resting, MarginFigures Filled, bool ReducesRisk);

/// <summary>
/// The margin decisions of order admission (check 12 of engine.md §4; names of the original's module): pure functions
/// of margin figures. An order is admitted when the excess after it is at least the lesser of zero and the excess
/// before it, in the worse of both hypotheses; one that reduces risk is judged as filled only, and is admitted where a
/// mark is missing (engine.md §10).
/// </summary>
internal static class MarginAdmission
{
    /// <summary>Decides for a wallet in standard mode, where both hypotheses are weighed by cash.</summary>
    public static MarginDecisionResult DecideStandardMargin(in MarginAdmissionInput input) => Decide(input);

    /// <summary>Decides for a wallet in portfolio mode; the figures name the worst scenario.</summary>
    public static MarginDecisionResult DecidePortfolioMargin(in MarginAdmissionInput input) => Decide(input);

    /// <summary>Decides by what is before and what is after, e.g. for all legs of a request for quote.</summary>
    public static MarginDecisionResult Decide(in MarginFigures before, in MarginFigures after, bool reducesRisk) =>
        Decide(new MarginAdmissionInput(before, after, after, reducesRisk));

    private static MarginDecisionResult Decide(in MarginAdmissionInput input)
    {
        bool complete = input.Before.IsComplete && input.Resting.IsComplete && input.Filled.IsComplete;
        if (!complete)
            return new MarginDecisionResult(input.ReducesRisk ? RejectCode.None : RejectCode.MissingMark, default);
        bool restingIsWorse = !input.ReducesRisk && input.Resting.ExcessUnits < input.Filled.ExcessUnits;
        MarginFigures worse = restingIsWorse ? input.Resting : input.Filled;
        bool admitted = worse.ExcessUnits >= Int128.Min(0, input.Before.ExcessUnits);
        return new MarginDecisionResult(admitted ? RejectCode.None : RejectCode.InsufficientMargin, worse);
    }
}
