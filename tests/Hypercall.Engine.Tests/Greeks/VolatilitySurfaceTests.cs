using Hypercall.Engine.Domain;
using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Tests.Greeks;

public sealed class VolatilitySurfaceTests
{
    private const long Day = 86_400_000;
    private const long Now = 20_000 * Day;

    [Theory]
    [InlineData(50, 0.8)]
    [InlineData(90, 0.8)]
    [InlineData(95, 0.7)]
    [InlineData(100, 0.6)]
    [InlineData(105, 0.625)]
    [InlineData(120, 0.7)]
    [InlineData(500, 0.7)]
    public void Linear_in_strike_and_flat_outside(long strike, double expected) =>
        Assert.Equal(expected, Find([Smile(10, (90, 0.8), (100, 0.6), (120, 0.7))], strike, 10)!.Value, 1e-15);

    [Fact]
    public void A_smile_of_one_point_is_flat()
    {
        foreach (long strike in new long[] { 1, 100, 1_000_000 })
            Assert.Equal(0.55, Find([Smile(10, (100, 0.55))], strike, 10));
    }

    [Theory]
    [InlineData(1, 0.4)]
    [InlineData(10, 0.4)]
    [InlineData(30, 0.6)]
    [InlineData(300, 0.6)]
    public void Flat_outside_the_known_expiries_and_exact_on_them(int days, double expected) =>
        Assert.Equal(expected, Find([Smile(10, (100, 0.4)), Smile(30, (100, 0.6))], 100, days));

    [Theory]
    [InlineData(11)]
    [InlineData(20)]
    [InlineData(29)]
    public void Linear_in_total_variance_between_expiries(int days)
    {
        double near = 0.4 * 0.4 * 10;
        double far = 0.6 * 0.6 * 30;
        double expected = Math.Sqrt((near + (far - near) * (days - 10) / 20) / days);
        Assert.Equal(expected, Find([Smile(10, (100, 0.4)), Smile(30, (100, 0.6))], 100, days)!.Value, 1e-15);
    }

    [Fact]
    public void Only_the_neighbouring_expiries_count()
    {
        VolatilitySmile[] smiles =
            [Smile(5, (100, 3.0)), Smile(10, (100, 0.5)), Smile(30, (100, 0.5)), Smile(60, (100, 2.0))];
        Assert.Equal(0.5, Find(smiles, 100, 20)!.Value, 1e-15);
    }

    [Fact]
    public void Each_expiry_is_read_at_the_strike_first()
    {
        VolatilitySmile[] smiles = [Smile(10, (100, 0.4), (200, 0.6)), Smile(30, (150, 0.5))];
        Assert.Equal(0.5, Find(smiles, 150, 20)!.Value, 1e-15);
    }

    [Fact]
    public void Expired_smiles_are_ignored()
    {
        VolatilitySmile[] smiles = [Smile(-1, (100, 3.0)), Smile(0, (100, 2.0)), Smile(30, (100, 0.6))];
        Assert.Equal(0.6, Find(smiles, 100, 20));
        Assert.Null(Find(smiles[..2], 100, 20));
        Assert.Null(Find([], 100, 20));
    }

    [Theory]
    [InlineData(0, 0.9)]
    [InlineData(60_000, 0.9)]
    [InlineData(59_999, 0.5)]
    public void A_stale_exact_expiry_falls_back_to_its_neighbours(long maxAgeMs, double expected)
    {
        VolatilitySmile[] smiles =
        [
            Smile(10, (100, 0.5)), Smile(20, (100, 0.9)) with { UpdatedAtMs = Now - 60_000 }, Smile(30, (100, 0.5)),
        ];
        Assert.Equal(expected, Find(smiles, 100, 20, maxAgeMs)!.Value, 1e-15);
        Assert.Equal(expected, Find(smiles[1..], 100, 20, maxAgeMs)!.Value, 1e-15);
        Assert.Equal(expected, Find(smiles[..2], 100, 20, maxAgeMs)!.Value, 1e-15);
    }

    [Fact]
    public void Nothing_is_left_when_all_are_stale() =>
        Assert.Null(Find([Smile(20, (100, 0.9)) with { UpdatedAtMs = Now - 2 }], 100, 20, 1));

    [Fact]
    public void An_exact_expiry_is_known_by_its_date_though_the_time_of_expiry_changed()
    {
        VolatilitySmile moved = Smile(20, (100, 0.9));
        VolatilitySmile[] smiles = [Smile(10, (100, 0.5)), moved with { ExpiryMs = moved.ExpiryMs + 3_600_000 }];
        Assert.Equal(0.9, Find(smiles, 100, 20));
    }

    private static double? Find(VolatilitySmile[] smiles, long strike, int days, long maxAgeMs = 0) =>
        VolatilitySurface.Find(
            [.. smiles], new ContractKey("ETH", Date(days), Price.FromUsdc(strike), OptionType.Call), Now + days * Day,
            Now, maxAgeMs);

    private static VolatilitySmile Smile(int days, params (long Strike, double Volatility)[] points) => new(
        Date(days), Now + days * Day, Now,
        [.. points.Select(point => new VolatilityPoint(
            Price.FromUsdc(point.Strike), (long)Math.Round(point.Volatility * 1e8)))]);

    private static int Date(int days)
    {
        DateTime date = DateTime.UnixEpoch.AddMilliseconds(Now + days * Day);
        return date.Year * 10_000 + date.Month * 100 + date.Day;
    }
}
