using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Engine.Tests.Encoding;

/// <summary>
/// Commands of every type by name, optional members absent and present, values small and at their limits: what the
/// codec tests encode. The names without a dash are those of the golden files.
/// </summary>
internal static class CommandSamples
{
    public const string Symbol = "BTC-20260327-70000-C";
    public static readonly WalletAddress Alice = WalletAddress.Parse("0x00112233445566778899aabbccddeeff01020304");
    public static readonly WalletAddress Bob = WalletAddress.FromNumber(ulong.MaxValue);

    private static readonly OrderTerms Plain = new(Symbol, Side.Buy, new Price(12_345_000_000), new Quantity(1_500_000));

    private static readonly OrderTerms Full = new(
        "ETH-20261225-3500.5-P", Side.Sell, new Price(long.MaxValue), new Quantity(long.MinValue), TimeInForce.Gtd,
        CommandEnvelope.MaxTimestampMs, OrderFlags.PostOnly | OrderFlags.ReduceOnly | OrderFlags.Mmp,
        StpMode.Decrement, "client-é-1", Bob);

    private static readonly RfqLeg Leg = new(Symbol, Side.Buy, new Quantity(2_500_000), Price.FromUsdc(99));

    private static readonly OrderReference ById = OrderReference.ById(42);
    private static readonly OrderReference ByClientId = OrderReference.ByClientId(new string('c', 4096));

    public static IEnumerable<KeyValuePair<string, EngineCommand>> All() =>
        Orders().Concat(Markets()).Concat(Accounts()).Concat(Protection()).Concat(Venue())
            .Select(item => KeyValuePair.Create(item.Name, item.Command));

    private static IEnumerable<(string Name, EngineCommand Command)> Orders() =>
    [
        ("PlaceOrder", new PlaceOrder(Alice, Full)),
        ("PlaceOrder-plain", new PlaceOrder(Alice, Plain)),
        ("PlaceOrder-expiry", new PlaceOrder(Alice, Plain with { ExpiresAtMs = 0 })),
        ("PlaceOrder-stp", new PlaceOrder(Alice, Plain with { Stp = StpMode.CancelMaker })),
        ("PlaceOrder-client", new PlaceOrder(Alice, Plain with { ClientId = "x" })),
        ("PlaceOrder-builder", new PlaceOrder(Alice, Plain with { Builder = default(WalletAddress) })),
        ("PlaceOrder-symbol", new PlaceOrder(Alice, Plain with { Symbol = "" })),
        ("PlaceOrder-longsymbol", new PlaceOrder(Alice, Plain with { Symbol = new string('é', 64) })),
        ("CancelOrder", new CancelOrder(Alice, ById)),
        ("CancelOrder-client", new CancelOrder(Alice, ByClientId)),
        ("CancelAll", new CancelAll(Alice, Symbol, "BTC", true)),
        ("CancelAll-plain", new CancelAll(Alice)),
        ("CancelAll-symbol", new CancelAll(Alice, Symbol)),
        ("CancelAll-underlying", new CancelAll(Alice, null, "BTC")),
        ("CancelAll-mmp", new CancelAll(Alice, MmpOnly: true)),
        ("CancelAllAfter", new CancelAllAfter(Alice, 30_000)),
        ("CancelAllAfter-disarm", new CancelAllAfter(Alice, 0)),
        ("ReplaceOrder", new ReplaceOrder(Alice, ById, Full)),
        ("ReplaceOrder-total", new ReplaceOrder(Alice, ById, Full, TotalSize: true)),
        ("ReplaceOrder-client", new ReplaceOrder(Alice, ByClientId, Plain)),
        ("BulkOrders", new BulkOrders(
            Alice, [new BulkPlace(Plain), new BulkCancel(ById), new BulkReplace(ByClientId, Full),
            new BulkReplace(ById, Plain, TotalSize: true)])),
        ("BulkOrders-empty", new BulkOrders(Alice, [])),
        ("BulkOrders-most", new BulkOrders(Alice, [.. Enumerable.Repeat(new BulkCancel(ById), 1000)])),
        ("RfqExecute", new RfqExecute(Alice, "rfq-7", "quote-é", Bob, [Leg, Leg with { Side = Side.Sell }])),
        ("RfqExecute-empty", new RfqExecute(Alice, "", "", Alice, [])),
        ("RfqExecute-most", new RfqExecute(
            Alice, new string('r', 4096), new string('q', 4096), Bob, [.. Enumerable.Repeat(Leg, 1000)])),
        ("RfqExecute-odd", new RfqExecute(
            Alice, "r", "q", Bob, [new RfqLeg("", Side.Sell, new Quantity(long.MinValue), new Price(long.MaxValue))])),
    ];

    private static IEnumerable<(string Name, EngineCommand Command)> Markets() =>
    [
        ("MarketAction", new MarketAction(MarketActionKind.Create, Symbol)),
        ("MarketAction-resume", new MarketAction(MarketActionKind.Resume, "")),
        ("TradingModeUpdate", new TradingModeUpdate("BTC", TradingModes.Orderbook)),
        ("TradingModeUpdate-all", new TradingModeUpdate("*", TradingModes.All)),
        ("TradingModeUpdate-none", new TradingModeUpdate("*", TradingModes.None)),
        ("TickExpiry", new TickExpiry(
            [new("BTC", 20_260_327, Price.FromUsdc(70_123)), new("", int.MinValue, new Price(long.MinValue))])),
        ("TickExpiry-averages", new TickExpiry()),
        ("TickExpiry-force", new TickExpiry([new("BTC", 20_260_327, Price.FromUsdc(1))], Force: true)),
        ("Tick", new Tick()),
        ("PriceUpdate", new PriceUpdate(
            [new IndexPrice("BTC", Price.FromUsdc(70_000)), new IndexPrice("ETH", new Price(-1))], true)),
        ("PriceUpdate-empty", new PriceUpdate([])),
        ("IvUpdate", new IvUpdate(
            "BTC", 20_260_327, [new(Price.FromUsdc(70_000), 65_000_000), new(new Price(-1), long.MinValue)])),
        ("IvUpdate-empty", new IvUpdate("", int.MinValue, [])),
    ];

