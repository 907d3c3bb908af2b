using Hypercall.Cli.Inputs;
using Hypercall.Cli.Inputs.Lobster;
using Hypercall.Engine.Commands;

namespace Hypercall.Cli.Tests.Inputs;

public sealed class LobsterTranslatorTests
{
    private const string OneLevelBook = "5859400,200,5853300,18";
    private const string OutOfRange = "order id must be from 0, size and price from 1 to 1000000000000";

    [SharedDataFact]
    public void The_recorded_hour_gives_the_expected_counts()
    {
        LobsterTranslator translator = LobsterTranslator.Beside(SharedData.PathOf("lobster/message.csv.gz"));
        int commands = translator.Read().Count();

        LobsterCounts tally = translator.Tally;
        Assert.Equal(91_997, tally.Messages);
        Assert.Equal(4_043, tally.Executions);
        Assert.Equal(24, tally.ExecutionsOutOfTurn);
        Assert.Equal(2_201, tally.NotVisible);
        Assert.Equal(84, tally.OnSeededLevel + tally.NoSuchLevel);
        Assert.Equal(1, tally.MoreThanRemaining);
        int opening = translator.Read().TakeWhile(command => command.Row == 0).Count();
        Assert.Equal(91_997 - 2_201 - tally.NoSuchLevel, commands - opening);
    }

    [Fact]
    public void The_seeded_book_is_the_depth_row_less_the_first_message()
    {
        List<EngineCommand> commands = Translate(
            "5859400,200,5853300,30,5859800,200,5853000,150,9999999999,0,5851000,5",
            "34200.004241176,1,16113575,18,5853300,1");

        List<PlaceOrder> orders = commands.OfType<PlaceOrder>().ToList();
        Assert.Equal(
            ["Sell 585.94 200", "Buy 585.33 12", "Sell 585.98 200", "Buy 585.3 150",
             "Buy 585.1 5", "Buy 585.33 18"],
            orders.Select(o => $"{o.Order.Side} {o.Order.Price} {o.Order.Size}"));
        Assert.All(orders.Take(5), order => Assert.Equal(LobsterVenue.Seed, order.Wallet));
        Assert.Equal(LobsterVenue.MakerOf(16_113_575), orders[5].Wallet);
    }

    [Fact]
    public void Cancels_and_deletes_name_their_order_by_its_lobster_id()
    {
        List<EngineCommand> commands = Translate(
            OneLevelBook,
            "34200.1,1,8,18,5853300,1",
            "34200.2,2,8,5,5853300,1",
            "34200.3,3,8,13,5853300,1");

        WalletAddress maker = LobsterVenue.MakerOf(8);
        var replace = Assert.IsType<ReplaceOrder>(commands[^2]);
        Assert.Equal(OrderReference.ByClientId("8"), replace.Target);
        Assert.Equal(Quantity.FromContracts(13), replace.Order.Size);
        Assert.Equal(new CancelOrder(maker, OrderReference.ByClientId("8")), commands[^1]);
    }

    [Fact]
    public void An_execution_of_the_first_order_at_the_best_price_is_an_ioc_order_of_the_other_side()
    {
        List<EngineCommand> commands = Translate(
            OneLevelBook,
            "34200.1,1,8,18,5853300,1",
            "34200.2,4,8,5,5853300,1");

        var execution = Assert.IsType<PlaceOrder>(commands[^1]);
        Assert.Equal(LobsterVenue.Aggressor, execution.Wallet);
        Assert.Equal(
            (Side.Sell, TimeInForce.Ioc, Quantity.FromContracts(5), LobsterVenue.ToPrice(5_853_300)),
            (execution.Order.Side, execution.Order.TimeInForce, execution.Order.Size, execution.Order.Price));
    }

    [Theory]
    [InlineData(5853300)] // behind order 8 in the same level
    [InlineData(5853200)] // a level below the best
    public void An_execution_out_of_turn_is_a_reduction(long price)
    {
        List<EngineCommand> commands = Translate(
            OneLevelBook,
            "34200.1,1,8,18,5853300,1",
            $"34200.2,1,9,7,{price},1",
            $"34200.3,4,9,3,{price},1",
            $"34200.4,4,9,4,{price},1");

        Assert.Equal(Quantity.FromContracts(4), Assert.IsType<ReplaceOrder>(commands[^2]).Order.Size);
        Assert.Equal(OrderReference.ByClientId("9"), Assert.IsType<CancelOrder>(commands[^1]).Order);
    }

