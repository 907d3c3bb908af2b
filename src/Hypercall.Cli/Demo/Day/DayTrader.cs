namespace Hypercall.Cli.Demo.Day;

/// <summary>A wallet of the demonstration's day.</summary>
/// <param name="Mode">Its margin mode from the start.</param>
/// <param name="DepositUsdc">What it begins with.</param>
internal sealed record DayTrader(string Name, WalletAddress Wallet, MarginMode Mode, long DepositUsdc);
