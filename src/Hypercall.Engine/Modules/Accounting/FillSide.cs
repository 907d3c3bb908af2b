namespace Hypercall.Engine.Modules.Accounting;

/// <summary>
/// What a fill means for one of its two sides, computed before anything moves. The engine keeps one for the taker and
/// one for the maker and fills them in anew for every fill.
/// </summary>
internal sealed class FillSide
{
    public WalletAccount Wallet { get; set; } = null!;

    /// <summary>Slot of its position entry before the fill, or -1.</summary>
    public int PositionSlot { get; set; }

    /// <summary>Contracts, positive for the buyer.</summary>
    public long SignedUnits { get; set; }

    /// <summary>Signed position after the fill.</summary>
    public long NewQuantityUnits { get; set; }

    /// <summary>Cost of the position after the fill.</summary>
    public Int128 NewCostUnits { get; set; }

    /// <summary>What the fill realizes; a profit is positive.</summary>
    public Int128 RealizedPnlUnits { get; set; }

    /// <summary>Fee, negative for a rebate.</summary>
    public Int128 FeeUnits { get; set; }

    /// <summary>Whether its order is one of a liquidation, whose fee goes to the insurance fund.</summary>
    public bool IsLiquidated { get; set; }

    /// <summary>Who shares the fee.</summary>
    public WalletAddress? Builder { get; set; }
}
