using Hypercall.Cli.Inputs;
using Hypercall.Cli.Inputs.Deribit;
using Hypercall.Engine.Commands;

namespace Hypercall.Cli.Tests.Inputs;

public sealed class DeribitTradesTranslatorTests
{
    private const string Header2022 =
        "trade_id,trade_seq,timestamp,instrument_name,price,amount,direction,tick_direction,iv,index_price";

    private const string Header2026 =
        "trade_id,instrument_name,price,amount,direction,timestamp,index_price,mark_price,iv";

    [SharedDataFact]
    public void Both_recordings_translate_whole()
    {
        Assert.Equal((1_350, 171, 1), Counts("deribit-btc-option-trades-2022-01-01.csv.gz"));
        Assert.Equal((560, 80, 3), Counts("deribit-btc-option-trades-2026-08-17.csv.gz"));
    }

    [Fact]
    public void A_trade_becomes_instrument_prices_quote_and_taker()
    {
        List<InputCommand> commands = Translate(
            Header2022, "197392876,222,1640995220191,BTC-2JAN22-48000-C,0.004,0.1,sell,2,67.48,46219.79");

        Assert.All(commands, command => Assert.Equal(1_640_995_220_191, command.TimestampMs));
        Assert.IsType<SetRules>(commands[0].Command);
        const string symbol = "BTC-20220102-48000-C";
        Assert.Equal(new MarketAction(MarketActionKind.Create, symbol), commands[1].Command);
        var prices = Assert.IsType<PriceUpdate>(commands[2].Command);
        Assert.True(prices.Force);
        Assert.Equal([new IndexPrice("BTC", new Price(4_621_979_000_000))], prices.Prices.ToArray());
        var smile = Assert.IsType<IvUpdate>(commands[3].Command);
        Assert.Equal(("BTC", 20_220_102), (smile.Underlying, smile.ExpiryDate));
        Assert.Equal([new VolatilityPoint(Price.FromUsdc(48_000), 67_480_000)], smile.Points.ToArray());
        var quote = Assert.IsType<PlaceOrder>(commands[4].Command);
        var taker = Assert.IsType<PlaceOrder>(commands[5].Command);
        var price = new Price(18_487_916_000);
        var size = new Quantity(100_000);
        Assert.Equal(new PlaceOrder(DeribitVenue.Maker, new OrderTerms(symbol, Side.Buy, price, size)), quote);
        Assert.Equal(
            new PlaceOrder(DeribitVenue.Taker, new OrderTerms(symbol, Side.Sell, price, size, TimeInForce.Ioc)), taker);
    }

    [Fact]
    public void With_margin_there_are_deposits_and_the_quotes_are_protected()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(
            "trades.csv", Header2022, "197392876,222,1640995220191,BTC-2JAN22-48000-C,0.004,0.1,sell,2,67.48,46219.79");
        EngineCommand[] commands =
            [.. new DeribitTradesTranslator(path, withMargin: true).Read().Select(input => input.Command)];

