using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Tests.Numerics;

public sealed class CalendarDateTests
{
    [Fact]
    public void Every_day_from_1970_to_2200_is_where_the_framework_puts_it()
    {
        for (DateTime day = DateTime.UnixEpoch; day.Year <= 2200; day = day.AddDays(1))
        {
            int date = day.Year * 10_000 + day.Month * 100 + day.Day;

            Demand.That(CalendarDate.IsValid(date), $"{date}");
            Assert.Equal((day - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond, CalendarDate.ToEpochMs(date));
        }
    }

    [Fact]
    public void Among_all_numbers_of_two_centuries_only_real_dates_are_valid()
    {
        for (int date = 19_690_000; date <= 21_010_000; date++)
        {
            bool real = date / 10_000 >= 1970
                && date / 100 % 100 is >= 1 and <= 12
                && date % 100 >= 1
                && date % 100 <= DateTime.DaysInMonth(date / 10_000, date / 100 % 100);
            Demand.That(real == CalendarDate.IsValid(date), $"{date}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-20_260_327)]
    [InlineData(19_691_231)]
    [InlineData(100_000_101)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void Numbers_out_of_range_are_no_dates(int date) => Assert.False(CalendarDate.IsValid(date));

    [Fact]
    public void The_last_day_is_that_of_the_engine() =>
        Assert.Equal(253_402_214_400_000, CalendarDate.ToEpochMs(99_991_231));
}
