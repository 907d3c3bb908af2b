using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;

namespace Hypercall.Engine.Tests.Encoding;

/// <summary>
/// Outputs by name: one per event kind (named as the kind), and outcomes of every shape. The names without a dash are
/// those of the golden files.
/// </summary>
internal static class OutcomeSamples
{
    private const string Symbol = CommandSamples.Symbol;
    private static readonly WalletAddress Alice = CommandSamples.Alice;
    private static readonly WalletAddress Bob = CommandSamples.Bob;
    private static readonly Hash256 Hash = Hash256.Compute("outcome"u8);

    /// <summary>Reasons that there were when the golden file was written, which stays as it is.</summary>
    private static readonly BalanceReason[] FirstReasons =
    [
        BalanceReason.Trade, BalanceReason.Fee, BalanceReason.BuilderFee, BalanceReason.Deposit,
        BalanceReason.Withdrawal, BalanceReason.MarginMode,
    ];

    public static IEnumerable<KeyValuePair<string, ApplyOutput>> All() =>
        Outcomes().Concat(FrequentEvents()).Concat(RareEvents())
            .Select(item => KeyValuePair.Create(item.Name, item.Output));

    private static IEnumerable<(string Name, ApplyOutput Output)> Outcomes()
    {
        yield return ("Accepted", Make(_ => { }));
        yield return ("AcceptedOrder", Make(output => output.OrderId = 42));
        var widest = new RejectArguments(Int128.MaxValue, Int128.MinValue, "fees.makerPpm");
        yield return ("Rejected", Make(output => output.Rejection = new Rejection(RejectCode.InvalidRules, widest)));
        yield return ("Rejected-nameless", Make(output => output.Rejection = RejectCode.Skipped));
        yield return ("Rejected-longname", Make(output => output.Rejection =
            new Rejection(RejectCode.InvalidSymbol, new RejectArguments(0, 0, new string('n', 256)))));
        yield return ("Rejected-emptyname", Make(output => output.Rejection =
            new Rejection(RejectCode.InvalidSymbol, new RejectArguments(0, 0, ""))));
        yield return ("RejectedMargin", Make(output => output.Rejection = new Rejection(
            RejectCode.InsufficientMargin, new RejectArguments(Int128.MaxValue, Int128.MinValue, "{\"ETH\":\"S11\"}"))));
        yield return ("RejectedMargin-standard", Make(output => output.Rejection =
            new Rejection(RejectCode.InsufficientMargin, new RejectArguments(1, -2))));
        yield return ("Bulk", Make(output => AddResults(output, 3)));
        yield return ("Bulk-most", Make(output => AddResults(output, 50)));
        yield return ("Bulk-empty", Make(output => output.HasResults = true));
        yield return ("Duplicate", Make(output =>
        {
            output.OrderId = 42;
            output.First = new FirstOutcome(3, 42, OrderStatus.PartiallyFilled, new Quantity(5));
            AddResults(output, 2);
        }));
        var first = new FirstOutcome(1, null, null, null);
        yield return ("Duplicate-plain", Make(output => output.First = first));
        yield return ("Duplicate-order", Make(output => output.First = first with { OrderId = 9 }));
        yield return ("Duplicate-status", Make(output => output.First = first with { Status = OrderStatus.Canceled }));
        yield return ("Duplicate-filled", Make(output => output.First = first with { Filled = new Quantity(0) }));
        foreach (RejectCode code in Enum.GetValues<RejectCode>())
            yield return ($"Code-{code}", Make(output => output.Rejection = code));
    }

