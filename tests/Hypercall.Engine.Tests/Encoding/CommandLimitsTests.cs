using Hypercall.Engine.Commands;
using Hypercall.Engine.Encoding;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Tests.Encoding;

/// <summary>What cannot be read back is refused by the decoder and named by CommandLimits beforehand.</summary>
public sealed class CommandLimitsTests
{
    private static readonly WalletAddress Wallet = CommandSamples.Alice;
    private static readonly string LongSymbol = new('S', CommandLimits.MaxSymbolBytes + 1);
    private static readonly string LongClientId = new('c', CommandLimits.MaxClientIdBytes + 1);
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
