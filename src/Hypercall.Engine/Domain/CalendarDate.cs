using System.Globalization;

namespace Hypercall.Engine.Domain;

/// <summary>A date of the Gregorian calendar as the integer YYYYMMDD, and its distance from 1970-01-01.</summary>
public static class CalendarDate
{
    /// <summary>Milliseconds in a day; the engine's days have no leap seconds.</summary>
    public const long MillisecondsPerDay = 86_400_000;

    private const int FirstYear = 1970;
    private const int LastYear = 9999;

    private static readonly GregorianCalendar Calendar = new();
    private static readonly int Epoch = new DateOnly(FirstYear, 1, 1).DayNumber;

    /// <summary>True for a real date from 19700101 to 99991231.</summary>
    public static bool IsValid(int yyyymmdd)
    {
        int year = yyyymmdd / 10_000;
        int month = yyyymmdd / 100 % 100;
        int day = yyyymmdd % 100;
        return year is >= FirstYear and <= LastYear && month is >= 1 and <= 12 && day >= 1
            && day <= Calendar.GetDaysInMonth(year, month);
    }

    /// <summary>Milliseconds from the epoch to the start (00:00 UTC) of a valid date.</summary>
    public static long ToEpochMs(int yyyymmdd)
    {
        var date = new DateOnly(yyyymmdd / 10_000, yyyymmdd / 100 % 100, yyyymmdd % 100);
        return (date.DayNumber - Epoch) * MillisecondsPerDay;
    }
}
