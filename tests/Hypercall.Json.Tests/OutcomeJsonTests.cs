using Hypercall.Engine.Events;
using static Hypercall.Json.Tests.Samples;

namespace Hypercall.Json.Tests;

/// <summary>Outcome lines: the frame, every event kind, duplicates and bulks.</summary>
public sealed class OutcomeJsonTests
{
    private const string ZeroHash = "0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public void An_accepted_command_without_events()
    {
        ApplyOutput output = Output();
        output.Hash = Hash256.Compute([]);
        Assert.Equal(
            "{\"sequence\":3,\"timestamp\":1700000000000,\"outcome\":\"accepted\",\"code\":null,\"detail\":null,"
            + "\"duplicate\":false,\"events\":[],"
            + "\"hash\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}",
            Line(output));
    }

    [Fact]
    public void A_rejected_command_has_code_and_detail()
    {
        ApplyOutput output = Output();
        output.Rejection = new Rejection(RejectCode.PriceOffTick, new RejectArguments(50_500_000, 1_000_000));
        Assert.Equal(
            Frame(
                "\"rejected\",\"code\":\"PriceOffTick\",\"detail\":\"price 0.505 is not a multiple of 0.01\"",
                "false",
                ""),
            Line(output));
    }

    [Fact]
    public void A_duplicate_tells_of_the_first()
    {
        ApplyOutput output = Output();
        output.First = new FirstOutcome(1, 8, OrderStatus.PartiallyFilled, Qty("0.5"));
        Assert.Equal(
            Frame(
                "\"accepted\",\"code\":null,\"detail\":null",
                "true,\"first\":{\"sequence\":1,\"orderId\":8,\"status\":\"partiallyFilled\",\"filled\":\"0.5\","
                + "\"results\":null}",
                ""),
            Line(output));
    }

    [Fact]
    public void A_bulk_has_results_and_its_duplicate_has_them_twice()
    {
        string results = Results("\"the wallet has no such open order\"");
        ApplyOutput output = Output();
        output.HasResults = true;
        output.AddResult(new ActionResult(Rejection.None, 5));
        output.AddResult(new ActionResult(RejectCode.UnknownOrder, null));
        Assert.Equal(Frame("\"accepted\",\"code\":null,\"detail\":null", "false," + results, ""), Line(output));
        output.First = new FirstOutcome(1, null, null, null);
        results = Results("null");
        string first =
            "\"first\":{\"sequence\":1,\"orderId\":null,\"status\":null,\"filled\":null," + results + "}";
        Assert.Equal(Frame("\"accepted\",\"code\":null,\"detail\":null", $"true,{first},{results}", ""), Line(output));

        static string Results(string detail) =>
            "\"results\":[{\"outcome\":\"accepted\",\"code\":null,\"detail\":null,\"orderId\":5},"
            + "{\"outcome\":\"rejected\",\"code\":\"UnknownOrder\",\"detail\":" + detail + ",\"orderId\":null}]";
    }

    public static TheoryData<string> EventNames()
    {
        var names = new TheoryData<string>();
        foreach (EventKind kind in Enum.GetValues<EventKind>())
            names.Add(kind.ToString());
        return names;
    }

    [Theory]
    [MemberData(nameof(EventNames))]
    public void Every_event_kind_has_the_documented_fields(string name)
    {
        (Action<EventBuffer> add, string expected) = EventCase(Enum.Parse<EventKind>(name));
        ApplyOutput output = Output();
        add(output.Events);
        string line = Line(output);
        Assert.Equal(
            Frame("\"accepted\",\"code\":null,\"detail\":null", "false", $"{{\"event\":\"{name}\",{expected}}}"), line);
    }