    [Fact]
    public void Messages_on_an_order_from_before_the_file_come_off_its_level_or_are_skipped()
    {
        using var folder = new TemporaryFolder();
        LobsterTranslator translator = Write(
            folder,
            OneLevelBook,
            "34200.1,1,8,18,5853300,1",
            "34200.2,3,1,150,5859400,-1",
            "34200.3,3,2,80,5859400,-1",
            "34200.4,3,3,80,5859400,-1",
            "34200.5,5,0,80,5859400,-1");
        List<InputCommand> commands = translator.Read().ToList();

        Assert.Equal([0, 0, 0, 1, 2, 3], commands.Select(command => command.Row));
        var reduced = Assert.IsType<ReplaceOrder>(commands[^2].Command);
        Assert.Equal((LobsterVenue.Seed, Quantity.FromContracts(50)), (reduced.Wallet, reduced.Order.Size));
        Assert.IsType<CancelOrder>(commands[^1].Command);
        LobsterCounts tally = translator.Tally;
        Assert.Equal((2, 1, 1, 1), (tally.OnSeededLevel, tally.MoreThanRemaining, tally.NoSuchLevel, tally.NotVisible));
    }

    [Fact]
    public void Times_are_milliseconds_of_the_recorded_day_cut_off_below()
    {
        using var folder = new TemporaryFolder();
        InputCommand last = Write(folder, OneLevelBook, "34200.0049999,1,8,18,5853300,1").Read().Last();
        var expected = new DateTimeOffset(2012, 6, 21, 9, 30, 0, 4, TimeSpan.FromHours(-4));
        Assert.Equal(expected.ToUnixTimeMilliseconds(), last.TimestampMs);
    }

    [Theory]
    [InlineData("34200.1,1,8,18,5853300", "expected 6 columns, found 5")]
    [InlineData("noon,1,8,18,5853300,1", "time 'noon' is no number of seconds")]
    [InlineData("34200.1,9,8,18,5853300,1", "message type '9' is not one of 1 to 7")]
    [InlineData("34200.1,1,8,1.5,5853300,1", "order id, size and price must be whole numbers")]
    [InlineData("34200.1,1,8,18,5853300,2", "direction '2' is neither 1 nor -1")]
    [InlineData("34200.1,1,-3,18,5853300,1", OutOfRange)]
    [InlineData("34200.1,1,8,0,5853300,1", OutOfRange)]
    [InlineData("34200.1,2,7,-18,5853300,1", OutOfRange)]
    [InlineData("34200.1,1,8,-9223372036854775808,5853300,1", OutOfRange)]
    [InlineData("34200.1,1,8,9223372036854775807,5853300,1", OutOfRange)]
    [InlineData("34200.1,1,8,18,9223372036854775807,1", OutOfRange)]
    public void A_malformed_line_is_named(string line, string what)
    {
        using var folder = new TemporaryFolder();
        LobsterTranslator translator = Write(folder, OneLevelBook, "34200.1,1,7,18,5853300,1", line);
        var error = Assert.Throws<InputException>(() => translator.Read().Count());
        Assert.Equal($"{folder["message.csv"]}:2: {what}", error.Message);
    }

    [Theory]
    [InlineData("5859400,200,5853300", "expected four columns for each level")]
    [InlineData("5859400,200,5853300,x", "column 3 or 4 is no whole number")]
    [InlineData("5859400,200,5853300,-9223372036854775808", "column 3 or 4 is out of range")]
    [InlineData("9223372036854775807,200,5853300,18", "column 1 or 2 is out of range")]
    [InlineData(
        "5859400,200,5853300,18,5859400,150,5853200,18", "column 5: price 5859400 stands twice on its side")]
    public void A_malformed_book_is_named(string depth, string what)
    {
        using var folder = new TemporaryFolder();
        LobsterTranslator translator = Write(folder, depth, "34200.1,1,7,18,5853300,1");
        var error = Assert.Throws<InputException>(() => translator.Read().Count());
        Assert.Equal($"{folder["depth50-first672.csv"]}:1: {what}", error.Message);
    }

    [Fact]
    public void What_is_not_visible_may_have_no_order_and_no_price() => Assert.Empty(
        Translate(OneLevelBook, "34200.1,5,0,100,5853300,1", "34200.2,6,-1,100,5853300,1", "34200.3,7,0,0,-1,-1")
            .OfType<CancelOrder>());

    [Fact]
    public void A_missing_depth_file_is_named()
    {
        using var folder = new TemporaryFolder();
        string messages = folder.Write("message.csv", "34200.1,1,7,18,5853300,1");
        var error = Assert.Throws<InputException>(() => LobsterTranslator.Beside(messages).Read().Count());
        Assert.Equal($"{folder["depth50-first672.csv"]}: no such file", error.Message);
    }

    private static List<EngineCommand> Translate(string depth, params string[] messages)
    {
        using var folder = new TemporaryFolder();
        return Write(folder, depth, messages).Read().Select(command => command.Command).ToList();
    }

    private static LobsterTranslator Write(TemporaryFolder folder, string depth, params string[] messages)
    {
        folder.Write("depth50-first672.csv", depth);
        return LobsterTranslator.Beside(folder.Write("message.csv", messages));
    }
}
