using Hypercall.Engine.Domain.Rules;
using static Hypercall.Json.Tests.Samples;

namespace Hypercall.Json.Tests;

/// <summary>Canonical fields of every command, least and most of them, with what they mean.</summary>
internal static class CommandCases
{
    private const string Terms =
        $"\"symbol\":\"{Call}\",\"side\":\"buy\",\"price\":\"0.5\",\"size\":\"10\",\"tif\":\"gtc\"";

    private const string Points =
        "[{\"strike\":\"90000\",\"iv\":\"0.65\"},{\"strike\":\"1\",\"iv\":\"0.00000001\"}]";

    private const string Prices =
        "[{\"underlying\":\"BTC\",\"price\":\"65000.12\"},{\"underlying\":\"ETH\",\"price\":\"-1\"}]";

    private const string SettlementPrices =
        "[{\"underlying\":\"BTC\",\"expiry\":20260327,\"price\":\"65000.12\"},"
        + "{\"underlying\":\"\",\"expiry\":-1,\"price\":\"-1\"}]";

    private const string Legs =
        $"[{{\"symbol\":\"{Call}\",\"side\":\"buy\",\"size\":\"10\",\"price\":\"0.5\"}},"
        + "{\"symbol\":\"\",\"side\":\"sell\",\"size\":\"-0.000001\",\"price\":\"0\"}]";

    private const string FullTerms =
        $"\"symbol\":\"{Put}\",\"side\":\"sell\",\"price\":\"1234.56789012\",\"size\":\"0.000001\",\"tif\":\"gtd\","
        + "\"expiresAt\":5000,\"postOnly\":true,\"reduceOnly\":true,\"mmp\":true,\"stp\":\"decrement\",";

    private static readonly OrderTerms MinimalTerms = new(Call, Side.Buy, Px("0.5"), Qty("10"));

    private static readonly OrderTerms AllTerms = new(
        Put,
        Side.Sell,
        Px("1234.56789012"),
        new Quantity(1),
        TimeInForce.Gtd,
        5000,
        OrderFlags.PostOnly | OrderFlags.ReduceOnly | OrderFlags.Mmp,
        StpMode.Decrement,
        "c-ü\"\n",
        Wallet2);