        Assert.True(Assert.IsType<SetRules>(commands[0]).Rules!.MarginEnabled);
        Assert.Equal(
            [DeribitVenue.Maker, DeribitVenue.Taker], commands.OfType<DepositUpdate>().Select(deposit => deposit.Wallet));
        Assert.Contains(new MarginModeUpdate(DeribitVenue.Maker, MarginMode.Portfolio), commands);
        MmpConfigUpdate protection = Assert.Single(commands.OfType<MmpConfigUpdate>());
        Assert.Equal(
            [CommandType.MarketAction, CommandType.MmpConfigUpdate],
            commands.Select(command => command.Type).SkipWhile(type => type != CommandType.MarketAction).Take(2));
        Assert.Equal((DeribitVenue.Maker, "BTC", true), (protection.Wallet, protection.Underlying, protection.Enabled));
        Assert.Equal(
            [OrderFlags.Mmp, OrderFlags.None], commands.OfType<PlaceOrder>().Select(place => place.Order.Flags));
    }

    [Fact]
    public void The_second_trade_of_an_instrument_creates_none_and_iv_zero_gives_no_surface()
    {
        List<InputCommand> commands = Translate(
            Header2026,
            "440369272,BTC-17AUG26-63000-P,0.002,0.1,buy,1786911707538,63064.71,0.00229887,16.72",
            "440369273,BTC-17AUG26-63000-P,0.0019,0.2,sell,1786911707538,63064.71,0.00229887,0.0");

        Assert.Equal(
            [CommandType.PriceUpdate, CommandType.PlaceOrder, CommandType.PlaceOrder],
            commands.Where(command => command.Row == 2).Select(command => command.Command.Type));
    }

    [Fact]
    public void Numbers_with_an_exponent_are_read()
    {
        List<InputCommand> commands = Translate(
            Header2022, "1,2,1640995220191,BTC-2JAN22-48000-C,5.0E-4,0.1,sell,2,67.48,46219.79");
        var quote = Assert.IsType<PlaceOrder>(commands[^1].Command);
        Assert.Equal(new Price(2_310_989_500), quote.Order.Price);
    }

    [Theory]
    [InlineData("BTC-2JAN22-48000-C", "BTC-20220102-48000-C")]
    [InlineData("ETH-29FEB24-2500-P", "ETH-20240229-2500-P")]
    [InlineData("XRP-31DEC26-0.55-C", "XRP-20261231-0.55-C")]
    public void Names_become_canonical_symbols(string name, string symbol) => Assert.Contains(
        new MarketAction(MarketActionKind.Create, symbol),
        Translate(Header2022, Row(name)).Select(command => command.Command));

    [Theory]
    [InlineData("BTC-PERPETUAL")]
    [InlineData("BTC-25JUN27")]
    [InlineData("BTC-30FEB22-48000-C")]
    [InlineData("BTC-2ANF22-48000-C")]
    [InlineData("BTC-2jan22-48000-C")]
    [InlineData("BTC-+2JAN22-48000-C")]
    public void A_name_of_no_option_is_refused(string name)
    {
        var error = Assert.Throws<InputException>(() => Translate(Header2022, Row(name)));
        Assert.EndsWith($"instrument '{name}' is no option", error.Message);
    }

    [Theory]
    [InlineData("1,2,1640995220191,BTC-2JAN22-48000-C,0.004,0.1,sell,2,67.48", "expected 10 columns, found 9")]
    [InlineData(
        "1,2,1640995220191,BTC-2JAN22-48000-C,0.004,0.1,hold,2,67.48,46219.79",
        "direction 'hold' is neither buy nor sell")]
    [InlineData(
        "1,2,1640995220191,BTC-2JAN22-48000-C,-0.004,0.1,sell,2,67.48,46219.79",
        "price '-0.004' is no number from 0 with at most 8 decimals")]
    [InlineData(
        "1,2,1640995220191,BTC-2JAN22-48000-C,1000000000,0.1,sell,2,67.48,90000000000",
        "price times index_price is no price")]
    [InlineData(
        "1,2,253402300800000,BTC-2JAN22-48000-C,0.004,0.1,sell,2,67.48,46219.79",
        "timestamp '253402300800000' is no time")]
    [InlineData(
        "1,2,1640995220191,BTC-2JAN22-48000,0.004,0.1,sell,2,67.48,46219.79",
        "instrument 'BTC-2JAN22-48000' is no option")]
    public void A_malformed_row_is_named_by_its_line(string row, string what)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("trades.csv", Header2022, row);
        var error = Assert.Throws<InputException>(() => new DeribitTradesTranslator(path).Read().Count());
        Assert.Equal($"{path}:2: {what}", error.Message);
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("trades.csv", "timestamp,instrument_name,price");
        var error = Assert.Throws<InputException>(() => new DeribitTradesTranslator(path).Read().Count());
        Assert.Equal($"{path}:1: no column 'amount'", error.Message);
    }

    private static (long Trades, int Instruments, long WithoutVolatility) Counts(string file)
    {
        var translator = new DeribitTradesTranslator(SharedData.PathOf(file));
        int instruments = translator.Read().Count(command => command.Command is MarketAction);
        return (translator.Trades, instruments, translator.WithoutVolatility);
    }

    private static List<InputCommand> Translate(string header, params string[] rows)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("trades.csv", [header, .. rows]);
        return new DeribitTradesTranslator(path).Read().ToList();
    }

    private static string Row(string instrument) => $"1,2,1640995220191,{instrument},0.004,0.1,sell,2,67.48,46219.79";
}
