using Hypercall.Engine.Numerics;
using Hypercall.Engine.Positions;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine.Accounting;

/// <summary>What a fill means for one of its two sides, computed before anything moves.</summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="PositionSlot">Slot of its position entry before the fill, or -1.</param>
/// <param name="SignedUnits">Contracts, positive for the buyer.</param>
/// <param name="Transition">The position after the fill.</param>
/// <param name="FeeUnits">Fee, negative for a rebate.</param>
/// <param name="Builder">Who shares the fee.</param>
internal readonly record struct FillSide(
    WalletAccount Wallet,
    int PositionSlot,
    long SignedUnits,
    PositionFillTransition Transition,
    Int128 FeeUnits,
    WalletAddress? Builder);
