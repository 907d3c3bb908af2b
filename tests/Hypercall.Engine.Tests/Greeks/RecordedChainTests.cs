using System.Globalization;
using System.IO.Compression;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Tests.Greeks;

/// <summary>
/// Deribit's own greeks on its recorded ETH chain of 2023-04-17: Black-76 on the forward of the expiry, year of 365
/// days, price in coin; its theta is capped by the mark price and scaled down on the last day (both found by fit).
/// </summary>
public sealed class RecordedChainTests
{
    private const double MillisecondsPerDay = 86_400_000;
    private const double DaysPerYear = 365;

    [SharedDataFact]
    public void The_venues_own_greeks_are_met_on_every_row()
    {
        string path = SharedData.PathOf("deribit-eth-chain-2023-04-17.csv.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        string[] header = reader.ReadLine()!.Split(',');
        int rows = 0;
        while (reader.ReadLine() is { } line)
        {
            Check(header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second), line);
            rows++;
        }

        Assert.Equal(22_433, rows);
    }

    private static void Check(Dictionary<string, string> row, string line)
    {
        string[] name = row["instrument_name"].Split('-');
        DateTime date = DateTime.ParseExact(
            name[1], "dMMMyy", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        double expiryMs = (date - DateTime.UnixEpoch).TotalMilliseconds + 8 * 3_600_000;
        double days = (expiryMs - Number(row, "timestamp")) / MillisecondsPerDay;
        double years = days / DaysPerYear;
        double forward = Number(row, "underlying_price");
        double strike = double.Parse(name[2], CultureInfo.InvariantCulture);
        OptionType type = name[3] == "C" ? OptionType.Call : OptionType.Put;
        Assert.True(
            BlackScholes.TryCompute(
                type, forward, strike, years, Number(row, "mark_iv") / 100, out OptionGreeks greeks), line);

        double dailyTheta = -greeks.Theta * BlackScholes.DaysPerYear / DaysPerYear * Math.Min(1, days);
        Near("mark_price", greeks.Price / forward, 2e-3);
        Near("delta", greeks.Delta, 1e-4);
        Near("gamma", greeks.Gamma, 7e-6);
        Near("vega", greeks.Vega, 1e-3);
        Near("theta", -Math.Min(dailyTheta, greeks.Price), 6e-3);
        Near("rho", (forward * greeks.Delta - greeks.Price) * years / 100, 4e-4);

        void Near(string what, double actual, double tolerance) => Assert.True(
            Math.Abs(actual - Number(row, what)) <= tolerance, $"{what} {actual:R} in {line}");
    }

    private static double Number(Dictionary<string, string> row, string column) =>
        double.Parse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture);
}
