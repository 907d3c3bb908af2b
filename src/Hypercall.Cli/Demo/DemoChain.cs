namespace Hypercall.Cli.Demo;

/// <summary>
/// The option chain of the demonstration and the prices its makers think fair: a rule of thumb, no model.
/// </summary>
internal sealed class DemoChain
{
    public const string Underlying = "ETH";

    /// <summary>Instruments of one expiry: a strike's call and put side by side.</summary>
    public const int PerExpiry = 12;

    /// <summary>The spot price before the first move.</summary>
    public const double FirstSpot = 3_000;

    private const double Volatility = 0.6;
    private const double MillisecondsPerYear = 365.25 * 86_400_000;

    /// <summary>Share of S·σ·√T that an option at the money is worth: 1 / √(2π), rounded.</summary>
    private const double AtTheMoney = 0.4;

    private static readonly int[] Strikes = [2_700, 2_850, 2_950, 3_050, 3_150, 3_300];

    /// <summary>Days from the first command's day to each expiry.</summary>
    private static readonly int[] DaysToExpiry = [4, 25];

    /// <summary>The hour of UTC at which options expire.</summary>
    private const int ExpiryHour = 8;

    private readonly (int Date, long ExpiryMs)[] _expiries;
    private readonly List<(string Symbol, int Strike, bool Call, long ExpiryMs)> _options = [];

    /// <summary>The chain of a venue that opens at an instant.</summary>
    public DemoChain(long opensMs)
    {
        _expiries = [.. DaysToExpiry.Select(days => Expiry(opensMs, days))];
        foreach ((int date, long expiryMs) in _expiries)
        {
            foreach (int strike in Strikes)
            {
                Add(date, strike, call: true, expiryMs);
                Add(date, strike, call: false, expiryMs);
            }
        }
    }

    /// <summary>Number of expiries.</summary>
    public static int ExpiryCount => DaysToExpiry.Length;

    /// <summary>Number of options.</summary>
    public int Count => _options.Count;

    /// <summary>Date of an expiry as YYYYMMDD.</summary>
    public int ExpiryDate(int expiry) => _expiries[expiry].Date;

    /// <summary>Strikes of every expiry.</summary>
    public static IReadOnlyList<int> StrikePrices => Strikes;

    public string SymbolAt(int option) => _options[option].Symbol;

    /// <summary>Fair price in USDC: intrinsic value and a time value that fades away from the money.</summary>
    public double FairPrice(int option, double spot, long nowMs)
    {
        (_, int strike, bool call, long expiryMs) = _options[option];
        double years = (expiryMs - nowMs) / MillisecondsPerYear;
        double peak = AtTheMoney * spot * Volatility * Math.Sqrt(years);
        double distance = Math.Abs(spot - strike);
        double intrinsic = Math.Max(0, call ? spot - strike : strike - spot);
        return intrinsic + peak * peak / (peak + distance);
    }

    /// <summary>
    /// A price on the default rules' grid: at most two decimals and five significant figures, above zero.
    /// </summary>
    public static Price OnGrid(double usdc)
    {
        const double smallest = 0.01;
        const double fiveFiguresUpTo = 999.99;
        long hundredths = (long)(Math.Max(usdc, smallest) * 100 + 0.5);
        if (usdc > fiveFiguresUpTo)
            hundredths -= hundredths % 10;
        return new Price(hundredths * (Price.UnitsPerUsdc / 100));
    }

    private static (int Date, long ExpiryMs) Expiry(long opensMs, int days)
    {
        DateTimeOffset opens = DateTimeOffset.FromUnixTimeMilliseconds(opensMs);
        var expiry = new DateTimeOffset(opens.UtcDateTime.Date.AddDays(days).AddHours(ExpiryHour), TimeSpan.Zero);
        return (expiry.Year * 10_000 + expiry.Month * 100 + expiry.Day, expiry.ToUnixTimeMilliseconds());
    }

    private void Add(int date, int strike, bool call, long expiryMs)
    {
        string symbol = $"{Underlying}-{date}-{strike}-{(call ? 'C' : 'P')}";
        _options.Add((symbol, strike, call, expiryMs));
    }
}
