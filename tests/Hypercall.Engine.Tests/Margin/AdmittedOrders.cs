using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Margin;

/// <summary>
/// A market that stands still in which one wallet places orders of every kind at prices near and far from the marks,
/// until some rest; then any part of what rests is filled at its limits and the rest is canceled. Positions are put in
/// place while margin is off, so that wallets short of margin occur too.
/// </summary>
internal sealed class AdmittedOrders
{
    private const long Now = 1_750_000_000_000;

    private static readonly string[] Symbols =
    [
        "BTC-20250617-100-C", "BTC-20250617-130-C", "BTC-20250620-110-P", "BTC-20250620-115-C", "ETH-20250617-90-P",
        "ETH-20250620-80-P", "ETH-20250620-110-C",
    ];

    private static readonly WalletAddress Trader = WalletAddress.FromNumber(1);
    private static readonly WalletAddress Other = WalletAddress.FromNumber(2);

    private readonly SeededRandom _random;
    private ExchangeEngine _engine = new();

    public AdmittedOrders(int seed, MarginMode mode)
    {
        _random = new SeededRandom((ulong)seed);
        RuleSet rules = Rules(margin: false);
        Accept(new SetRules(rules));
        Accept(new DepositUpdate(Trader, Cash.FromUsdc(_random.Between(5, 150)), "bank", 1));
        Accept(new DepositUpdate(Other, Cash.FromUsdc(1_000_000_000), "bank", 2));
        Accept(new MarginModeUpdate(Trader, mode));
        Accept(new PriceUpdate([new("BTC", Price.FromUsdc(110)), new("ETH", Price.FromUsdc(100))], Force: true));
        foreach (string underlying in new[] { "BTC", "ETH" })
        {
            long volatility = _random.Between(20, 120) * 1_000_000;
            Accept(new IvUpdate(underlying, 20250620, [new VolatilityPoint(Price.FromUsdc(100), volatility)]));
        }

        foreach (string symbol in Symbols)
            Accept(new MarketAction(MarketActionKind.Create, symbol));
        for (int i = (int)_random.Below(4); i > 0; i--)
            Open(_random.PickFrom(Symbols));
        if (_random.PerMille(300))
            Accept(new HypercorePositionUpdate(Trader, "BTC-PERP", Size(_random.Between(-200, 200)), Price.FromUsdc(105)));
        Accept(new SetRules(rules with { Version = rules.Version + 1, MarginEnabled = true }));
    }

    /// <summary>Orders of the trader that were admitted.</summary>
    public int Admitted { get; private set; }

    /// <summary>Those of them that reduced a position.</summary>
    public int AdmittedReducing { get; private set; }

    /// <summary>Orders of the trader that margin refused.</summary>
    public int Refused { get; private set; }

    /// <summary>
    /// Cash, less debt, and what the trader's options are worth at the marks, in portfolio mode less their cost.
    /// </summary>
    public Int128 OwnEquity()
    {
        WalletView wallet = View();
        Int128 equity = wallet.Cash.Units;
        foreach (PositionView position in wallet.Positions)
        {
            equity += Cash.Notional(Mark(position.Symbol), position.Size).Units;
            if (wallet.Mode == MarginMode.Portfolio)
                equity -= position.Cost.Units;
        }

        return equity;
    }

    /// <summary>The trader's excess.</summary>
    public Int128 Excess() => View().Margin.Available!.Value.Units;

    /// <summary>The trader places a few orders; whatever crosses trades at once.</summary>
    public void Place(int orders)
    {
        for (int i = 0; i < orders; i++)
        {
            PlaceOrder order = NextOrder();
            bool reduces = Reduces(order.Order);
            RejectCode code = Apply(order).Rejection.Code;
            _engine.CheckInvariants();
            Admitted += code == RejectCode.None ? 1 : 0;
            AdmittedReducing += code == RejectCode.None && reduces ? 1 : 0;
            Refused += code == RejectCode.InsufficientMargin ? 1 : 0;
        }
    }

    /// <summary>Remembers the venue as it is.</summary>
    public byte[] Remember() => _engine.Snapshot();

