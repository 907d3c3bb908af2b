using System.Numerics;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Modules.Margin;
using Hypercall.Engine.State;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Margin;

/// <summary>Which longs cover which shorts (risk.md §A4), against the naive pairing, and what it costs to find.</summary>
public sealed class ShortCoverTests
{
    private static readonly int[] Expiries = [20260104, 20260110, 20260130, 20260227];
    private static readonly long[] Sizes = [500_000, 1_000_000, 1_000_001, 3_000_000];
    private readonly RiskVenue _venue = new();
    private readonly PortfolioLegs _legs;
    private readonly ShortCover _cover = new();
    private readonly OptionValuer _valuer;

    public ShortCoverTests()
    {
        _valuer = new OptionValuer(_venue.Engine.State);
        _legs = new PortfolioLegs(_venue.Engine.State, _valuer);
        _venue.Quote("ETH", "3200");
    }

    private EngineState State => _venue.Engine.State;

    [Theory]
    [InlineData(1021)]
    [InlineData(1022)]
    [InlineData(1023)]
    public void Shorts_are_covered_as_by_the_naive_pairing(int seed)
    {
        var random = new SeededRandom((ulong)seed);
        Instrument[] listed = [.. Expiries.SelectMany(Chain)];
        _venue.Accept(new Commands.MarketAction(Commands.MarketActionKind.Expire, listed[5].Symbol));
        int covered = 0;
        for (int round = StreamShare.Of(1_500); round > 0; round--)
        {
            Hold(listed.Where(_ => random.PerMille(400)).Select(
                instrument => (instrument, random.PickFrom(Sizes) * random.Pick(-1, 1))));
            long[] sold = [.. Enumerable.Range(0, _legs.Count).Select(
                _ => random.PerMille(800) ? 0 : random.PickFrom(Sizes))];
            PortfolioMarginRules rules = RuleSet.Default.Portfolio with
            {
                CoverPpm = random.Pick(0, 20_000, 200_000, 1_000_000),
                GammaHours = random.Pick(0, 100, 300, 10_000),
            };
            _cover.Measure(rules, _legs, sold, State.TimestampMs);
            (BigInteger floor, BigInteger gamma) = Naive(rules, sold);
            Demand.That(
                floor / Rounding.PpmUnit == _cover.Floor.WholeUnits
                    && gamma / Rounding.PpmUnit == _cover.Gamma.WholeUnits,
                $"seed {seed}, round {round}: {_cover.Floor.WholeUnits} and {_cover.Gamma.WholeUnits}");
            covered += floor == Naive(rules with { CoverPpm = 0 }, sold).Floor ? 0 : 1;
        }

        Assert.True(covered > StreamShare.Of(500), $"only {covered} rounds in which the bound counts");
    }

    /// <summary>Every long covers a short, or the longs are soon used up.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public void Twice_the_legs_are_little_more_than_twice_the_work(int times)
    {
        long once = Looks(64, times);
        long twice = Looks(128, times);
        Assert.InRange(twice, once, once * 5 / 2);
    }

    private long Looks(int longs, int times)
    {
        Hold(Enumerable.Range(0, longs * 3).Select(i => (
            Find($"ETH-20260130-{3_000 + i}-C"),
            i % 3 == 0 ? Quantity.UnitsPerContract : -Quantity.UnitsPerContract * times)));
        long before = _cover.Looks;
        _cover.Measure(RuleSet.Default.Portfolio, _legs, default, State.TimestampMs);
        return _cover.Looks - before;
    }

    private IEnumerable<Instrument> Chain(int expiry) => Enumerable.Range(4, 16).SelectMany(
        strike => new[] { "C", "P" }.Select(type => Find($"ETH-{expiry}-{strike * 250}-{type}")));

    private Instrument Find(string symbol)
    {
        _venue.List(symbol);
        return State.Markets.Find(symbol)!;
    }

    private void Hold(IEnumerable<(Instrument Instrument, long Units)> held)
    {
        MarginHypothesis hypothesis = new MarginHypothesis(State.Positions).Start(null);
        foreach ((Instrument instrument, long units) in held)
            hypothesis.Fill(instrument, units, priceUnits: 0, feeUnits: 0);
        _legs.Suppose(null, State.Markets.FindUnderlying("ETH")!, hypothesis);
        for (int i = 0; i < _legs.Count; i++)
            _legs[i].Valuation = _valuer.Best(_legs[i].Instrument, out _legs[i].Marks);
    }

    private (BigInteger Floor, BigInteger Gamma) Naive(PortfolioMarginRules rules, long[] sold)
    {
        var pairing = new NaivePairing(
            rules, option => option.Expiry - State.TimestampMs <= rules.GammaHours * 3_600_000);
        return pairing.Charges(Enumerable.Range(0, _legs.Count)
            .Where(i => !_legs[i].Valuation.IsPending).Select(i => Naive(_legs[i], sold[i])));
    }

    private static NaiveHolding Naive(in PortfolioLeg leg, long sold)
    {
        var instrument = new NaiveInstrument
        {
            Key = leg.Instrument.Parsed.Key,
            Symbol = leg.Instrument.Symbol,
            Expiry = leg.Instrument.ExpiryMs,
        };
        var value = new NaiveValue(instrument, leg.Valuation.IndexUnits, 0, 0, null);
        return new NaiveHolding(value, leg.QuantityUnits, leg.QuantityUnits - sold);
    }
}
