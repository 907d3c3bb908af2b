using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Engine.Tests.State;

/// <summary>An engine with at least one entry of every kind of state, and the means to go on with it.</summary>
internal sealed class RichEngine
{
    public const long StartMs = 1_700_000_000_000;
    public const string Call = "BTC-20300329-50000-C";
    public const string Put = "BTC-20300329-50000-P";
    public static readonly WalletAddress Maker = WalletAddress.FromNumber(1);
    public static readonly WalletAddress Taker = WalletAddress.FromNumber(2);
    public static readonly WalletAddress Agent = WalletAddress.FromNumber(3);
    public static readonly WalletAddress Builder = WalletAddress.FromNumber(4);
    public static readonly WalletAddress Debtor = WalletAddress.FromNumber(5);

    /// <summary>Settled at 3,000 in the course of the setup: gone.</summary>
    public const string Settled = "ETH-20300329-2000-C";

    /// <summary>Expired early: awaits its price.</summary>
    public const string Pending = "ETH-20300330-2000-C";

    private ulong _requests;

    public RichEngine()
    {
        RuleSet rules = RuleSet.Default with
        {
            Version = 2,
            MarginEnabled = false,
            OutcomeCache = 8,
            Builders = [Builder],
            VenueSigners = [new VenueSigner(Agent, [CommandType.Tick])],
            Overrides =
            [
                new UnderlyingOverride
                {
                    Underlying = "BTC",
                    ExpiryTimeMinutes = 600,
                    Ticks = [new TickStep(new Price(0), new Price(Price.UnitsPerUsdc / 10))],
                    MaxSize = Quantity.FromContracts(500_000),
                    SizeStep = new Quantity(Quantity.UnitsPerContract / 100),
                    MinSize = new Quantity(Quantity.UnitsPerContract / 100),
                    Fees = RuleSet.Default.Fees,
                    OverridesPriceBand = true,
                    PriceBand = RuleSet.Default.Trading.PriceBand,
                    OverridesDistress = true,
                    Distress = RuleSet.Default.Trading.Distress,
                    Standard = RuleSet.Default.Standard,
                    Portfolio = RuleSet.Default.Portfolio,
                },
            ],
        };
        Must(new SetRules(rules));
        Must(new TradingModeUpdate(TradingModeUpdate.WholeVenue, TradingModes.All));
        Must(new TradingModeUpdate("BTC", TradingModes.Orderbook));
        Must(new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(50_000))]));
        Must(new IvUpdate("BTC", 20300329, [new VolatilityPoint(Price.FromUsdc(50_000), 60_000_000)]));
        Must(new SetPmSettlementPoolConfig("BTC", new SettlementPoolConfig(1, 2, 3, 4, 5, 6, 7, 8)));
        Must(new MarketAction(MarketActionKind.Create, Call));
        Must(new MarketAction(MarketActionKind.Create, Put));
        Must(new MarketAction(MarketActionKind.Halt, Put));
        Must(new DepositUpdate(Maker, Cash.FromUsdc(1_000_000), "chain", 1));
        Must(new DepositUpdate(Taker, Cash.FromUsdc(1_000_000), "chain", 2));
        Must(new CashWithdrawalUpdate(Taker, Cash.FromUsdc(10), "chain", 3));
        Must(new InsuranceDeposit(Cash.FromUsdc(500), "chain", 4));
        Must(new MarginModeUpdate(Taker, MarginMode.Portfolio));
        Must(new TierUpdate(Maker, "mm", 1_000, 100));
        Must(new LiquidationBonusUpdate(Maker, 250));
        Must(new ApproveAgent(Maker, Agent, StartMs + 86_400_000));
        Must(new MmpConfigUpdate(Maker, "BTC", true, 60_000, 1_000, Quantity.FromContracts(100), 900_000_000_000, 800_000_000_000, 1));
        Must(new CancelAllAfter(Maker, 3_600_000));
        Must(Order(Maker, Side.Sell, 100, 3, flags: OrderFlags.Mmp, clientId: "ask-1"));
        Must(Order(Maker, Side.Sell, 101, 2));
        Must(Order(Maker, Side.Buy, 90, 2, expiresAtMs: StartMs + 1_000_000));
        Must(Order(Taker, Side.Buy, 100, 1));
        Must(new LiquidationStateUpdate(Builder, LiquidationState.PreLiquidation));
        AddRisk();
        Apply(new NonceAdvance(), Maker, StartMs + 5);
        Must(new BulkOrders(Maker, [new BulkPlace(Order(Maker, Side.Sell, 103, 1).Order), new BulkCancel(OrderReference.ById(99))]));
        QueueHolders();
        Assert.Equal(Events.RejectCode.InsufficientMargin, Apply(Order(Debtor, Side.Sell, 25_000, 1)).Rejection.Code);
        Must(new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(50_200)), new IndexPrice("ETH", Price.FromUsdc(2_002))]));
    }

    public ExchangeEngine Engine { get; } = new();

    /// <summary>A holding, a debt, an instrument that awaits its price, what Hypercore reports.</summary>
    private void AddRisk()
    {
        Must(new OptionWithdrawalUpdate(Taker, Call, new Quantity(250_000), "chain", 5));
        Must(new PriceUpdate([new IndexPrice("ETH", Price.FromUsdc(2_000))]));
        Must(new MarketAction(MarketActionKind.Create, Settled));
        Must(new MarketAction(MarketActionKind.Create, Pending));
        Must(new DepositUpdate(Debtor, Cash.FromUsdc(100), "chain", 6));
        Must(new RfqExecute(Debtor, "rfq", "quote", Maker, [Leg(Settled), Leg(Pending)]));
        Must(new MarketAction(MarketActionKind.Expire, Settled));
        Apply(new DepositUpdate(Debtor, Cash.FromUsdc(-1), "refused", 1));
        Must(new TickExpiry([new SettlementPrice("ETH", 20300329, Price.FromUsdc(3_000))], Force: true));
        Must(new MarketAction(MarketActionKind.Expire, Pending));
        Must(new HypercorePositionUpdate(Taker, "BTC-PERP", Quantity.FromContracts(-2), Price.FromUsdc(51_000)));
        Must(new HypercoreEquityUpdate(Taker, Cash.FromUsdc(-77)));
    }

    /// <summary>With margin and one check per command, an index price leaves wallets waiting.</summary>
    private void QueueHolders()
    {
        Must(new SetRules(Engine.Rules with
        {
            Version = 3,
            MarginEnabled = true,
            Liquidation = new LiquidationRules(60_000, 1),
        }));
        Must(new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(50_100)), new IndexPrice("ETH", Price.FromUsdc(2_001))]));
    }

    private static RfqLeg Leg(string symbol) =>
        new(symbol, Side.Sell, Quantity.FromContracts(1), Price.FromUsdc(10));

    public Events.ApplyOutput Apply(EngineCommand command, WalletAddress? signer = null, long? nonce = null)
    {
        var envelope = new CommandEnvelope(
            Engine.Sequence + 1, StartMs, new RequestId(++_requests), null, signer, nonce, command);
        return Engine.Apply(envelope);
    }

    public static PlaceOrder Order(
        WalletAddress wallet, Side side, long price, long size, OrderFlags flags = OrderFlags.None,
        string? clientId = null, long? expiresAtMs = null) =>
        new(wallet, new OrderTerms(
            Call, side, Price.FromUsdc(price), Quantity.FromContracts(size),
            expiresAtMs is null ? TimeInForce.Gtc : TimeInForce.Gtd, expiresAtMs, flags, null, clientId, Builder));

    private void Must(EngineCommand command)
    {
        Events.ApplyOutput output = Apply(command);
        Assert.True(output.Accepted, $"{command.Type}: {output.Rejection.Code}");
    }
}
