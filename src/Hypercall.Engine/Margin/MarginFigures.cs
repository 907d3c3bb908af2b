namespace Hypercall.Engine.Margin;

/// <summary>Margin of a wallet in one hypothesis (details.md §Margin), in units of cash.</summary>
/// <param name="IsComplete">False where a mark that the formula needs is missing; then nothing else counts.</param>
/// <param name="EquityUnits">What stands against the requirement: standard mode cash, portfolio mode equity.</param>
/// <param name="RequirementUnits">Initial margin with open orders.</param>
/// <param name="WorstScenario">Index of the scenario that loses most in the rules' grid, or -1 when none loses.</param>
/// <param name="ScanUnits">What that scenario loses, weighted.</param>
internal readonly record struct MarginFigures(
    bool IsComplete, Int128 EquityUnits, Int128 RequirementUnits, int WorstScenario, Int128 ScanUnits)
{
    /// <summary>A mark is missing.</summary>
    public static MarginFigures Incomplete => default;

    /// <summary>Equity less requirement; negative when margin is short.</summary>
    public Int128 ExcessUnits => EquityUnits - RequirementUnits;
}
