using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.Margin;

/// <summary>
/// A venue for margin tables: no fees, no band, one index price and one flat volatility per underlying, positions put
/// in place while margin is off. With the volatility of <see cref="AlmostNone"/> every option that is not at the money
/// is worth its intrinsic value to 8 decimals, under every scenario too, so that tables can be worked out by hand.
/// </summary>
internal sealed class RiskVenue
{
    /// <summary>A volatility of one in a hundred thousand a year.</summary>
    public const string AlmostNone = "0.00001";

    /// <summary>2026-01-01T00:00Z.</summary>
    public static readonly long Start = CalendarDate.ToEpochMs(20260101);

    private readonly ExchangeEngine _engine = new();
    private long _now;
    private long _transfers;

    public RiskVenue(FeeRules? fees = null, long? startMs = null)
    {
        _now = startMs ?? Start;
        Rules = RuleSet.Default with
        {
            MarginEnabled = false,
            SignificantFigures = 0,
            MaxIndexMovePpm = 0,
            Fees = fees ?? RuleSet.Default.Fees with { MakerPpm = 0, TakerPpm = 0 },
            Trading = RuleSet.Default.Trading with
            {
                PriceBand = null,
                Ticks = [new TickStep(new Price(0), new Price(1))],
            },
        };
        Use(Rules);
    }

    public static WalletAddress Trader { get; } = WalletAddress.FromNumber(1);

    public static WalletAddress Other { get; } = WalletAddress.FromNumber(2);

    public RuleSet Rules { get; private set; }

    public ExchangeEngine Engine => _engine;

    /// <summary>Replaces the rules; the version is counted here.</summary>
    public void Use(RuleSet rules)
    {
        Rules = rules with { Version = _engine.Rules.Version + 1 };
        Accept(new SetRules(Rules));
    }

    public void TurnMarginOn() => Use(Rules with { MarginEnabled = true });

    /// <summary>Lets time pass.</summary>
    public void Pass(long milliseconds) => _now += milliseconds;

    /// <summary>Sets an index price and one volatility for all strikes and expiries.</summary>
    public void Quote(string underlying, string price, string volatility = AlmostNone)
    {
        Accept(new PriceUpdate([new IndexPrice(underlying, Price(price))], Force: true));
        var point = new VolatilityPoint(Price(price), Units(volatility, VolatilityPoint.VolatilityDecimals));
        Accept(new IvUpdate(underlying, 20260110, [point]));
    }

    /// <summary>Creates each instrument that is not there.</summary>
    public void List(params string[] symbols)
    {
        foreach (string symbol in symbols)
        {
            RejectCode code = Apply(new MarketAction(MarketActionKind.Create, symbol)).Rejection.Code;
            Assert.True(code is RejectCode.None or RejectCode.InstrumentExists, $"{symbol}: {code}");
        }
    }

    public void Deposit(WalletAddress wallet, string amount) =>
        Accept(new DepositUpdate(wallet, Cash(amount), "bank", ++_transfers));

    public ApplyOutput Withdraw(WalletAddress wallet, string amount) =>
        Apply(new CashWithdrawalUpdate(wallet, Cash(amount), "bank", ++_transfers));

    public void SetMode(WalletAddress wallet, MarginMode mode) => Accept(new MarginModeUpdate(wallet, mode));

    /// <summary>Gives the trader a position by a trade at a price.</summary>
    public void Trade(string symbol, string signedSize, string price)
    {
        List(symbol);
        bool buys = signedSize[0] != '-';
        string size = signedSize.TrimStart('-', '+');
        Accept(Order(Other, symbol, buys ? Side.Sell : Side.Buy, size, price));
        Accept(Order(Trader, symbol, buys ? Side.Buy : Side.Sell, size, price, TimeInForce.Ioc));
    }

    public static PlaceOrder Order(
        WalletAddress wallet, string symbol, Side side, string size, string price,
        TimeInForce timeInForce = TimeInForce.Gtc, OrderFlags flags = OrderFlags.None) => new(
        wallet, new OrderTerms(symbol, side, Price(price), Size(size), timeInForce, null, flags));

    public MarginView MarginOf(WalletAddress wallet) =>
        _engine.View().Wallets.Single(view => view.Address == wallet).Margin;

    public ApplyOutput Apply(EngineCommand command) =>
        _engine.Apply(CommandEnvelope.Trusted(_engine.Sequence + 1, _now, command));

    public void Accept(EngineCommand command)
    {
        Rejection rejection = Apply(command).Rejection;
        Assert.True(!rejection.IsRejected, $"{command}: {rejection.Code}: {RejectText.Describe(rejection)}");
        _engine.CheckInvariants();
    }

    /// <summary>Applies a command that must be rejected.</summary>
    public RejectArguments Refuse(EngineCommand command, RejectCode code)
    {
        Rejection rejection = Apply(command).Rejection;
        Assert.True(rejection.Code == code, $"{command}: {rejection.Code}: {RejectText.Describe(rejection)}");
        return rejection.Arguments;
    }

    public static Price Price(string text) => new(Units(text, Hypercall.Engine.Domain.Price.Decimals));

    public static Quantity Size(string text) => new(Units(text, Quantity.Decimals));

    public static Cash Cash(string text)
    {
        Assert.True(DecimalText.TryParse(text, Hypercall.Engine.Domain.Cash.Decimals, out Int128 units), text);
        return new Cash(units);
    }

    private static long Units(string text, int decimals)
    {
        Assert.True(DecimalText.TryParse(text, decimals, out long units), text);
        return units;
    }
}
