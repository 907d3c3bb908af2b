namespace Hypercall.Views.Liquidations;

/// <summary>How far the liquidation of a wallet has come.</summary>
/// <param name="Mode">Partial or full while it goes on by itself, else none.</param>
public readonly record struct WalletLiquidation(WalletAddress Wallet, LiquidationState State, LiquidationMode Mode);
