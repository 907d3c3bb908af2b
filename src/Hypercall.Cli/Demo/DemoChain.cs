using Hypercall.Engine.Numerics;

namespace Hypercall.Cli.Demo;

/// <summary>
/// The option chain of the demonstration and the prices its makers think fair: a rule of thumb, no model.
/// </summary>
internal sealed class DemoChain
{
    public const string Underlying = "ETH";

    /// <summary>Instruments of one expiry: a strike's call and put side by side.</summary>
    public const int PerExpiry = 12;

    private const double Volatility = 0.6;
    private const double MillisecondsPerYear = 365.25 * 86_400_000;

    /// <summary>Share of S·σ·√T that an option at the money is worth: 1 / √(2π), rounded.</summary>
    private const double AtTheMoney = 0.4;

    private static readonly int[] Strikes = [2_700, 2_850, 2_950, 3_050, 3_150, 3_300];

    private static readonly (int Date, long ExpiryMs)[] Expiries =
    [
        (20_260_109, 1_767_945_600_000),
        (20_260_130, 1_769_760_000_000),
    ];

    private readonly List<(string Symbol, int Strike, bool Call, long ExpiryMs)> _options = [];

    public DemoChain()
    {
        foreach ((int date, long expiryMs) in Expiries)
        {
            foreach (int strike in Strikes)
            {
                Add(date, strike, call: true, expiryMs);
                Add(date, strike, call: false, expiryMs);
            }
        }
    }

    /// <summary>Number of expiries.</summary>
    public static int ExpiryCount => Expiries.Length;

    /// <summary>Number of options.</summary>
    public int Count => _options.Count;

    /// <summary>Date of an expiry as YYYYMMDD.</summary>
    public static int ExpiryDate(int expiry) => Expiries[expiry].Date;

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

    private void Add(int date, int strike, bool call, long expiryMs)
    {
        string symbol = $"{Underlying}-{date}-{strike}-{(call ? 'C' : 'P')}";
        _options.Add((symbol, strike, call, expiryMs));
    }
}
