namespace Hypercall.Cli.Demo.Day;

/// <summary>An auction began or ended.</summary>
internal readonly record struct DayAuction(long TimestampMs, LiquidationAuction Event);