    private static IEnumerable<(string Name, EngineCommand Command)> Accounts() =>
    [
        ("DepositUpdate", new DepositUpdate(Alice, Cash.FromUsdc(1_000), "bridge", 7)),
        ("DepositUpdate-most", new DepositUpdate(
            Alice, new Cash(Int128.Parse("100000000000000000000000000000000")), new string('s', 32), long.MaxValue)),
        ("CashWithdrawalUpdate", new CashWithdrawalUpdate(Alice, new Cash(1), "bridge", 8)),
        ("CashWithdrawalUpdate-least", new CashWithdrawalUpdate(
            Bob, new Cash(Int128.Parse("-100000000000000000000000000000000")), "é", 1)),
        ("CashWithdrawalUpdate-own", new CashWithdrawalUpdate(Alice, new Cash(1))),
        ("CashWithdrawalUpdate-half", new CashWithdrawalUpdate(Alice, new Cash(1), Number: 3)),
        ("InsuranceDeposit", new InsuranceDeposit(Cash.FromUsdc(5), "fund", 1)),
        ("OptionDepositUpdate", new OptionDepositUpdate(Alice, Symbol, new Quantity(1_500_000), "bridge", 9)),
        ("OptionDepositUpdate-odd", new OptionDepositUpdate(Bob, "", new Quantity(long.MinValue), "é", long.MaxValue)),
        ("OptionWithdrawalUpdate", new OptionWithdrawalUpdate(Alice, Symbol, new Quantity(2), "bridge", 10)),
        ("OptionWithdrawalUpdate-odd", new OptionWithdrawalUpdate(
            Bob, new string('s', 128), new Quantity(long.MaxValue), new string('s', 32), 1)),
        ("OptionWithdrawalUpdate-own", new OptionWithdrawalUpdate(Alice, Symbol, new Quantity(2))),
        ("OptionWithdrawalUpdate-half", new OptionWithdrawalUpdate(Alice, Symbol, new Quantity(2), "bridge")),
        ("HypercorePositionUpdate", new HypercorePositionUpdate(
            Alice, "BTC-PERP", Quantity.FromContracts(-3), Price.FromUsdc(68_000))),
        ("HypercorePositionUpdate-odd", new HypercorePositionUpdate(
            Bob, "", new Quantity(long.MinValue), new Price(long.MinValue))),
        ("HypercoreEquityUpdate", new HypercoreEquityUpdate(Alice, new Cash(-12_345))),
        ("MarginModeUpdate", new MarginModeUpdate(Alice, MarginMode.Portfolio)),
        ("TierUpdate", new TierUpdate(Alice, "gold", 500, 200)),
        ("TierUpdate-bad", new TierUpdate(Alice, "", int.MinValue, int.MaxValue)),
        ("LiquidationStateUpdate", new LiquidationStateUpdate(Alice, LiquidationState.PreLiquidation)),
        ("LiquidationBonusUpdate", new LiquidationBonusUpdate(Alice, 50_000)),
        ("LiquidationBid", new LiquidationBid(Alice, Bob, 3, new Cash(-5_677_500_000_000_000_000))),
        ("LiquidationBid-odd", new LiquidationBid(Alice, Alice, long.MinValue, new Cash(CommandLimits.MaxCashUnits))),
    ];

    private static IEnumerable<(string Name, EngineCommand Command)> Protection() =>
    [
        ("MmpConfigUpdate", new MmpConfigUpdate(
            Alice, "BTC", true, 5_000, 10_000, Quantity.FromContracts(10), 250_000_000, 900_000_000, 1)),
        ("MmpConfigUpdate-plain", new MmpConfigUpdate(Alice, "", false, -1, -1, null, null, null, long.MinValue)),
        ("MmpConfigUpdate-delta", new MmpConfigUpdate(Alice, "ETH", true, 1, 0, null, -5, null, 2)),
        ("MmpConfigUpdate-vega", new MmpConfigUpdate(Alice, "ETH", false, 1, 0, null, null, 0, 3)),
        ("MmpConfigUpdate-quantity", new MmpConfigUpdate(Alice, "ETH", false, 1, 0, new Quantity(0), null, null, 4)),
        ("MmpReset", new MmpReset(Alice, "BTC", 2)),
        ("ApproveAgent", new ApproveAgent(Alice, Bob, 1_900_000_000_000)),
        ("ApproveAgent-forever", new ApproveAgent(Alice, Bob)),
        ("RevokeAgent", new RevokeAgent(Alice, Bob)),
        ("NonceAdvance", new NonceAdvance()),
    ];

    private static IEnumerable<(string Name, EngineCommand Command)> Venue() =>
    [
        ("SetRules", new SetRules(RuleSamples.Full)),
        ("SetRules-default", new SetRules(RuleSet.Default)),
        ("SetRules-malformed", new SetRules(null, "fees.makerPpm")),
        ("SetRules-longest", new SetRules(null, new string('m', 256))),
        ("SetRules-nothing", new SetRules(null, "")),
        ("SetPmSettlementPoolConfig", new SetPmSettlementPoolConfig(
            "BTC", new SettlementPoolConfig(1, 80_000_000, 3, 4, 5, long.MinValue, 86_400_000, uint.MaxValue))),
    ];
}