    private static IEnumerable<(string Name, ApplyOutput Output)> FrequentEvents()
    {
        var order = new OrderUpdated(
            7, "client-é", Alice, Symbol, Side.Sell, Price.FromUsdc(100), new Quantity(9), new Quantity(4),
            OrderStatus.PartiallyFilled, OrderReason.Replaced);
        yield return ("OrderUpdated", WithEvent(events => events.Add(order)));
        yield return ("OrderUpdated-liquidation", WithEvent(events => events.Add(order with { Liquidation = true })));
        yield return ("OrderUpdated-plain", WithEvent(events => events.Add(order with { ClientId = null })));
        yield return ("Filled", WithEvent(events => events.Add(new Filled(
            5, Symbol, Price.FromUsdc(99), new Quantity(3), Side.Sell, 7, 6, Alice, Bob,
            new Cash(1), new Cash(-2), new Cash(Int128.MaxValue), new Cash(Int128.MinValue), FillSource.Book))));
        yield return ("Filled-rfq", WithEvent(events => events.Add(new Filled(
            6, Symbol, Price.FromUsdc(99), new Quantity(3), Side.Buy, 0, 0, Alice, Bob,
            new Cash(1), new Cash(2), new Cash(3), new Cash(4), FillSource.Rfq))));
        yield return ("Filled-liquidation", WithEvent(events => events.Add(new Filled(
            6, Symbol, Price.FromUsdc(99), new Quantity(3), Side.Buy, 8, 9, Alice, Bob,
            new Cash(1), new Cash(0), new Cash(3), new Cash(4), FillSource.Liquidation))));
        yield return ("BookChanged", WithEvent(events => AddBook(
            events, Symbol, 11, Levels(3), [new BookLevel(new Price(4), new Quantity(0))])));
        yield return ("BookChanged-bids", WithEvent(events => AddBook(events, Symbol, 12, Levels(40), [])));
        yield return ("BookChanged-asks", WithEvent(events => AddBook(events, Symbol, 13, [], Levels(1))));
        yield return ("BookChanged-several", WithEvent(events =>
        {
            AddBook(events, Symbol, 1, Levels(2), Levels(3));
            events.Add(order);
            AddBook(events, "ETH-20260327-3000-P", 2, Levels(1), Levels(5));
        }));
        yield return ("BalanceChanged", WithEvent(events =>
        {
            AddBalances(events, FirstReasons);
            events.Add(new BalanceChanged(
                LedgerAccountKind.Clearing, default, new Cash(5), new Cash(Int128.MinValue), BalanceReason.Trade));
            events.Add(new BalanceChanged(
                LedgerAccountKind.Fees, default, new Cash(1), new Cash(2), BalanceReason.Fee));
            events.Add(new BalanceChanged(
                LedgerAccountKind.Insurance, default, new Cash(3), new Cash(4), BalanceReason.Deposit));
        }));
        yield return ("BalanceChanged-reasons", WithEvent(events =>
            AddBalances(events, Enum.GetValues<BalanceReason>())));
        yield return ("PositionChanged", WithEvent(events =>
            events.Add(new PositionChanged(Alice, Symbol, new Quantity(-3), Price.FromUsdc(12)))));
    }

