namespace Hypercall.Engine.Modules.Margin;

/// <summary>Margin of a wallet in one hypothesis (risk.md §A4), in units of cash.</summary>
/// <param name="Marks">
/// The worst of the marks that it uses; from <see cref="MarkQuality.Never"/> on nothing else counts.
/// </param>
/// <param name="EquityUnits">
/// What stands against the requirement, debt taken off: standard mode cash, portfolio mode equity.
/// </param>
/// <param name="RequirementUnits">Initial margin with open orders.</param>
internal readonly record struct MarginFigures(MarkQuality Marks, Int128 EquityUnits, Int128 RequirementUnits)
{
    /// <summary>Every mark is a current one.</summary>
    public bool IsCurrent => Marks == MarkQuality.Current;

    /// <summary>Every mark is a current or a last one.</summary>
    public bool IsKnown => Marks != MarkQuality.Never;

    /// <summary>Equity less requirement; negative when margin is short.</summary>
    public Int128 ExcessUnits => EquityUnits - RequirementUnits;
}

/// <summary>Own equity less what the open orders would lose against the marks, fees included (risk.md §A3).</summary>
/// <param name="Marks">The worst of the marks that it uses.</param>
/// <param name="Units">The worth in units of cash.</param>
internal readonly record struct WorthFigure(MarkQuality Marks, Int128 Units);
