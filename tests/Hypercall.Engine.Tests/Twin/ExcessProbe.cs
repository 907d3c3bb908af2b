using System.Numerics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>
/// A market that stands still, without a price band, in which one wallet trades at any price against others that quote
/// at any price. After each step it is asked what would be left of the wallet's excess, its open orders gone, if some
/// part of them had filled at their limits.
/// </summary>
internal sealed class ExcessProbe
{
    private const long Now = 1_750_000_000_000;

    private static readonly string[] Symbols =
    [
        "BTC-20250620-100-C", "BTC-20250620-110-P", "BTC-20250617-120.5-C", "BTC-20250620-130-C",
        "ETH-20250617-90-P", "ETH-20250620-110-C",
    ];

    private readonly NaiveEngine _twin = new();
    private readonly SeededRandom _random;

    public ExcessProbe(int seed, MarginMode mode)
    {
        _random = new SeededRandom((ulong)seed);
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

    /// <summary>All commands so far, for another engine to follow.</summary>
    public List<(EngineCommand Command, RejectCode Code)> Done { get; } = [];

    private static WalletAddress[] Others { get; } = [WalletAddress.FromNumber(2), WalletAddress.FromNumber(3)];

    /// <summary>Orders of the trader that were admitted.</summary>
    public int Admitted { get; private set; }

    /// <summary>Orders of the trader that margin refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Those of them that would have reduced a position: buy-backs and sales at absurd prices.</summary>
    public int RefusedReducing { get; private set; }

    /// <summary>Most of the trader's orders that were open at once.</summary>
    public int MostOpen { get; private set; }

    private NaiveWallet Wallet => _twin.State.Wallet(Trader);

    private List<NaiveOrder> Open => _twin.State.Orders.FindAll(o => o.Wallet == Trader);

    private List<NaivePosition> Positions => Wallet.Positions.FindAll(p => !p.Size.IsZero);

    /// <summary>The trader's excess if its open orders were cancelled: what its fills have left.</summary>
    public BigInteger ExcessOfFills() => Excess(NaiveMarginCase.Of(Wallet, []));

    /// <summary>
    /// The least excess of some dozen cases in which each open order filled at its limit whole, in part, or not at all,
    /// and the rest was cancelled.
    /// </summary>
    public BigInteger LeastExcessOfParts()
    {
        List<NaiveOrder> open = Open;
        BigInteger least = ExcessOfFills();
        for (int i = 0; i < 12 && open.Count > 0; i++)
            least = BigInteger.Min(least, Excess(PartlyFilled(open)));
        foreach (NaiveOrder alone in open)
            least = BigInteger.Min(least, Excess(Filled(NaiveMarginCase.Of(Wallet, []), alone, alone.Remaining)));
        return least;
    }

    /// <summary>Somebody does something.</summary>
    public string Step()
    {
        MostOpen = Math.Max(MostOpen, Open.Count);
        if (_random.PerMille(400))
            return Describe(Order(_random.PickFrom(Others)));
        return _random.PerMille(30) ? Describe(new CancelAll(Trader)) : Trade();
    }

    public static CommandEnvelope Envelope(long sequence, EngineCommand command) =>
        CommandEnvelope.Trusted(sequence, Now, command);

    private BigInteger Excess(NaiveMarginCase wallet) => new NaiveRisk(_twin.State).Margin(wallet)!.Excess;

    private NaiveMarginCase PartlyFilled(List<NaiveOrder> open)
    {
        NaiveMarginCase wallet = NaiveMarginCase.Of(Wallet, []);
        foreach (NaiveOrder order in open)
        {
            long size = _random.Pick(0, order.Remaining, order.Remaining, _random.Between(0, order.Remaining));
            wallet = Filled(wallet, order, size);
        }

        return wallet;
    }

    private NaiveMarginCase Filled(NaiveMarginCase wallet, NaiveOrder order, BigInteger size)
    {
        if (order.IsReduceOnly)
        {
            BigInteger held = wallet.Held(order.Symbol);
            bool reduces = order.Side == Side.Buy ? held < 0 : held > 0;
            size = reduces ? BigInteger.Min(size, BigInteger.Abs(held)) : 0;
        }

        BigInteger fee = new NaiveFees(_twin.State).OfOrder(order.Symbol, order.Price, size);
        return wallet.WithFill(order.Symbol, order.Side == Side.Buy ? size : -size, order.Price, fee);
    }

    private static RuleSet WithoutBand(RuleSet rules) => rules with
    {
        Trading = rules.Trading with
        {
            PriceBand = null,
            Distress = null,
            Ticks = [new TickStep(new(0), new(1))],
            SizeStep = new(1),
            MinSize = new(1),
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
        NaivePosition? held = Positions.Find(p => p.Symbol == order.Order.Symbol);
        bool reduces = held is not null && held.Size > 0 == (order.Order.Side == Side.Sell);
        string text = Describe(order);
        Admitted += _last == RejectCode.None ? 1 : 0;
        Refused += _last == RejectCode.InsufficientMargin ? 1 : 0;
        RefusedReducing += _last == RejectCode.InsufficientMargin && reduces ? 1 : 0;
        return text;
    }

    private PlaceOrder Order(WalletAddress wallet)
    {
        string symbol = _random.PickFrom(Symbols);
        Side side = _random.Any<Side>();
        List<NaiveOrder> open = Open;
        NaiveOrder? resting = wallet == Trader || open.Count == 0 ? null : _random.PickFrom(open);
        if (resting is not null && _random.PerMille(400))
            (symbol, side) = (resting.Symbol, 1 - resting.Side);
        bool closes = wallet == Trader && _random.PerMille(300) && Positions.Count > 0;
        if (closes)
        {
            NaivePosition held = _random.PickFrom(Positions);
            (symbol, side) = (held.Symbol, held.Size > 0 ? Side.Sell : Side.Buy);
        }

        long price = AnyPrice(symbol);
        if (wallet != Trader)
            price = resting?.Symbol == symbol && !Favours(resting) ? resting.Price : NearMark(symbol);
        if (closes && _random.PerMille(400))
            price = side == Side.Sell ? price * _random.Between(2, 40) : Math.Max(1, price / _random.Between(2, 40));
        TimeInForce tif = _random.Pick(TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok);
        OrderFlags flags = closes && _random.PerMille(500) ? OrderFlags.ReduceOnly : OrderFlags.None;
        var size = new Quantity(_random.Between(1, 4_000_000));
        return new PlaceOrder(wallet, new OrderTerms(symbol, side, new Price(price), size, tif, null, flags));
    }

    /// <summary>Nobody gives the trader more than an option is worth, or it would soon have money for everything.</summary>
    private bool Favours(NaiveOrder order) => order.Side == Side.Buy
        ? order.Price < NearMark(order.Symbol)
        : order.Price > NearMark(order.Symbol);

    private long NearMark(string symbol) =>
        Math.Max(1, Mark(symbol) / 100 * _random.Between(90, 110));

    private long Mark(string symbol) => (long)new NaivePricing(_twin.State).Mark(symbol)!.Value;

    private long AnyPrice(string symbol) => _random.Below(6) switch
    {
        0 => _random.Between(1, 1_000),
        1 => _random.Between(100, 1_000) * Price.UnitsPerUsdc,
        2 => _random.Between(1, 3_000_000_000),
        _ => NearMark(symbol),
    };

    private RejectCode _last;

    private string Describe(EngineCommand command)
    {
        _last = Apply(command);
        return $"{CommandText.Of(command)}: {_last}";
    }

    private void Accept(EngineCommand command) => Assert.Equal(RejectCode.None, Apply(command));

    private RejectCode Apply(EngineCommand command)
    {
        RejectCode code = _twin.Apply(Envelope(_twin.State.Sequence + 1, command)).Reject?.Code ?? RejectCode.None;
        Done.Add((command, code));
        return code;
    }
}