    private static IEnumerable<(string Name, ApplyOutput Output)> RareEvents()
    {
        yield return ("MmpTriggered", WithEvent(events =>
            events.Add(new MmpTriggered(Alice, "BTC", MmpCause.Quantity, 1_770_000_010_000))));
        yield return ("MmpTriggered-reset", WithEvent(events =>
            events.Add(new MmpTriggered(Alice, "BTC", MmpCause.Quantity, null))));
        yield return ("MarketUpdated", WithEvent(events =>
        {
            foreach (InstrumentStatus status in Enum.GetValues<InstrumentStatus>())
                events.Add(new MarketUpdated(Symbol, status));
        }));
        foreach (MmpCause cause in Enum.GetValues<MmpCause>())
        {
            yield return ($"MmpTriggered-{cause}", WithEvent(events =>
                events.Add(new MmpTriggered(Alice, "BTC", cause, null))));
        }

        yield return ("PositionSettled", WithEvent(events =>
        {
            events.Add(new PositionSettled(
                Alice, Symbol, new Quantity(-3), Price.FromUsdc(70_123), new Cash(-5), new Cash(7), new Cash(11)));
            events.Add(new PositionSettled(
                Bob, Symbol, new Quantity(long.MaxValue), new Price(1), new Cash(Int128.MaxValue),
                new Cash(Int128.MinValue), new Cash(Int128.MinValue)));
        }));
        yield return ("MarginModeChanged", WithEvent(events =>
            events.Add(new MarginModeChanged(Alice, MarginMode.Portfolio))));
        yield return ("TierChanged", WithEvent(events => events.Add(new TierChanged(Alice, "gold", 0, int.MaxValue))));
        yield return ("LiquidationStateChanged", WithEvent(events =>
            events.Add(new LiquidationStateChanged(Alice, LiquidationState.Liquidated))));
        yield return ("LiquidationStateChanged-full", WithEvent(events =>
            events.Add(new LiquidationStateChanged(Alice, LiquidationState.InLiquidation, LiquidationMode.Full))));
        yield return ("LiquidationAuction", WithEvent(events =>
        {
            events.Add(new LiquidationAuction(Alice, 3, AuctionStatus.Started, new Cash(-5), 1_770_000_300_000));
            events.Add(new LiquidationAuction(
                Alice, 3, AuctionStatus.Won, new Cash(Int128.MinValue), null, Bob, new Cash(7)));
            foreach (AuctionStatus status in Enum.GetValues<AuctionStatus>())
                events.Add(new LiquidationAuction(Alice, long.MaxValue, status));
        }));
        yield return ("Deleveraged", WithEvent(events => events.Add(new Deleveraged(
            5, Symbol, new Quantity(3), new Price(49_999_999_999), Alice, Bob, new Cash(-11), new Cash(13)))));
        yield return ("MmpConfigChanged", WithEvent(events => events.Add(new MmpConfigChanged(Alice, "BTC"))));
        yield return ("AgentChanged", WithEvent(events =>
            events.Add(new AgentChanged(Alice, Bob, AgentStatus.Approved, 1_900_000_000_000))));
        yield return ("AgentChanged-revoked", WithEvent(events =>
            events.Add(new AgentChanged(Alice, Bob, AgentStatus.Revoked, null))));
        yield return ("RulesChanged", WithEvent(events => events.Add(new RulesChanged(2))));
    }

    private static void AddBalances(EventBuffer events, BalanceReason[] reasons)
    {
        foreach (BalanceReason reason in reasons)
            events.Add(new BalanceChanged(LedgerAccountKind.Wallet, Bob, new Cash(-5), new Cash(7), reason));
    }

    private static ApplyOutput WithEvent(Action<EventBuffer> add) => Make(output => add(output.Events));

    private static ApplyOutput Make(Action<ApplyOutput> fill)
    {
        var output = new ApplyOutput
        {
            Sequence = 8,
            TimestampMs = 1_770_000_000_000,
            RequestId = new RequestId(UInt128.MaxValue),
            Hash = Hash,
        };
        fill(output);
        return output;
    }

    private static void AddResults(ApplyOutput output, int count)
    {
        output.HasResults = true;
        for (int i = 0; i < count; i++)
        {
            var rejection = new Rejection(RejectCode.PriceOffTick, new RejectArguments(i, 10));
            output.AddResult(i % 2 == 0 ? new ActionResult(Rejection.None, i) : new ActionResult(rejection, null));
        }
    }

    private static void AddBook(
        EventBuffer events, string symbol, long sequence, BookLevel[] bids, BookLevel[] asks)
    {
        int start = events.Levels.Count;
        foreach (BookLevel level in (BookLevel[])[.. bids, .. asks])
            events.Levels.Add(level);
        events.AddBook(symbol, sequence, start, bids.Length);
    }

    private static BookLevel[] Levels(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new BookLevel(new Price(1000 - i), new Quantity(i)))];
}
