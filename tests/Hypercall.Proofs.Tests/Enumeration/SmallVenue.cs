using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Proofs.Tests.Enumeration;

/// <summary>
/// A venue of three wallets and two options on one underlying, at an index of 100: the call is worth about 5, the put
/// about 12. Nothing is hashed: what is proved is what the engine decides.
/// </summary>
internal sealed class SmallVenue
{
    public const string Underlying = "BTC";
    public const string Call = "BTC-20260110-100-C";
    public const string Put = "BTC-20260110-110-P";
    public const int ExpiryDate = 20260110;

    private long _transfers;

    public SmallVenue(RuleSet? rules = null)
    {
        Rules = (rules ?? Default) with { Version = 2 };
        Accept(new SetRules(Rules));
        Accept(new PriceUpdate([new IndexPrice(Underlying, Price.FromUsdc(100))]));
        Accept(Volatility(80));
        Accept(new MarketAction(MarketActionKind.Create, Call));
        Accept(new MarketAction(MarketActionKind.Create, Put));
    }

    public static WalletAddress A { get; } = WalletAddress.FromNumber(1);
    public static WalletAddress B { get; } = WalletAddress.FromNumber(2);
    public static WalletAddress C { get; } = WalletAddress.FromNumber(3);

    /// <summary>2026-01-01T08:00Z, nine days before the options expire.</summary>
    public static long Start { get; } = CalendarDate.ToEpochMs(20260101) + 8 * 3_600_000;

    /// <summary>Prices never grow old, so that time and prices are moves of their own; makers get a rebate.</summary>
    public static RuleSet Default { get; } = RuleSet.Default with
    {
        MaxPriceAgeMs = 0,
        MaxIndexMovePpm = 0,
        TwapMs = 3_600_000,
        MinTwapCoveragePpm = 0,
        MaxSettlementMovePpm = 0,
        Fees = RuleSet.Default.Fees with { MakerPpm = -100, TakerPpm = 500 },
    };

    public RuleSet Rules { get; }

    public ExchangeEngine Engine { get; } = new(new EngineOptions(Hashing: false));

    public SmallVenue Deposit(WalletAddress wallet, int amount)
    {
        Accept(new DepositUpdate(wallet, Cash.FromUsdc(amount), "bank", ++_transfers));
        return this;
    }

    public SmallVenue Insure(int amount)
    {
        Accept(new InsuranceDeposit(Cash.FromUsdc(amount), "bank", ++_transfers));
        return this;
    }

    public SmallVenue With(params EngineCommand[] commands)
    {
        foreach (EngineCommand command in commands)
            Accept(command);
        return this;
    }

    /// <summary>Has one wallet sell to another.</summary>
    public SmallVenue Trade(WalletAddress seller, WalletAddress buyer, string symbol, int size, int price) => With(
        Order(seller, symbol, Side.Sell, price, size),
        Order(buyer, symbol, Side.Buy, price, size, TimeInForce.Ioc));

    public static PlaceOrder Order(
        WalletAddress wallet, string symbol, Side side, int price, int size = 1, TimeInForce tif = TimeInForce.Gtc,
        OrderFlags flags = OrderFlags.None, StpMode? stp = null, long? expiresAt = null) => new(
        wallet,
        new OrderTerms(
            symbol, side, Price.FromUsdc(price), Quantity.FromContracts(size), tif, expiresAt, flags, stp));

    public static IvUpdate Volatility(int percent) => new(
        Underlying, ExpiryDate, [new VolatilityPoint(Price.FromUsdc(100), percent * 1_000_000L)]);

    public static PriceUpdate Index(int price) =>
        new([new IndexPrice(Underlying, Price.FromUsdc(price))], Force: true);

    private void Accept(EngineCommand command)
    {
        ApplyOutput output = Engine.Apply(CommandEnvelope.Trusted(Engine.Sequence + 1, Start, command));
        Assert.True(!output.Rejection.IsRejected, $"{command}: {output.Rejection.Code}");
    }
}
