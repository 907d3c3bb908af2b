using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Pricing;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Margin;

/// <summary>
/// What margin keeps between commands decides nothing: an engine that has come all the way says of every order what one
/// says that was restored just before it.
/// </summary>
public sealed class KeptMarginTests
{
    private const int Steps = 120;

    [Theory]
    [InlineData(911, MarginMode.Standard)]
    [InlineData(912, MarginMode.Standard)]
    [InlineData(913, MarginMode.Portfolio)]
    public void An_engine_that_has_come_all_the_way_decides_as_one_just_restored(int firstSeed, MarginMode mode)
    {
        var codes = new SortedDictionary<RejectCode, int>();
        for (int seed = firstSeed * 100; seed < firstSeed * 100 + StreamShare.Of(20); seed++)
        {
            var venue = new KeptMarginVenue(seed, mode);
            for (int step = 0; step < Steps; step++)
            {
                venue.Move();
                (RejectCode code, bool isSame) = venue.PlaceAtTheEdge();
                Demand.That(isSame, $"seed {seed}, step {step}: {code}, and something else when made anew");
                codes[code] = codes.GetValueOrDefault(code) + 1;
            }
        }

        bool isBroad = codes.GetValueOrDefault(RejectCode.None) > 300
            && codes.GetValueOrDefault(RejectCode.InsufficientMargin) > 300
            && codes.GetValueOrDefault(RejectCode.MissingMark) > 20;
        Assert.True(isBroad || !StreamShare.IsWhole, string.Join(", ", codes));
    }

    [Fact]
    public void A_mark_is_not_kept_beyond_the_smile_that_it_is_of() => Assert.Equal(
        RejectCode.MissingMark, new KeptMarginVenue(915, MarginMode.Standard).PlaceAcrossTheLastSmilesExpiry());

    /// <summary>
    /// What a kept mark rests on: with less time to expiry an option is worth no more, to far more digits than are
    /// allowed for.
    /// </summary>
    [Fact]
    public void An_option_is_worth_no_more_with_less_time_to_expiry()
    {
        var random = new SeededRandom(917);
        for (int i = StreamShare.Of(300_000); i > 0; i--)
        {
            double spot = Scaled(random, -2, 6);
            double strike = spot * Scaled(random, -2, 2);
            double years = Scaled(random, -10, 1);
            double volatility = Scaled(random, -4, 1);
            double less = years * (1 - Scaled(random, -12, 0));
            OptionType type = random.Any<OptionType>();
            if (!BlackScholes.TryPrice(type, spot, strike, less, volatility, out double later))
                continue;
            BlackScholes.TryPrice(type, spot, strike, years, volatility, out double earlier);
            Demand.That(
                later <= earlier + Math.Max(spot, strike) * 1e-12,
                $"{type} {strike} at {spot}, {volatility}: {earlier} at {years} years, {later} at {less}");
        }
    }

    /// <summary>A number of any size between two powers of ten.</summary>
    private static double Scaled(SeededRandom random, int least, int most) =>
        Math.Pow(10, least + (most - least) * (random.Below(1_000_001) / 1e6));
}
