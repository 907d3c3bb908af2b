namespace Hypercall.Cli.Output;

/// <summary>Amounts, prices and times as tables show them to people; exact values are in the state file.</summary>
internal static class Figures
{
    /// <summary>Stands where there is no value.</summary>
    public const string None = "-";

    /// <summary>Whole cents, rounded half away from zero.</summary>
    public static string Usdc(Cash? cash) => cash is { } present ? $"{Cents(present):#,##0.00}" : None;

    /// <summary>A share in ppm as a percentage with its sign.</summary>
    public static string Move(long ppm) => $"{ppm / 10_000m:+0.##;-0.##;0}%";

    /// <summary>A share in ppm as a percentage.</summary>
    public static string Share(long ppm) => $"{ppm / 10_000m:0.##}%";

    /// <summary>A price or size in its shortest form.</summary>
    public static string Exact<T>(T? value)
        where T : struct => value?.ToString() ?? None;

    /// <summary>Where an engine stands: <c>after command 7, 2026-01-05 08:00:00.002 UTC</c>.</summary>
    public static string Place(ExchangeEngine engine) =>
        $"after command {engine.Sequence:#,##0}, {Time(engine.TimestampMs)}";

    /// <summary>An instant.</summary>
    public static string Time(long timestampMs) =>
        $"{DateTimeOffset.FromUnixTimeMilliseconds(timestampMs):yyyy-MM-dd HH:mm:ss.fff} UTC";

    private static decimal Cents(Cash cash)
    {
        const long unitsPerCent = Cash.UnitsPerUsdc / 100;
        (Int128 cents, Int128 rest) = Int128.DivRem(cash.Units, unitsPerCent);
        if (Int128.Abs(rest) * 2 >= unitsPerCent)
            cents += Int128.Sign(rest);
        return (decimal)cents / 100;
    }
}
