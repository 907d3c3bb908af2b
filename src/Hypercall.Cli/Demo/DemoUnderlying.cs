using Hypercall.Engine.Pricing;

namespace Hypercall.Cli.Demo;

/// <summary>
/// An underlying of a demonstration: its index and volatility now, and the options that are listed on it. Marks are
/// those of the engine, for whoever quotes and trades.
/// </summary>
/// <param name="startUsdc">Index price in USDC when the demonstration begins.</param>
/// <param name="expiryMinutes">Time of day at which its options expire, minutes after 00:00 UTC.</param>
/// <param name="sizeUnit">What sizes of orders are multiples of.</param>
/// <param name="percents">Strikes as percentages of the index at the start.</param>
/// <param name="dates">Expiries as YYYYMMDD, ascending.</param>
internal sealed class DemoUnderlying(
    string name, long startUsdc, int expiryMinutes, Quantity sizeUnit, int[] percents, int[] dates)
{
    private const long VolatilityGrid = 10_000;
    private const long MinuteMs = 60_000;
    private readonly long[] _strikes = [.. percents.Select(percent => startUsdc * percent / 100)];
    private long _volatilityUnits;

    public string Name => name;

    /// <summary>Index price at the start.</summary>
    public long StartUnits { get; } = startUsdc * Price.UnitsPerUsdc;

    /// <summary>Index price now.</summary>
    public long IndexUnits { get; private set; } = startUsdc * Price.UnitsPerUsdc;

    /// <summary>Number of expiries that are listed.</summary>
    public int ExpiryCount => dates.Length;

    /// <summary>Minute of the day at which today's options expire.</summary>
    public int ExpiryMinutes => expiryMinutes;

    /// <summary>A size of so many of its units: those of a dearer underlying are smaller.</summary>
    public Quantity Size(int units) => new(units * sizeUnit.Units);

    /// <summary>Moves index and volatility.</summary>
    /// <param name="index">Index price as a share of the start's.</param>
    /// <param name="volatility">Volatility of an option at the money, as a fraction.</param>
    public void Move(double index, double volatility)
    {
        const long cent = Price.UnitsPerUsdc / 100;
        IndexUnits = (long)(index * StartUnits / cent) * cent;
        _volatilityUnits = (long)(volatility * Price.UnitsPerUsdc);
    }

    /// <summary>Lists the next day's options in the place of those that have expired.</summary>
    public void RollToday() => dates[0]++;

    /// <summary>Date of an expiry as YYYYMMDD.</summary>
    public int Date(int expiry) => dates[expiry];

    /// <summary>All options of an expiry, a strike's call and put side by side.</summary>
    public IEnumerable<DemoOption> Options(int expiry)
    {
        foreach (long strike in _strikes)
        {
            yield return Option(expiry, strike, OptionType.Call);
            yield return Option(expiry, strike, OptionType.Put);
        }
    }

    /// <summary>An option by its strike.</summary>
    /// <param name="expiry">Its expiry's place in the list.</param>
    /// <param name="percent">The strike as a percentage of the start's index, as one of those given.</param>
    /// <param name="type">Call or put.</param>
    public DemoOption OptionAt(int expiry, int percent, OptionType type) =>
        Option(expiry, StartUnits / Price.UnitsPerUsdc * percent / 100, type);

    /// <summary>The smile of an expiry now: strikes away from the index cost more.</summary>
    public IvUpdate Smile(int expiry) => new(
        Name,
        dates[expiry],
        [.. _strikes.Select(strike => new VolatilityPoint(Price.FromUsdc(strike), VolatilityAt(strike)))]);

    /// <summary>The engine's mark of an option, in units; 0 where it has none.</summary>
    public long MarkUnits(in DemoOption option, long nowMs) => FillGreeks.TryCompute(
        option.Type,
        IndexUnits,
        option.StrikeUsdc * Price.UnitsPerUsdc,
        VolatilityAt(option.StrikeUsdc) / (double)Price.UnitsPerUsdc,
        option.ExpiryMs,
        nowMs,
        out FillGreeks greeks)
        ? greeks.MarkUnits
        : 0;

    private long VolatilityAt(long strike)
    {
        double distance = Math.Abs((double)strike * Price.UnitsPerUsdc / IndexUnits - 1);
        long units = (long)(_volatilityUnits * (1 + distance / 2));
        return units - units % VolatilityGrid;
    }

    private DemoOption Option(int expiry, long strike, OptionType type)
    {
        int date = dates[expiry];
        string symbol = ParsedInstrument.FormatSymbol(new ContractKey(Name, date, Price.FromUsdc(strike), type));
        return new DemoOption(symbol, strike, type, CalendarDate.ToEpochMs(date) + expiryMinutes * MinuteMs);
    }
}