    /// <summary>Goes back to what was remembered.</summary>
    public void Return(byte[] snapshot) => _engine = ExchangeEngine.Restore(snapshot, null, out _)!;

    /// <summary>
    /// Cancels some of the orders, fills any part of the others at their limits, and cancels what is left.
    /// </summary>
    public void FillAnyPart()
    {
        foreach (OrderView order in View().OpenOrders)
        {
            if (_random.PerMille(400))
                Accept(new CancelOrder(Trader, OrderReference.ById(order.OrderId)));
        }

        foreach (OrderView order in View().OpenOrders)
        {
            long open = order.Size.Units - order.Filled.Units;
            long units = _random.PerMille(500) ? open : _random.Between(1, open / 10_000) * 10_000;
            Side side = order.Side == Side.Buy ? Side.Sell : Side.Buy;
            Accept(new PlaceOrder(
                Other, new OrderTerms(order.Symbol, side, order.Price, new Quantity(units), TimeInForce.Ioc)));
        }

        Accept(new CancelAll(Trader));
        _engine.CheckInvariants();
    }

    private static RuleSet Rules(bool margin) => RuleSet.Default with
    {
        Version = 2,
        MarginEnabled = margin,
        SignificantFigures = 0,
        Fees = RuleSet.Default.Fees with { MakerPpm = 300, TakerPpm = 500 },
        Trading = RuleSet.Default.Trading with { PriceBand = null, Distress = null },
        Liquidation = RuleSet.Default.Liquidation with { ChecksPerCommand = 1 },
    };

    private void Open(string symbol)
    {
        bool buys = _random.PerMille(500);
        Price price = Near(symbol, 100);
        Quantity size = Size(_random.Between(10, 300));
        Accept(new PlaceOrder(Other, new OrderTerms(symbol, buys ? Side.Sell : Side.Buy, price, size)));
        Accept(new PlaceOrder(
            Trader, new OrderTerms(symbol, buys ? Side.Buy : Side.Sell, price, size, TimeInForce.Ioc)));
    }

    private PlaceOrder NextOrder()
    {
        string symbol = _random.PickFrom(Symbols);
        Side side = _random.Pick(Side.Buy, Side.Sell);
        OrderFlags flags = _random.PerMille(150) ? OrderFlags.ReduceOnly : OrderFlags.None;
        Price price = _random.PerMille(700) ? Near(symbol, 150) : Near(symbol, 3_000);
        return new PlaceOrder(
            Trader, new OrderTerms(symbol, side, price, Size(_random.Between(1, 500)), Flags: flags));
    }

    /// <summary>A price within so many thousandths of the mark, at least a cent.</summary>
    private Price Near(string symbol, int perMille)
    {
        long mark = Mark(symbol).Units;
        long units = mark + mark / 1_000 * _random.Between(-Math.Min(perMille, 999), perMille);
        return new Price(Math.Max(1, units / 1_000_000) * 1_000_000);
    }

    private bool Reduces(in OrderTerms order)
    {
        string symbol = order.Symbol;
        PositionView? position = View().Positions.SingleOrDefault(held => held.Symbol == symbol);
        return position is not null && position.Size.Units > 0 == (order.Side == Side.Sell);
    }

    private Price Mark(string symbol)
    {
        string underlying = symbol[..3];
        decimal mark = _engine.ViewChain(underlying)!.Options.Single(option => option.Symbol == symbol).Greeks!.Mark.Units;
        return new Price((long)mark);
    }

    private static Quantity Size(long hundredths) => new(hundredths * 10_000);

    private WalletView View() => _engine.View().Wallets.Single(wallet => wallet.Address == Trader);

    private ApplyOutput Apply(EngineCommand command) =>
        _engine.Apply(CommandEnvelope.Trusted(_engine.Sequence + 1, Now, command));

    private void Accept(EngineCommand command)
    {
        Rejection rejection = Apply(command).Rejection;
        Assert.True(!rejection.IsRejected, $"{command}: {rejection.Code}: {RejectText.Describe(rejection)}");
    }
}
