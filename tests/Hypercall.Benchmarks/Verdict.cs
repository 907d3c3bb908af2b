namespace Hypercall.Benchmarks;

/// <summary>How a figure stands against its targets.</summary>
public enum Verdict
{
    /// <summary>There is no target for it.</summary>
    None,

    /// <summary>Less than the must.</summary>
    Missed,

    /// <summary>Less than the aim, where there is no must.</summary>
    BelowAim,

    /// <summary>The must, not the aim.</summary>
    Must,

    /// <summary>The aim.</summary>
    Aim,
}
