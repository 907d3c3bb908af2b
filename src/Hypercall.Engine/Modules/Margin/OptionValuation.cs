using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// What is known of an option's value at one instant of one market: filled in step by step by
/// <see cref="OptionValuer"/>, which also decides how long it holds. Derived, never part of the state.
/// </summary>
internal sealed class OptionValuation
{
    /// <summary>Time it was made at, or -1.</summary>
    public long AtMs { get; set; } = -1;

    /// <summary>Which of the times in which its market stood still it was made in.</summary>
    public long SteadyVersion { get; set; }

    /// <summary>True when it was made for an instrument that awaits its settlement price.</summary>
    public bool IsPending { get; set; }

    /// <summary>False when there is no index price that counts or, before expiry, no volatility.</summary>
    public bool HasMark { get; set; }

    /// <summary>Mark price; pending: intrinsic value at the average or the index.</summary>
    public long MarkUnits { get; set; }

    /// <summary>The mark as the model gives it, before it is rounded; pending: not used.</summary>
    public double ExactMark { get; set; }

    /// <summary>The index price it was made from; the strike where there never was one.</summary>
    public long IndexUnits { get; set; }

    /// <summary>The volatility it was made from, as a fraction; pending: 0.</summary>
    public double Volatility { get; set; }

    /// <summary>True once <see cref="ScenarioMoves"/> has been filled in.</summary>
    public bool HasScenarios { get; set; }

    /// <summary>Price under each scenario of the underlying's grid less the mark, neither of them rounded.</summary>
    public double[] ScenarioMoves { get; set; } = [];

    /// <summary>True once the standard margins have been filled in.</summary>
    public bool HasStandardMargin { get; set; }

    /// <summary>Standard initial margin of one short contract.</summary>
    public long InitialMarginUnits { get; set; }

    /// <summary>Standard maintenance margin of one short contract.</summary>
    public long MaintenanceMarginUnits { get; set; }

    /// <summary>True once the greeks have been asked for.</summary>
    public bool HasGreeks { get; set; }

    /// <summary>The greeks, or null when they cannot be had.</summary>
    public FillGreeks? Greeks { get; set; }

    /// <summary>The mark, or what a position that was never marked counts: a long 0, a short its entry price.</summary>
    public long MarkOf(long quantityUnits, Int128 costUnits)
    {
        if (HasMark)
            return MarkUnits;
        return quantityUnits >= 0 ? 0 : EnginePosition.EntryPrice(quantityUnits, costUnits).Units;
    }

    /// <summary>Forgets all but the array, unless it was made of just that: false.</summary>
    public bool TryStart(long nowMs, long steadyVersion, bool isPending)
    {
        if (AtMs == nowMs && SteadyVersion == steadyVersion && IsPending == isPending)
            return false;
        AtMs = nowMs;
        SteadyVersion = steadyVersion;
        IsPending = isPending;
        HasMark = false;
        HasScenarios = false;
        HasGreeks = false;
        HasStandardMargin = false;
        Volatility = 0;
        ExactMark = 0;
        MarkUnits = 0;
        return true;
    }
}
