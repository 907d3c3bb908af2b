using System.Collections.Immutable;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Tests.Encoding;

/// <summary>What cannot be read back is refused by the decoder and named by CommandLimits beforehand.</summary>
public sealed class CommandLimitsTests
{
    private static readonly WalletAddress Wallet = CommandSamples.Alice;
    private static readonly string LongSymbol = new('S', TextLimits.MaxSymbolBytes + 1);
    private static readonly string LongClientId = new('c', TextLimits.MaxClientIdBytes + 1);
    private static readonly OrderTerms Terms = new("BTC-20260327-70000-C", Side.Buy, new Price(1), new Quantity(1));
    private static readonly OrderReference ById = OrderReference.ById(1);

    private static readonly Dictionary<string, EngineCommand> Beyond = new()
    {
        ["symbol"] = new PlaceOrder(Wallet, Terms with { Symbol = LongSymbol }),
        ["symbol in bytes"] = new PlaceOrder(Wallet, Terms with { Symbol = new string('é', 65) }),
        ["expiry"] = new PlaceOrder(Wallet, Terms with { ExpiresAtMs = CommandEnvelope.MaxTimestampMs + 1 }),
        ["negative expiry"] = new PlaceOrder(Wallet, Terms with { ExpiresAtMs = -1 }),
        ["client id"] = new PlaceOrder(Wallet, Terms with { ClientId = LongClientId }),
        ["empty client id"] = new PlaceOrder(Wallet, Terms with { ClientId = "" }),
        ["cancel client id"] = new CancelOrder(Wallet, OrderReference.ByClientId("")),
        ["cancel all symbol"] = new CancelAll(Wallet, LongSymbol),
        ["cancel all underlying"] = new CancelAll(Wallet, null, LongSymbol),
        ["timeout"] = new CancelAllAfter(Wallet, CommandEnvelope.MaxTimestampMs + 1),
        ["negative timeout"] = new CancelAllAfter(Wallet, -1),
        ["replace target"] = new ReplaceOrder(Wallet, OrderReference.ByClientId(LongClientId), Terms),
        ["replace terms"] = new ReplaceOrder(Wallet, ById, Terms with { Symbol = LongSymbol }),
        ["bulk count"] = new BulkOrders(Wallet, [.. Enumerable.Repeat(new BulkCancel(ById), 1001)]),
        ["bulk place"] = new BulkOrders(Wallet, [new BulkPlace(Terms with { Symbol = LongSymbol })]),
        ["bulk cancel"] = new BulkOrders(Wallet, [new BulkCancel(OrderReference.ByClientId(""))]),
        ["bulk replace"] = new BulkOrders(Wallet, [new BulkReplace(ById, Terms with { ClientId = "" })]),
        ["market"] = new MarketAction(MarketActionKind.Create, LongSymbol),
        ["mode"] = new TradingModeUpdate(LongSymbol, TradingModes.All),
        ["price"] = new PriceUpdate([new IndexPrice(LongSymbol, new Price(1))]),
        ["surface"] = new IvUpdate(LongSymbol, 20_260_327, []),
        ["amount"] = new DepositUpdate(Wallet, new Cash(CommandLimits.MaxCashUnits + 1), "s", 1),
        ["negative amount"] = new CashWithdrawalUpdate(Wallet, new Cash(-CommandLimits.MaxCashUnits - 1), "s", 1),
        ["number"] = new InsuranceDeposit(new Cash(1), "s", 0),
        ["empty source"] = new InsuranceDeposit(new Cash(1), "", 1),
        ["source"] = new InsuranceDeposit(new Cash(1), new string('s', 33), 1),
        ["tier"] = new TierUpdate(Wallet, new string('t', 257), 1, 1),
        ["mmp"] = new MmpConfigUpdate(Wallet, LongSymbol, true, 1, 1, null, null, null, 1),
        ["mmp reset"] = new MmpReset(Wallet, LongSymbol, 1),
        ["agent"] = new ApproveAgent(Wallet, Wallet, -1),
        ["member"] = new SetRules(null, new string('m', 257)),
        ["scenario"] = new SetRules(RuleSet.Default with
        {
            Portfolio = RuleSet.Default.Portfolio with { Scenarios = [new(new string('s', 257), 0, 0, 0)] },
        }),
        ["override"] = new SetRules(RuleSet.Default with
        {
            Overrides = [new UnderlyingOverride { Underlying = LongSymbol }],
        }),
        ["pool"] = new SetPmSettlementPoolConfig(LongSymbol, default),
        ["side"] = new PlaceOrder(Wallet, Terms with { Side = (Side)2 }),
        ["time in force"] = new PlaceOrder(Wallet, Terms with { TimeInForce = (TimeInForce)9 }),
        ["flags"] = new PlaceOrder(Wallet, Terms with { Flags = (OrderFlags)8 }),
        ["stp"] = new ReplaceOrder(Wallet, ById, Terms with { Stp = (StpMode)4 }),
        ["bulk side"] = new BulkOrders(Wallet, [new BulkPlace(Terms with { Side = (Side)255 })]),
        ["leg side"] = new RfqExecute(
            Wallet, "r", "q", Wallet, [new RfqLeg("C", (Side)2, new Quantity(1), new Price(1))]),
        ["action"] = new MarketAction((MarketActionKind)5, "C"),
        ["modes"] = new TradingModeUpdate("BTC", (TradingModes)4),
        ["margin mode"] = new MarginModeUpdate(Wallet, (MarginMode)2),
        ["liquidation state"] = new LiquidationStateUpdate(Wallet, (LiquidationState)4),
        ["bid"] = new LiquidationBid(Wallet, Wallet, 1, new Cash(-CommandLimits.MaxCashUnits - 1)),
        ["default stp"] = new SetRules(RuleSet.Default with { DefaultStp = (StpMode)4 }),
        ["mmp breach"] = new SetRules(RuleSet.Default with { Mmp = new MmpRules((MmpBreach)2, MmpWindow.Fixed) }),
        ["mmp window"] = new SetRules(RuleSet.Default with { Mmp = new MmpRules(MmpBreach.Exceeds, (MmpWindow)2) }),
        ["venue command"] = new SetRules(RuleSet.Default with
        {
            VenueSigners = [new VenueSigner(Wallet, [(CommandType)255])],
        }),
    };

