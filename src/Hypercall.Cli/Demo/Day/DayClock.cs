namespace Hypercall.Cli.Demo.Day;

/// <summary>The demonstration's day, 2026-01-05 UTC, in minutes and in ms since the epoch.</summary>
internal static class DayClock
{
    /// <summary>The day as YYYYMMDD.</summary>
    public const int Today = 20_260_105;

    /// <summary>Its first instant.</summary>
    public const long StartMs = 1_767_571_200_000;

    public const long MinuteMs = 60_000;

    /// <summary>Minutes of the day.</summary>
    public const int Minutes = 24 * 60;

    public const int CrashBegins = 14 * 60;

    /// <summary>End of the crash: prices have fallen by 30 %.</summary>
    public const int CrashEnds = CrashBegins + 30;

    /// <summary>Minutes after midnight.</summary>
    public static int At(int hour, int minute) => hour * 60 + minute;
}
