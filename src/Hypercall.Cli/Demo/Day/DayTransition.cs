namespace Hypercall.Cli.Demo.Day;

/// <summary>A wallet's liquidation state changed.</summary>
/// <param name="State">The state after.</param>
/// <param name="Mode">Partial or full while liquidation goes on by itself, else none.</param>
internal readonly record struct DayTransition(
    long TimestampMs, WalletAddress Wallet, LiquidationState State, LiquidationMode Mode);