    public static TheoryData<string> Names() => [.. Beyond.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_command_beyond_the_limits_is_named_and_not_decoded(string name)
    {
        EngineCommand command = Beyond[name];

        byte[] bytes = EnvelopeCodec.Encode(CommandEnvelope.Trusted(1, 1, command));

        Assert.NotNull(CommandLimits.FirstViolation(command));
        Assert.False(EnvelopeCodec.TryDecode(bytes, null, out CommandEnvelope envelope, out string? error));
        Assert.NotNull(error);
        Assert.Null(envelope.Command);
    }

    [Fact]
    public void An_envelope_beyond_the_limits_is_named_and_not_decoded()
    {
        CommandEnvelope valid = CommandEnvelope.Trusted(1, 0, new Tick());
        CommandEnvelope[] beyond =
        [
            valid with { Sequence = 0 },
            valid with { TimestampMs = -1 },
            valid with { TimestampMs = CommandEnvelope.MaxTimestampMs + 1 },
            valid with { FirstSentMs = -1 },
            valid with { Command = new NonceAdvance(), Nonce = 1 },
            valid with { Command = new NonceAdvance(), Signer = Wallet },
            valid with { Command = Beyond["symbol"] },
        ];

        Assert.Null(CommandLimits.FirstViolation(valid));
        Assert.All(beyond, envelope =>
        {
            Assert.NotNull(CommandLimits.FirstViolation(envelope));
            Assert.False(EnvelopeCodec.TryDecode(EnvelopeCodec.Encode(envelope), null, out _, out _));
        });
    }

    /// <summary>What a .NET host can make and no codec would write, each with the field that is named.</summary>
    [Fact]
    public void Missing_texts_arrays_and_members_are_named()
    {
        (string Field, EngineCommand Command)[] commands =
        [
            ("symbol", new PlaceOrder(Wallet, default)),
            ("symbol", new MarketAction(MarketActionKind.Create, null!)),
            ("symbol", new OptionDepositUpdate(Wallet, null!, new Quantity(1), "s", 1)),
            ("symbol", new HypercorePositionUpdate(Wallet, null!, new Quantity(1), new Price(1))),
            ("underlying", new TradingModeUpdate(null!, TradingModes.All)),
            ("underlying", new IvUpdate(null!, 20_260_327, [])),
            ("underlying", new PriceUpdate([default])),
            ("underlying", new TickExpiry([default])),
            ("underlying", new MmpReset(Wallet, null!, 1)),
            ("tier", new TierUpdate(Wallet, null!, 1, 1)),
            ("rfqId", new RfqExecute(Wallet, null!, "q", Wallet, [])),
            ("quoteId", new RfqExecute(Wallet, "r", null!, Wallet, [])),
            ("legs", new RfqExecute(Wallet, "r", "q", Wallet, default)),
            ("symbol", new RfqExecute(Wallet, "r", "q", Wallet, [default])),
            ("actions", new BulkOrders(Wallet, default)),
            ("action", new BulkOrders(Wallet, [null!])),
            ("prices", new PriceUpdate(default)),
            ("prices", new TickExpiry(Prices: default)),
            ("points", new IvUpdate("BTC", 20_260_327, default)),
            ("builders", new SetRules(RuleSet.Default with { Builders = default })),
            ("venueSigners", new SetRules(RuleSet.Default with { VenueSigners = default })),
            ("commands", new SetRules(RuleSet.Default with { VenueSigners = [new VenueSigner(Wallet, default)] })),
            ("overrides", new SetRules(RuleSet.Default with { Overrides = default })),
            ("fees", new SetRules(RuleSet.Default with { Fees = null! })),
            ("scenarios", new SetRules(RuleSet.Default with
            {
                Portfolio = RuleSet.Default.Portfolio with { Scenarios = default },
            })),
            ("id", new SetRules(RuleSet.Default with
            {
                Portfolio = RuleSet.Default.Portfolio with { Scenarios = [new MarginScenario(null!, 0, 0, 0)] },
            })),
            ("ticks", new SetRules(RuleSet.Default with { Trading = RuleSet.Default.Trading with { Ticks = default } })),
        ];

        Assert.All(commands, item => Assert.Contains(item.Field, CommandLimits.FirstViolation(item.Command)));
        CommandEnvelope nothing = CommandEnvelope.Trusted(1, 1, null!);
        Assert.Contains("command", CommandLimits.FirstViolation(nothing));
    }

    [Fact]
    public void A_violation_inside_a_list_says_which_item_it_is_of()
    {
        var bulk = new BulkOrders(Wallet, [new BulkCancel(ById), new BulkPlace(Terms with { Symbol = LongSymbol })]);
        var rules = new SetRules(RuleSet.Default with
        {
            Overrides = [new UnderlyingOverride { Underlying = "BTC", Ticks = default(ImmutableArray<TickStep>) }],
        });

        Assert.StartsWith("actions[1]: symbol has 129 bytes", CommandLimits.FirstViolation(bulk));
        Assert.Equal("overrides[0]: ticks are missing", CommandLimits.FirstViolation(rules));
    }

    [Fact]
    public void A_reference_or_rules_with_both_or_none_is_named()
    {
        EngineCommand[] commands =
        [
            new CancelOrder(Wallet, default),
            new CancelOrder(Wallet, new OrderReference(1, "a")),
            new SetRules(null, null),
            new SetRules(RuleSet.Default, "fees"),
        ];

        Assert.All(commands, command => Assert.NotNull(CommandLimits.FirstViolation(command)));
    }
}
