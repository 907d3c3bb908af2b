using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Tests.Numerics;

public sealed class ParsedInstrumentTests
{
    private const long MaxStrike = Price.MaxUnits;

    [Theory]
    [InlineData("BTC-20260327-70000-C", "BTC", 20_260_327, 7_000_000_000_000, OptionType.Call)]
    [InlineData("ETH-20280229-3500.5-P", "ETH", 20_280_229, 350_050_000_000, OptionType.Put)]
    [InlineData("A-19700101-0.00000001-C", "A", 19_700_101, 1, OptionType.Call)]
    [InlineData("A12345678901234B-99991231-1000000000-P", "A12345678901234B", 99_991_231, MaxStrike, OptionType.Put)]
    [InlineData("X1-20260327-10.5-C", "X1", 20_260_327, 1_050_000_000, OptionType.Call)]
    public void A_canonical_symbol_is_taken_apart_and_put_together(
        string symbol, string underlying, int date, long strike, OptionType type)
    {
        ParsedInstrument instrument = ParsedInstrument.Parse(symbol);

        Assert.Equal(new ContractKey(underlying, date, new Price(strike), type), instrument.Key);
        Assert.Equal(symbol, instrument.Symbol);
        Assert.Equal(symbol, ParsedInstrument.FormatSymbol(instrument.Key));
        Assert.True(ParsedInstrument.IsOptionSymbol(symbol));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("BTC")]
    [InlineData("BTC-PERP")]
    [InlineData("btc-20260327-70000-C")]
    [InlineData("1BTC-20260327-70000-C")]
    [InlineData("B_C-20260327-70000-C")]
    [InlineData("-20260327-70000-C")]
    [InlineData("A1234567890123456-20260327-70000-C")]
    [InlineData("BTC-20260229-70000-C")]
    [InlineData("BTC-20261301-70000-C")]
    [InlineData("BTC-20260300-70000-C")]
    [InlineData("BTC-19691231-70000-C")]
    [InlineData("BTC-2026032-70000-C")]
    [InlineData("BTC-202603270-70000-C")]
    [InlineData("BTC-2026032x-70000-C")]
    [InlineData("BTC-+2026327-70000-C")]
    [InlineData("BTC-20260327-070000-C")]
    [InlineData("BTC-20260327-70000.0-C")]
    [InlineData("BTC-20260327-70000.50-C")]
    [InlineData("BTC-20260327-70000.-C")]
    [InlineData("BTC-20260327-.5-C")]
    [InlineData("BTC-20260327-0-C")]
    [InlineData("BTC-20260327--1-C")]
    [InlineData("BTC-20260327-+1-C")]
    [InlineData("BTC-20260327-1e5-C")]
    [InlineData("BTC-20260327-0.000000001-C")]
    [InlineData("BTC-20260327-1000000000.00000001-C")]
    [InlineData("BTC-20260327-99999999999999999999-C")]
    [InlineData("BTC-20260327--C")]
    [InlineData("BTC-20260327-70000-X")]
    [InlineData("BTC-20260327-70000-c")]
    [InlineData("BTC-20260327-70000-")]
    [InlineData("BTC-20260327-70000")]
    [InlineData("BTC-20260327-70000-C ")]
    [InlineData(" BTC-20260327-70000-C")]
    [InlineData("BTC-20260327-70000-C-C")]
    [InlineData("BTC-20260327-70 000-C")]
    public void Any_other_symbol_is_refused(string symbol)
    {
        Assert.False(ParsedInstrument.TryParse(symbol, out ParsedInstrument? instrument));
        Assert.Null(instrument);
        Assert.False(ParsedInstrument.IsOptionSymbol(symbol));
        Assert.Throws<FormatException>(() => ParsedInstrument.Parse(symbol));
    }

    [Theory]
    [InlineData(20_260_206, 50_000)]
    public void A_damaged_symbol_is_refused_or_another_contract(int seed, int cases)
    {
        const string Alphabet = "ABTC-0123456789.PCc+ ";
        const string Symbol = "BTC-20260327-70000.5-C";
        var random = new Random(seed);
        for (int i = 0; i < cases; i++)
        {
            char[] damaged = Symbol.ToCharArray();
            for (int changes = 1 + random.Next(2); changes > 0; changes--)
                damaged[random.Next(damaged.Length)] = Alphabet[random.Next(Alphabet.Length)];
            string text = new(damaged);

            bool parsed = ParsedInstrument.TryParse(text, out ParsedInstrument? instrument);

            Assert.True(
                !parsed || text == ParsedInstrument.FormatSymbol(instrument!.Key), $"seed {seed}, case {i}: {text}");
        }
    }

    [Theory]
    [InlineData("BTC-PERP", "BTC")]
    [InlineData("A123456789012345-PERP", "A123456789012345")]
    [InlineData("-PERP", null)]
    [InlineData("btc-PERP", null)]
    [InlineData("BTC-perp", null)]
    [InlineData("BTC-PERP-PERP", null)]
    [InlineData("BTC", null)]
    public void A_perpetual_names_its_underlying(string symbol, string? underlying) =>
        Assert.Equal(underlying, ParsedInstrument.PerpUnderlying(symbol));

    [Theory]
    [InlineData("A", true)]
    [InlineData("A0Z9", true)]
    [InlineData("ABCDEFGHIJKLMNOP", true)]
    [InlineData("ABCDEFGHIJKLMNOPQ", false)]
    [InlineData("", false)]
    [InlineData("*", false)]
    [InlineData("9A", false)]
    [InlineData("Aa", false)]
    [InlineData("É", false)]
    [InlineData("A-B", false)]
    public void An_underlying_is_a_capital_and_up_to_fifteen_capitals_or_digits(string name, bool valid) =>
        Assert.Equal(valid, ParsedInstrument.IsUnderlying(name));
}