    [Fact]
    public void Events_keep_their_order()
    {
        ApplyOutput output = Output();
        output.Events.Add(new RulesChanged(2));
        output.Events.Add(new MarketUpdated(Call, InstrumentStatus.ExpiredPendingPrice));
        output.Events.Add(new RulesChanged(3));
        Assert.Equal(
            Frame(
                "\"accepted\",\"code\":null,\"detail\":null",
                "false",
                "{\"event\":\"RulesChanged\",\"version\":2},"
                + $"{{\"event\":\"MarketUpdated\",\"symbol\":\"{Call}\",\"status\":\"expiredPendingPrice\"}},"
                + "{\"event\":\"RulesChanged\",\"version\":3}"),
            Line(output));
    }

    [Theory]
    [InlineData(OrderReason.None, "null")]
    [InlineData(OrderReason.Requested, "\"Requested\"")]
    [InlineData(OrderReason.Expired, "\"Expired\"")]
    [InlineData(OrderReason.Ioc, "\"Ioc\"")]
    [InlineData(OrderReason.SelfTrade, "\"SelfTrade\"")]
    [InlineData(OrderReason.ReduceOnly, "\"ReduceOnly\"")]
    [InlineData(OrderReason.Mmp, "\"Mmp\"")]
    [InlineData(OrderReason.InstrumentExpired, "\"InstrumentExpired\"")]
    [InlineData(OrderReason.InstrumentDeleted, "\"InstrumentDeleted\"")]
    [InlineData(OrderReason.Replaced, "\"Replaced\"")]
    [InlineData(OrderReason.Liquidation, "\"Liquidation\"")]
    [InlineData(OrderReason.DeadMan, "\"DeadMan\"")]
    [InlineData(OrderReason.SweepLimit, "\"SweepLimit\"")]
    [InlineData(OrderReason.Deleveraged, "\"Deleveraged\"")]
    public void Order_reasons_are_spelled_as_documented(OrderReason reason, string spelled)
    {
        ApplyOutput output = Output();
        output.Events.Add(Order(OrderStatus.Canceled, reason));
        Assert.Contains($"\"status\":\"canceled\",\"reason\":{spelled},", Line(output), StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_of_a_liquidation_and_its_fill_say_so()
    {
        ApplyOutput output = Output();
        output.Events.Add(Order(OrderStatus.Canceled, OrderReason.Liquidation) with { Liquidation = true });
        output.Events.Add(new Filled(
            7, Call, Px("2"), Qty("3"), Side.Sell, 5, 6, Wallet1, Wallet2, Usdc("0.625"), Usdc("0"), Usdc("0"),
            Usdc("1"), FillSource.Liquidation));
        Assert.Contains("\"reason\":\"Liquidation\",\"liquidation\":true}", Line(output), StringComparison.Ordinal);
        Assert.Contains("\"source\":\"liquidation\"}", Line(output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LedgerAccountKind.Wallet, BalanceReason.Trade, W1, "Trade")]
    [InlineData(LedgerAccountKind.Clearing, BalanceReason.MarginMode, "clearing", "MarginMode")]
    [InlineData(LedgerAccountKind.Fees, BalanceReason.Fee, "fees", "Fee")]
    [InlineData(LedgerAccountKind.Insurance, BalanceReason.Deposit, "insurance", "Deposit")]
    [InlineData(LedgerAccountKind.Wallet, BalanceReason.BuilderFee, W1, "BuilderFee")]
    [InlineData(LedgerAccountKind.Wallet, BalanceReason.Withdrawal, W1, "Withdrawal")]
    [InlineData(LedgerAccountKind.Clearing, BalanceReason.OptionTransfer, "clearing", "OptionTransfer")]
    [InlineData(LedgerAccountKind.Wallet, BalanceReason.Settlement, W1, "Settlement")]
    [InlineData(LedgerAccountKind.Fees, BalanceReason.SettlementFee, "fees", "SettlementFee")]
    [InlineData(LedgerAccountKind.Insurance, BalanceReason.Insurance, "insurance", "Insurance")]
    [InlineData(LedgerAccountKind.Wallet, BalanceReason.Debt, W1, "Debt")]
    [InlineData(LedgerAccountKind.Wallet, BalanceReason.Rfq, W1, "Rfq")]
    [InlineData(LedgerAccountKind.Wallet, BalanceReason.Liquidation, W1, "Liquidation")]
    [InlineData(LedgerAccountKind.Insurance, BalanceReason.LiquidationFee, "insurance", "LiquidationFee")]
    public void Accounts_and_balance_reasons_are_spelled_as_documented(
        LedgerAccountKind account, BalanceReason reason, string wallet, string spelled)
    {
        ApplyOutput output = Output();
        output.Events.Add(new BalanceChanged(account, Wallet1, Usdc("-1.5"), Usdc("0"), reason));
        Assert.Contains(
            $"\"wallet\":\"{wallet}\",\"delta\":\"-1.5\",\"balance\":\"0\",\"reason\":\"{spelled}\"",
            Line(output),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MmpCause.Quantity, "quantity")]
    [InlineData(MmpCause.GreeksUnavailable, "greeksUnavailable")]
    [InlineData(MmpCause.Delta, "delta")]
    [InlineData(MmpCause.Vega, "vega")]
    public void Causes_of_protection_are_spelled_as_documented(MmpCause cause, string spelled)
    {
        ApplyOutput output = Output();
        output.Events.Add(new MmpTriggered(Wallet1, "BTC", cause, 1_700_000_000_500));
        Assert.Contains(
            $"\"cause\":\"{spelled}\",\"frozenUntil\":1700000000500}}", Line(output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(InstrumentStatus.Active, "active")]
    [InlineData(InstrumentStatus.ExpiredPendingPrice, "expiredPendingPrice")]
    [InlineData(InstrumentStatus.Settled, "settled")]
    [InlineData(InstrumentStatus.Deleted, "deleted")]
    public void Statuses_of_instruments_are_spelled_as_documented(InstrumentStatus status, string spelled)
    {
        ApplyOutput output = Output();
        output.Events.Add(new MarketUpdated(Call, status));
        Assert.Contains($"\"status\":\"{spelled}\"}}", Line(output), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fill_of_a_request_for_quote_has_no_order_ids()
    {
        ApplyOutput output = Output();
        output.Events.Add(new Filled(
            7, Call, Px("2"), Qty("3"), Side.Sell, 0, 0, Wallet1, Wallet2, Usdc("0.625"), Usdc("0"), Usdc("0"),
            Usdc("1"), FillSource.Rfq));
        Assert.Contains(
            $"\"takerSide\":\"sell\",\"takerOrderId\":null,\"makerOrderId\":null,\"takerWallet\":\"{W1}\"",
            Line(output),
            StringComparison.Ordinal);
        Assert.Contains("\"makerRealizedPnl\":\"1\",\"source\":\"rfq\"}", Line(output), StringComparison.Ordinal);
    }

    public static TheoryData<RejectCode, string, string> RiskRejections() => new()
    {
        { RejectCode.PriceOutOfBand, "a", "price 60 is beyond 50.5, the end of the band around the mark" },
        { RejectCode.LiquidationRestricted, "", "the wallet's liquidation state does not allow this" },
        { RejectCode.InsufficientMargin, "c", "requirement 10.5, equity -1 after it" },
        { RejectCode.InsufficientMargin, "d",
            "requirement 10.5, equity -1 after it, worst scenarios {\\\"BTC\\\":\\\"T3\\\"}" },
        { RejectCode.MissingMark, "", "a mark that margin needs cannot be had: no current index price or volatility" },
        { RejectCode.InsufficientPosition, "e", "1.5 contracts are less than 2" },
        { RejectCode.InvalidRfq, "f", "21 legs, 1 to 20 are allowed, and ids of 1 to 64 bytes" },
        { RejectCode.RfqSelfTrade, "", "taker and maker are one wallet" },
        { RejectCode.InvalidBid, "", "no such auction runs, or it is the bidder's own" },
        { RejectCode.BidTooLow, "g", "the bid of -60000 is below -59800.5, which is asked" },
    };

    [Theory]
    [MemberData(nameof(RiskRejections))]
    public void Rejections_of_risk_say_what_is_wrong(RejectCode code, string arguments, string detail)
    {
        ApplyOutput output = Output();
        output.Rejection = new Rejection(code, arguments switch
        {
            "a" => new RejectArguments(Px("60").Units, Px("50.5").Units),
            "c" => new RejectArguments(Usdc("10.5").Units, Usdc("-1").Units),
            "d" => new RejectArguments(Usdc("10.5").Units, Usdc("-1").Units, "{\"BTC\":\"T3\"}"),
            "e" => new RejectArguments(Qty("2").Units, Qty("1.5").Units),
            "f" => new RejectArguments(21, 20),
            "g" => new RejectArguments(Usdc("-60000").Units, Usdc("-59800.5").Units),
            _ => default,
        });
        Assert.Equal(Frame($"\"rejected\",\"code\":\"{code}\",\"detail\":\"{detail}\"", "false", ""), Line(output));
    }

    /// <summary>How an event of a kind comes about, and its fields.</summary>
    internal static (Action<EventBuffer> Add, string Expected) EventCase(EventKind kind) => kind switch
    {
        EventKind.OrderUpdated => (
            events => events.Add(Order(OrderStatus.Open, OrderReason.None)),
            $"\"orderId\":4,\"clientId\":null,\"wallet\":\"{W1}\",\"symbol\":\"{Call}\",\"side\":\"sell\","
            + "\"price\":\"0.5\",\"size\":\"10\",\"filled\":\"2.5\",\"remaining\":\"7.5\","
            + "\"status\":\"open\",\"reason\":null,\"liquidation\":false"),
        EventKind.Filled => (
            events => events.Add(new Filled(
                1, Call, Px("2"), Qty("3"), Side.Buy, 5, 4, Wallet1, Wallet2, Usdc("0.625"), Usdc("-0.1"),
                Usdc("0"), Usdc("-12.00000000000001"), FillSource.Book)),
            $"\"tradeId\":1,\"symbol\":\"{Call}\",\"price\":\"2\",\"size\":\"3\",\"takerSide\":\"buy\","
            + $"\"takerOrderId\":5,\"makerOrderId\":4,\"takerWallet\":\"{W1}\",\"makerWallet\":\"{W2}\","
            + "\"takerFee\":\"0.625\",\"makerFee\":\"-0.1\",\"takerRealizedPnl\":\"0\","
            + "\"makerRealizedPnl\":\"-12.00000000000001\",\"source\":\"book\""),
        EventKind.BookChanged => (
            events =>
            {
                events.Levels.Add(new BookLevel(Px("2"), Qty("1")));
                events.Levels.Add(new BookLevel(Px("1"), Qty("0")));
                events.Levels.Add(new BookLevel(Px("3"), Qty("0.5")));
                events.AddBook(Call, 9, levelStart: 0, bidCount: 2);
            },
            $"\"symbol\":\"{Call}\",\"l2Sequence\":9,"
            + "\"bids\":[[\"2\",\"1\"],[\"1\",\"0\"]],\"asks\":[[\"3\",\"0.5\"]]"),
        EventKind.BalanceChanged => (
            events => events.Add(new BalanceChanged(
                LedgerAccountKind.Wallet, Wallet1, Usdc("1"), Usdc("2"), BalanceReason.Deposit)),
            $"\"wallet\":\"{W1}\",\"delta\":\"1\",\"balance\":\"2\",\"reason\":\"Deposit\""),
        EventKind.PositionChanged => (
            events => events.Add(new PositionChanged(Wallet1, Put, Qty("-1"), Px("0.33333333"))),
            $"\"wallet\":\"{W1}\",\"symbol\":\"{Put}\",\"size\":\"-1\",\"entryPrice\":\"0.33333333\""),
        EventKind.MmpTriggered => (
            events => events.Add(new MmpTriggered(Wallet1, "BTC", MmpCause.Quantity, null)),
            $"\"wallet\":\"{W1}\",\"underlying\":\"BTC\",\"cause\":\"quantity\",\"frozenUntil\":null"),
        EventKind.MarketUpdated => (
            events => events.Add(new MarketUpdated(Call, InstrumentStatus.Halted)),
            $"\"symbol\":\"{Call}\",\"status\":\"halted\""),
        EventKind.PositionSettled => (
            events => events.Add(new PositionSettled(
                Wallet1, Call, Qty("-2.5"), Px("65000.12"), Usdc("-25"), Usdc("0.375"), Usdc("-20.00000000000001"))),
            $"\"wallet\":\"{W1}\",\"symbol\":\"{Call}\",\"size\":\"-2.5\",\"settlementPrice\":\"65000.12\","
            + "\"value\":\"-25\",\"fee\":\"0.375\",\"pnl\":\"-20.00000000000001\""),
        EventKind.MarginModeChanged => (
            events => events.Add(new MarginModeChanged(Wallet1, MarginMode.Portfolio)),
            $"\"wallet\":\"{W1}\",\"mode\":\"portfolio\""),
        EventKind.TierChanged => (
            events => events.Add(new TierChanged(Wallet1, "vip", 5, 6)),
            $"\"wallet\":\"{W1}\",\"tier\":\"vip\",\"maxOpenOrders\":5,\"maxOpenPositions\":6"),
        EventKind.LiquidationStateChanged => (
            events => events.Add(new LiquidationStateChanged(Wallet1, LiquidationState.InLiquidation)),
            $"\"wallet\":\"{W1}\",\"state\":\"inLiquidation\",\"mode\":null"),
        EventKind.LiquidationAuction => (
            events => events.Add(new LiquidationAuction(
                Wallet1, 3, AuctionStatus.Won, Usdc("-56775"), null, Wallet2, Usdc("0.5"))),
            $"\"wallet\":\"{W1}\",\"auctionId\":3,\"status\":\"won\",\"asked\":\"-56775\",\"endsAt\":null,"
            + $"\"bidder\":\"{W2}\",\"fee\":\"0.5\""),
        EventKind.Deleveraged => (
            events => events.Add(new Deleveraged(
                9, Call, Qty("2.5"), Px("499.99999999"), Wallet1, Wallet2, Usdc("-1"), Usdc("2"))),
            $"\"tradeId\":9,\"symbol\":\"{Call}\",\"size\":\"2.5\",\"price\":\"499.99999999\","
            + $"\"wallet\":\"{W1}\",\"counterparty\":\"{W2}\",\"walletPnl\":\"-1\",\"counterpartyPnl\":\"2\""),
        EventKind.MmpConfigChanged => (
            events => events.Add(new MmpConfigChanged(Wallet1, "BTC")),
            $"\"wallet\":\"{W1}\",\"underlying\":\"BTC\""),
        EventKind.AgentChanged => (
            events => events.Add(new AgentChanged(Wallet1, Wallet2, AgentStatus.Approved, 7)),
            $"\"wallet\":\"{W1}\",\"agent\":\"{W2}\",\"status\":\"approved\",\"expiresAt\":7"),
        EventKind.RulesChanged => (events => events.Add(new RulesChanged(2)), "\"version\":2"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "event kind without a test"),
    };

    private static OrderUpdated Order(OrderStatus status, OrderReason reason) => new(
        4, null, Wallet1, Call, Side.Sell, Px("0.5"), Qty("10"), Qty("2.5"), status, reason);

    private static ApplyOutput Output() => new() { Sequence = 3, TimestampMs = 1_700_000_000_000 };

    private static string Line(ApplyOutput output) => Text(writer => OutcomeJson.Write(writer, output));

    private static string Frame(string outcome, string duplicate, string events) =>
        $"{{\"sequence\":3,\"timestamp\":1700000000000,\"outcome\":{outcome},\"duplicate\":{duplicate},"
        + $"\"events\":[{events}],\"hash\":\"{ZeroHash}\"}}";
}
