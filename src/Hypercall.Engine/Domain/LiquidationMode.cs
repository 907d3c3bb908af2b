namespace Hypercall.Engine.Domain;

/// <summary>
/// How far the liquidation of a wallet has come that goes on by itself; the values are part of the canonical encoding.
/// </summary>
public enum LiquidationMode : byte
{
    /// <summary>Nothing goes on by itself (null in JSON).</summary>
    None = 0,

    /// <summary>The wallet is in PreLiquidation and may come back by itself.</summary>
    Grace = 1,

    /// <summary>Orders in its name close its positions little by little.</summary>
    Partial = 2,

    /// <summary>Its whole portfolio is at auction, or is being deleveraged.</summary>
    Full = 3,
}

/// <summary>Which modes a liquidation state has.</summary>
internal static class LiquidationModes
{
    /// <summary>
    /// Whether a wallet in a state may be in a mode: one in liquidation that an operator holds is in none.
    /// </summary>
    public static bool Has(this LiquidationState state, LiquidationMode mode) => state switch
    {
        LiquidationState.PreLiquidation => mode == LiquidationMode.Grace,
        LiquidationState.InLiquidation => mode != LiquidationMode.Grace,
        _ => mode == LiquidationMode.None,
    };
}
