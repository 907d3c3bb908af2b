namespace Hypercall.Engine.Domain;

/// <summary>Liquidation states; the values are part of the canonical encoding.</summary>
public enum LiquidationState : byte
{
    /// <summary>No restriction.</summary>
    Healthy = 0,

    /// <summary>Only orders that reduce risk.</summary>
    PreLiquidation = 1,

    /// <summary>No orders.</summary>
    InLiquidation = 2,

    /// <summary>No orders.</summary>
    Liquidated = 3,
}
