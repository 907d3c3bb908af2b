using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Rules;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>
/// A market that stands still, without a price band, in which one wallet trades at any price against others that quote
/// at any price, and its excess is watched command by command.
/// </summary>
internal sealed class ExcessProbe
{
    private const long Now = 1_750_000_000_000;

    private static readonly string[] Symbols =
    [
        "BTC-20250620-100-C", "BTC-20250620-110-P", "BTC-20250617-120.5-C", "ETH-20250617-90-P", "ETH-20250620-110-C",
    ];

    private readonly ExchangeEngine _engine = new();
    private readonly SeededRandom _random;
    private readonly MarginMode _mode;

    public ExcessProbe(int seed, MarginMode mode)
    {
        _random = new SeededRandom((ulong)seed);
        _mode = mode;
        Accept(new SetRules(Rules()));
        Accept(new PriceUpdate([new("BTC", Price.FromUsdc(110)), new("ETH", Price.FromUsdc(100))], Force: true));
        foreach (string underlying in new[] { "BTC", "ETH" })
        {
            long volatility = _random.Between(20, 120) * 1_000_000;
            Accept(new IvUpdate(underlying, 20250620, [new VolatilityPoint(Price.FromUsdc(100), volatility)]));
        }

        foreach (string symbol in Symbols)
            Accept(new MarketAction(MarketActionKind.Create, symbol));
        Accept(new DepositUpdate(Trader, Cash.FromUsdc(_random.Between(20, 600)), "bank", 1));
        Accept(new DepositUpdate(Others[0], Cash.FromUsdc(1_000_000_000), "bank", 2));
        Accept(new DepositUpdate(Others[1], Cash.FromUsdc(1_000_000_000), "bank", 3));
        Accept(new MarginModeUpdate(Trader, mode));
        Accept(new MarginModeUpdate(Others[0], MarginMode.Portfolio));
    }

    public static WalletAddress Trader { get; } = WalletAddress.FromNumber(1);

    private static WalletAddress[] Others { get; } = [WalletAddress.FromNumber(2), WalletAddress.FromNumber(3)];

    /// <summary>Orders of the trader that were admitted.</summary>
    public int Admitted { get; private set; }

    /// <summary>Orders of the trader that margin refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Those of them that would have reduced a position: buy-backs and sales at absurd prices.</summary>
    public int RefusedReducing { get; private set; }

    /// <summary>
    /// The trader's excess in units of cash if its open orders were cancelled: what its fills have left. (A resting
    /// order that reduces risk may reserve more than there is; it is judged as filled.)
    /// </summary>
    public Int128 ExcessOfFills()
    {
        ExchangeEngine fork = ExchangeEngine.Restore(_engine.Snapshot(), null, out string? error)!;
        Assert.Null(error);
        fork.Apply(CommandEnvelope.Trusted(fork.Sequence + 1, Now, new CancelAll(Trader)));
        return fork.View().Wallets.Single(w => w.Address == Trader).Margin.Available!.Value.Units;
    }

    /// <summary>Somebody does something.</summary>
    public string Step()
    {
        if (_random.PerMille(450))
            return Describe(Order(_random.PickFrom(Others)));

        // In portfolio mode only orders that rest one at a time are promised (project rule: partial sets may be worse).
        return _mode == MarginMode.Portfolio && View().OpenOrders.Count > 0
            ? Describe(new CancelAll(Trader))
            : Trade();
    }

    private static RuleSet WithoutBand(RuleSet rules) => rules with
    {
        Trading = rules.Trading with
        {
            PriceBand = null, Ticks = [new TickStep(new(0), new(1))], SizeStep = new(1), MinSize = new(1),
        },
    };

    private RuleSet Rules() => WithoutBand(RuleSet.Default) with
    {
        Version = 2,
        SignificantFigures = 0,
        MaxPriceAgeMs = 0,
        Fees = RuleSet.Default.Fees with { MakerPpm = _random.Pick(-100, 0, 200), TakerPpm = _random.Pick(200, 500) },
    };

    private string Trade()
    {
        PlaceOrder order = Order(Trader);
        PositionView? held = View().Positions.FirstOrDefault(p => p.Symbol == order.Order.Symbol);
        bool reduces = held is not null && held.Size.Units > 0 == (order.Order.Side == Side.Sell);
        string text = Describe(order);
        Rejection rejection = _last;
        Admitted += rejection.IsRejected ? 0 : 1;
        Refused += rejection.Code == RejectCode.InsufficientMargin ? 1 : 0;
        RefusedReducing += rejection.Code == RejectCode.InsufficientMargin && reduces ? 1 : 0;
        return text;
    }

    private PlaceOrder Order(WalletAddress wallet)
    {
        string symbol = _random.PickFrom(Symbols);
        Side side = _random.Any<Side>();
        OrderView? resting = wallet == Trader ? null : View().OpenOrders.FirstOrDefault();
        if (resting is not null && _random.PerMille(400))
            (symbol, side) = (resting.Symbol, 1 - resting.Side);
        long price = _random.Below(5) switch
        {
            0 => _random.Between(1, 1_000),
            1 => _random.Between(100, 1_000) * Price.UnitsPerUsdc,
            _ => _random.Between(1, 3_000_000_000),
        };
        if (resting is not null && resting.Symbol == symbol)
            price = resting.Price.Units;
        bool closes = wallet == Trader && _random.PerMille(300) && View().Positions.Count > 0;
        if (closes)
        {
            PositionView held = _random.PickFrom(View().Positions);
            (symbol, side) = (held.Symbol, held.Size.Units > 0 ? Side.Sell : Side.Buy);
        }

        TimeInForce tif = _random.Pick(TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok);
        OrderFlags flags = closes && _random.PerMille(500) ? OrderFlags.ReduceOnly : OrderFlags.None;
        var size = new Quantity(_random.Between(1, 4_000_000));
        return new PlaceOrder(wallet, new OrderTerms(symbol, side, new Price(price), size, tif, null, flags));
    }

    private Rejection _last;

    private string Describe(EngineCommand command)
    {
        _last = Apply(command).Rejection;
        return $"{CommandText.Of(command)}: {_last.Code}";
    }

    private WalletView View() => _engine.View().Wallets.Single(w => w.Address == Trader);

    private void Accept(EngineCommand command) => Assert.Equal(RejectCode.None, Apply(command).Rejection.Code);

    private ApplyOutput Apply(EngineCommand command) =>
        _engine.Apply(CommandEnvelope.Trusted(_engine.Sequence + 1, Now, command));
}
