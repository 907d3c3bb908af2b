using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;

namespace Hypercall.Cli.Demo.Day;

/// <summary>A wallet's liquidation state changed.</summary>
/// <param name="State">The state after.</param>
internal readonly record struct DayTransition(long TimestampMs, WalletAddress Wallet, LiquidationState State);
