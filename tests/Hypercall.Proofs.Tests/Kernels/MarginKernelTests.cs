using System.Numerics;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Modules.Margin;
using Hypercall.Engine.State;
using Hypercall.Engine.Book;
using Hypercall.Testing.Twin;

namespace Hypercall.Proofs.Tests.Kernels;

/// <summary>Standard margin of one short contract over the whole ranges of strike, index, mark and rules.</summary>
public sealed class MarginKernelTests
{
    private const long MostPrice = 1_000_000_000L * Price.UnitsPerUsdc;

    private static readonly StandardMarginRules[] Rules =
    [
        RuleSet.Default.Standard,
        new(0, 0, 0),
        new(1_000_000, 1_000_000, 1_000_000),
        new(333_333, 123_457, 999_999),
        new(1, 0, 1),
    ];

    [Theory]
    [InlineData("C")]
    [InlineData("P")]
    public void Margin_of_one_option_is_what_unbounded_integers_say(string type)
    {
        long[] prices = Edges.Unsigned(MostPrice, 36);
        foreach (long strike in prices.Where(strike => strike > 0))
        {
            string text = new Price(strike).ToString();
            Instrument instrument = Option($"BTC-20260110-{text}-{type}");
            foreach (StandardMarginRules rules in Rules)
                Check(instrument, rules, prices);
        }
    }

    private static void Check(Instrument instrument, StandardMarginRules rules, long[] prices)
    {
        instrument.Underlying.Rules = UnderlyingRules.Resolve(RuleSet.Default with { Standard = rules }, "BTC");
        foreach (long index in prices)
        {
            foreach (long mark in prices)
            {
                OptionValuation valuation = Valuation(index, mark);
                BigInteger initial = StandardMargin.InitialUnits(instrument, valuation);
                BigInteger maintenance = StandardMargin.MaintenanceUnits(instrument, valuation);
                bool agrees = initial == Initial(instrument, rules, index, mark)
                    && maintenance == Maintenance(instrument, rules, index, mark);
                Demand.That(agrees, $"{instrument.Symbol} {rules} at {index}, mark {mark}");
            }
        }
    }

    private static OptionValuation Valuation(long index, long mark) =>
        new() { HasMark = true, MarkUnits = mark, IndexUnits = index };

    private static Instrument Option(string symbol)
    {
        var underlying = new Underlying(0, "BTC", UnderlyingRules.Resolve(RuleSet.Default, "BTC"));
        var book = new LimitOrderBook(new OrderStore(), 1);
        return new Instrument(0, ParsedInstrument.Parse(symbol), underlying, 0, book);
    }

    private static BigInteger Initial(Instrument option, StandardMarginRules rules, BigInteger index, BigInteger mark)
    {
        BigInteger strike = option.Parsed.Key.Strike.Units;
        bool isCall = option.Parsed.Key.Type == OptionType.Call;
        BigInteger outOfTheMoney = BigInteger.Max(0, isCall ? strike - index : index - strike);
        BigInteger charge = BigInteger.Max(
            rules.ImPpm * index - outOfTheMoney * NaiveMath.PartsPerMillion, rules.ImFloorPpm * index);
        BigInteger initial = OnMark(charge, mark);
        return isCall ? initial : BigInteger.Max(initial, Maintenance(option, rules, index, mark));
    }

    private static BigInteger Maintenance(
        Instrument option, StandardMarginRules rules, BigInteger index, BigInteger mark)
    {
        bool isCall = option.Parsed.Key.Type == OptionType.Call;
        return OnMark(rules.MmPpm * (isCall ? index : BigInteger.Max(index, mark)), mark);
    }

    private static BigInteger OnMark(BigInteger millionths, BigInteger mark) =>
        NaiveMath.DivideRounded(millionths + mark * NaiveMath.PartsPerMillion, NaiveMath.PartsPerMillion);
}