    /// <summary>Fields after the envelope's, and the command.</summary>
    public static readonly (string Fields, EngineCommand Command)[] All =
    [
        ($"\"wallet\":\"{W1}\",{Terms}", new PlaceOrder(Wallet1, MinimalTerms)),
        ($"\"wallet\":\"{W1}\",{FullTerms}\"clientId\":\"c-ü\\\"\\n\",\"builder\":\"{W2}\"",
            new PlaceOrder(Wallet1, AllTerms)),
        ($"\"wallet\":\"{W1}\",\"orderId\":7", new CancelOrder(Wallet1, OrderReference.ById(7))),
        ($"\"wallet\":\"{W1}\",\"clientId\":\"a\"", new CancelOrder(Wallet1, OrderReference.ByClientId("a"))),
        ($"\"wallet\":\"{W1}\"", new CancelAll(Wallet1)),
        ($"\"wallet\":\"{W1}\",\"symbol\":\"{Call}\",\"underlying\":\"BTC\",\"mmp\":true",
            new CancelAll(Wallet1, Call, "BTC", true)),
        ($"\"wallet\":\"{W1}\",\"timeoutMs\":0", new CancelAllAfter(Wallet1, 0)),
        ($"\"wallet\":\"{W1}\",\"orderId\":-1,{Terms}",
            new ReplaceOrder(Wallet1, OrderReference.ById(-1), MinimalTerms)),
        ($"\"wallet\":\"{W1}\",\"clientId\":\"old\",{FullTerms}\"newClientId\":\"c-ü\\\"\\n\",\"builder\":\"{W2}\"",
            new ReplaceOrder(Wallet1, OrderReference.ByClientId("old"), AllTerms)),
        ($"\"wallet\":\"{W1}\",\"orderId\":5,{Terms},\"totalSize\":true",
            new ReplaceOrder(Wallet1, OrderReference.ById(5), MinimalTerms, true)),
        ($"\"wallet\":\"{W1}\",\"actions\":[]", new BulkOrders(Wallet1, [])),
        ($"\"wallet\":\"{W1}\",\"actions\":[{{\"type\":\"PlaceOrder\",{Terms}}},"
            + $"{{\"type\":\"CancelOrder\",\"orderId\":3}},"
            + $"{{\"type\":\"ReplaceOrder\",\"orderId\":4,{Terms},\"newClientId\":\"n\",\"totalSize\":true}}]",
            new BulkOrders(Wallet1, [
                new BulkPlace(MinimalTerms),
                new BulkCancel(OrderReference.ById(3)),
                new BulkReplace(OrderReference.ById(4), MinimalTerms with { ClientId = "n" }, true)])),
        ($"\"rfqId\":\"\",\"quoteId\":\"\",\"taker\":\"{W1}\",\"maker\":\"{W1}\",\"legs\":[]",
            new RfqExecute(Wallet1, "", "", Wallet1, [])),
        ($"\"rfqId\":\"r-ü\",\"quoteId\":\"q\\n\",\"taker\":\"{W2}\",\"maker\":\"{W1}\",\"legs\":{Legs}",
            new RfqExecute(Wallet2, "r-ü", "q\n", Wallet1, [
                new(Call, Side.Buy, Qty("10"), Px("0.5")), new("", Side.Sell, Qty("-0.000001"), Px("0"))])),
        ($"\"action\":\"create\",\"symbol\":\"{Call}\"", new MarketAction(MarketActionKind.Create, Call)),
        ("\"action\":\"delete\",\"symbol\":\"\"", new MarketAction(MarketActionKind.Delete, "")),
        ($"\"action\":\"expire\",\"symbol\":\"{Call}\"", new MarketAction(MarketActionKind.Expire, Call)),
        ($"\"action\":\"halt\",\"symbol\":\"{Call}\"", new MarketAction(MarketActionKind.Halt, Call)),
        ($"\"action\":\"resume\",\"symbol\":\"{Call}\"", new MarketAction(MarketActionKind.Resume, Call)),
        ("\"underlying\":\"*\",\"modes\":[]", new TradingModeUpdate("*", TradingModes.None)),
        ("\"underlying\":\"BTC\",\"modes\":[\"orderbook\",\"rfq\"]", new TradingModeUpdate("BTC", TradingModes.All)),
        ("\"underlying\":\"BTC\",\"modes\":[\"rfq\"]", new TradingModeUpdate("BTC", TradingModes.Rfq)),
        ("", new TickExpiry()),
        ($"\"prices\":{SettlementPrices}",
            new TickExpiry([new("BTC", 20260327, Px("65000.12")), new("", -1, Px("-1"))])),
        ("\"force\":true", new TickExpiry([], true)),
        ("", new Tick()),
        ("\"prices\":[]", new PriceUpdate([])),
        ($"\"prices\":{Prices},\"force\":true",
            new PriceUpdate([new("BTC", Px("65000.12")), new("ETH", Px("-1"))], true)),
        ("\"underlying\":\"BTC\",\"expiry\":20260327,\"points\":[]", new IvUpdate("BTC", 20260327, [])),
        ($"\"underlying\":\"BTC\",\"expiry\":0,\"points\":{Points}",
            new IvUpdate("BTC", 0, [new(Px("90000"), 65_000_000), new(Px("1"), 1)])),
        ($"\"wallet\":\"{W1}\",\"amount\":\"1000000.00000000000001\",\"source\":\"chain\",\"number\":1",
            new DepositUpdate(Wallet1, Usdc("1000000.00000000000001"), "chain", 1)),
        ($"\"wallet\":\"{W1}\",\"amount\":\"-0.5\",\"source\":\"ü\",\"number\":9223372036854775807",
            new CashWithdrawalUpdate(Wallet1, Usdc("-0.5"), "ü", long.MaxValue)),
        ($"\"wallet\":\"{W1}\",\"amount\":\"3\"", new CashWithdrawalUpdate(Wallet1, Usdc("3"))),
        ("\"amount\":\"1000000000000000\",\"source\":\"fund\",\"number\":2",
            new InsuranceDeposit(Usdc("1000000000000000"), "fund", 2)),
        ($"\"wallet\":\"{W1}\",\"symbol\":\"{Call}\",\"size\":\"0.000001\",\"source\":\"chain\",\"number\":5",
            new OptionDepositUpdate(Wallet1, Call, new Quantity(1), "chain", 5)),
        ($"\"wallet\":\"{W1}\",\"symbol\":\"\",\"size\":\"-2.5\",\"source\":\"chain\",\"number\":6",
            new OptionWithdrawalUpdate(Wallet1, "", Qty("-2.5"), "chain", 6)),
        ($"\"wallet\":\"{W1}\",\"symbol\":\"{Call}\",\"size\":\"2\",\"source\":\"chain\"",
            new OptionWithdrawalUpdate(Wallet1, Call, Qty("2"), "chain")),
        ($"\"wallet\":\"{W1}\",\"symbol\":\"BTC-PERP\",\"size\":\"-0.5\",\"entryPrice\":\"65000.12\"",
            new HypercorePositionUpdate(Wallet1, "BTC-PERP", Qty("-0.5"), Px("65000.12"))),
        ($"\"wallet\":\"{W1}\",\"symbol\":\"{Call}\",\"size\":\"0\",\"entryPrice\":\"-1\"",
            new HypercorePositionUpdate(Wallet1, Call, Qty("0"), Px("-1"))),
        ($"\"wallet\":\"{W1}\",\"equity\":\"-1000000.00000000000001\"",
            new HypercoreEquityUpdate(Wallet1, Usdc("-1000000.00000000000001"))),
        ($"\"wallet\":\"{W1}\",\"mode\":\"standard\"", new MarginModeUpdate(Wallet1, MarginMode.Standard)),
        ($"\"wallet\":\"{W1}\",\"mode\":\"portfolio\"", new MarginModeUpdate(Wallet1, MarginMode.Portfolio)),
        ($"\"wallet\":\"{W1}\",\"tier\":\"vip\",\"maxOpenOrders\":0,\"maxOpenPositions\":-1",
            new TierUpdate(Wallet1, "vip", 0, -1)),
        ($"\"wallet\":\"{W1}\",\"state\":\"healthy\"", new LiquidationStateUpdate(Wallet1, LiquidationState.Healthy)),
        ($"\"wallet\":\"{W1}\",\"state\":\"preLiquidation\"",
            new LiquidationStateUpdate(Wallet1, LiquidationState.PreLiquidation)),
        ($"\"wallet\":\"{W1}\",\"state\":\"inLiquidation\"",
            new LiquidationStateUpdate(Wallet1, LiquidationState.InLiquidation)),
        ($"\"wallet\":\"{W1}\",\"state\":\"liquidated\"",
            new LiquidationStateUpdate(Wallet1, LiquidationState.Liquidated)),
        ($"\"wallet\":\"{W1}\",\"bonusPpm\":50000", new LiquidationBonusUpdate(Wallet1, 50_000)),
        ($"\"wallet\":\"{W1}\",\"liquidatedWallet\":\"{W2}\",\"auctionId\":7,\"bid\":\"-56775.5\"",
            new LiquidationBid(Wallet1, Wallet2, 7, Usdc("-56775.5"))),
        ($"\"wallet\":\"{W1}\",\"underlying\":\"BTC\",\"enabled\":false,\"intervalMs\":1,\"frozenTimeMs\":0,"
            + "\"configNonce\":1",
            new MmpConfigUpdate(Wallet1, "BTC", false, 1, 0, null, null, null, 1)),
        ($"\"wallet\":\"{W1}\",\"underlying\":\"BTC\",\"enabled\":true,\"intervalMs\":5000,\"frozenTimeMs\":60000,"
            + "\"qtyLimit\":\"2.5\",\"deltaLimit\":\"0.00000001\",\"vegaLimit\":\"10\",\"configNonce\":2",
            new MmpConfigUpdate(Wallet1, "BTC", true, 5000, 60_000, Qty("2.5"), 1, 1_000_000_000, 2)),
        ($"\"wallet\":\"{W1}\",\"underlying\":\"BTC\",\"configNonce\":3", new MmpReset(Wallet1, "BTC", 3)),
        ($"\"wallet\":\"{W1}\",\"agent\":\"{W2}\"", new ApproveAgent(Wallet1, Wallet2)),
        ($"\"wallet\":\"{W1}\",\"agent\":\"{W2}\",\"expiresAt\":253402300799999",
            new ApproveAgent(Wallet1, Wallet2, CommandEnvelope.MaxTimestampMs)),
        ($"\"wallet\":\"{W1}\",\"agent\":\"{W2}\"", new RevokeAgent(Wallet1, Wallet2)),
        ($"\"rules\":{RuleText.Of(RuleSet.Default)}", new SetRules(RuleSet.Default)),
        ("\"rules\":{\"semantics\":null,\"semantics\":null}", new SetRules(null, "semantics")),
        ("\"underlying\":\"BTC\",\"config\":{\"targetShortOiNotionalMultiplier\":\"0.1\",\"utilizationKink\":\"0.8\","
            + "\"aprAtKink\":\"0.05\",\"maxApr\":\"1.5\",\"normalUtilizationCap\":\"0.9\","
            + "\"crisisUtilizationCap\":\"0.95\",\"bridgeWindowMs\":3600000,\"policyVersion\":4294967295}",
            new SetPmSettlementPoolConfig("BTC", new SettlementPoolConfig(
                10_000_000, 80_000_000, 5_000_000, 150_000_000, 90_000_000, 95_000_000, 3_600_000, uint.MaxValue))),
    ];

    /// <summary>The canonical line of a case, with the least or the whole envelope.</summary>
    public static string Line(string fields, EngineCommand command, bool wholeEnvelope)
    {
        string envelope = wholeEnvelope
            ? $",\"requestId\":\"{Uuid}\",\"firstSentAt\":1690000000000,\"signer\":\"{W2}\",\"nonce\":1700000000001"
            : "";
        string rest = fields.Length == 0 ? "" : "," + fields;
        return $"{{\"type\":\"{command.Type}\",\"timestamp\":1700000000000{envelope}{rest}}}";
    }

    /// <summary>What <see cref="Line"/> means.</summary>
    public static SubmittedCommand Submitted(EngineCommand command, bool wholeEnvelope) => wholeEnvelope
        ? new SubmittedCommand(
            1_700_000_000_000,
            RequestId.FromGuid(Guid.Parse(Uuid)),
            1_690_000_000_000,
            Wallet2,
            1_700_000_000_001,
            command)
        : new SubmittedCommand(1_700_000_000_000, null, null, null, null, command);
}
