using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Pricing;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.Instruments;

/// <summary>The option chain as people and tools read it.</summary>
public sealed class ChainViewTests
{
    private const long StartMs = 1_767_600_000_000;
    private const long ExpiryMs = 1_769_760_000_000;
    private const int Expiry = 20_260_130;
    private const long IndexUsdc = 3_200;
    private static readonly WalletAddress Wallet = WalletAddress.FromNumber(1);
    private readonly ExchangeEngine _engine = new();
    private long _nowMs = StartMs;

    public ChainViewTests()
    {
        foreach (string symbol in (string[])
            ["ETH-20260227-3000-P", "ETH-20260130-3200-P", "BTC-20260130-90000-C", "ETH-20260130-3200-C", "ETH-20260130-900-C"])
        {
            Must(new MarketAction(MarketActionKind.Create, symbol));
        }

        Must(new DepositUpdate(Wallet, Cash.FromUsdc(1_000_000), "s", 1));
        SetIndex();
        Must(new IvUpdate("ETH", Expiry, [new VolatilityPoint(Price.FromUsdc(IndexUsdc), 60_000_000)]));
    }

    [Fact]
    public void Options_stand_by_expiry_strike_and_calls_first()
    {
        ChainView chain = _engine.ViewChain("ETH")!;
        Assert.Equal(("ETH", Price.FromUsdc(IndexUsdc)), (chain.Underlying, chain.Index));
        Assert.Equal(
            ["ETH-20260130-900-C", "ETH-20260130-3200-C", "ETH-20260130-3200-P", "ETH-20260227-3000-P"],
            chain.Options.Select(option => option.Symbol));
        Assert.Equal(["BTC-20260130-90000-C"], _engine.ViewChain("BTC")!.Options.Select(option => option.Symbol));
    }

    [Fact]
    public void Mark_and_greeks_are_those_of_the_model()
    {
        Assert.True(FillGreeks.TryCompute(
            OptionType.Put, IndexUsdc * Price.UnitsPerUsdc, IndexUsdc * Price.UnitsPerUsdc, 0.6, ExpiryMs,
            _engine.TimestampMs, out FillGreeks expected));
        ChainOption put = Find("ETH-20260130-3200-P");
        Assert.Equal(0.6m, put.Volatility);
        Assert.Equal(
            new ChainGreeks(
                new Price(expected.MarkUnits),
                expected.DeltaUnits / 100_000_000m,
                expected.GammaUnits / 100_000_000m,
                expected.VegaUnits / 100_000_000m,
                expected.ThetaUnits / 100_000_000m),
            put.Greeks);
        Assert.InRange(put.Greeks!.Delta, -0.5m, -0.4m);
    }

    [Fact]
    public void Best_prices_have_the_sizes_of_their_levels()
    {
        Rest(Side.Buy, 190, 2);
        Rest(Side.Buy, 190, 3);
        Rest(Side.Buy, 180, 7);
        Rest(Side.Sell, 210, 1);
        ChainOption call = Find("ETH-20260130-3200-C");
        Assert.Equal(
            ((Price?)Price.FromUsdc(190), (Quantity?)Quantity.FromContracts(5)), (call.Bid, call.BidSize));
        Assert.Equal(
            ((Price?)Price.FromUsdc(210), (Quantity?)Quantity.FromContracts(1)), (call.Ask, call.AskSize));
        ChainOption put = Find("ETH-20260130-3200-P");
        Assert.Equal((null, null, null, null), (put.Bid, put.BidSize, put.Ask, put.AskSize));
    }

    [Fact]
    public void An_index_price_that_is_too_old_leaves_prices_of_orders_only()
    {
        Rest(Side.Buy, 190, 2);
        _nowMs += _engine.Rules.MaxPriceAgeMs + 1;
        Must(new Tick());
        ChainView chain = _engine.ViewChain("ETH")!;
        Assert.Null(chain.Index);
        ChainOption call = Find("ETH-20260130-3200-C");
        Assert.Equal(((Price?)Price.FromUsdc(190), null, null), (call.Bid, call.Volatility, call.Greeks));
    }

    [Fact]
    public void An_option_that_awaits_its_price_has_no_greeks()
    {
        Must(new MarketAction(MarketActionKind.Expire, "ETH-20260130-3200-C"));
        ChainOption call = Find("ETH-20260130-3200-C");
        Assert.Equal(
            (InstrumentStatus.ExpiredPendingPrice, null, null), (call.Status, call.Volatility, call.Greeks));
    }

    [Fact]
    public void An_underlying_that_nobody_named_has_no_chain()
    {
        Assert.Null(_engine.ViewChain("SOL"));
        Must(new PriceUpdate([new IndexPrice("SOL", Price.FromUsdc(100))]));
        Assert.Empty(_engine.ViewChain("SOL")!.Options);
    }

    [Fact]
    public void Looking_changes_nothing()
    {
        EngineStateDigest before = _engine.ComputeDigest();
        _engine.ViewChain("ETH");
        Assert.Equal(before.Components, _engine.ComputeDigest().Components);
    }

    private ChainOption Find(string symbol) =>
        _engine.ViewChain("ETH")!.Options.Single(option => option.Symbol == symbol);

    private void SetIndex() => Must(new PriceUpdate([new IndexPrice("ETH", Price.FromUsdc(IndexUsdc))]));

    private void Rest(Side side, long price, int size) => Must(new PlaceOrder(
        Wallet,
        new OrderTerms("ETH-20260130-3200-C", side, Price.FromUsdc(price), Quantity.FromContracts(size))));

    private void Must(EngineCommand command)
    {
        var output = _engine.Apply(new CommandEnvelope(_engine.Sequence + 1, _nowMs, null, null, null, null, command));
        Assert.True(output.Accepted, $"{command}: {output.Rejection.Code}");
    }
}
