using Hypercall.Engine;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Gateway.Reads;
using Hypercall.Gateway.Sockets;
using Hypercall.Views.Events;

namespace Hypercall.Gateway.Tests;

/// <summary>What is told of a fill on a socket, and of a position that expired.</summary>
public sealed class FillJsonTests
{
    private const string Option = GatewayVenueFixture.Option;
    private static readonly WalletAddress Builder = TestKey.Of(9).Address;

    /// <summary>Each side's builder, with his half of that side's fee; null: nobody built its order.</summary>
    [Theory]
    [InlineData(false, false, null, null)]
    [InlineData(true, false, "5", null)]
    [InlineData(false, true, null, "2.5")]
    [InlineData(true, true, "5", "2.5")]
    public void A_fill_names_who_built_its_order(
        bool isTakerBuilt, bool isMakerBuilt, string? takerShare, string? makerShare)
    {
        var engine = new ExchangeEngine();
        var collector = new EventCollector { IsWanted = true };
        foreach (EngineCommand command in (EngineCommand[])
        [
            new SetRules(GatewayVenueFixture.Rules with
            {
                Builders = [Builder],
                Fees = new FeeRules(500, 1_000, 1_000_000, 0, 0, BuilderPpm: 500_000),
            }),
            new MarketAction(MarketActionKind.Create, Option),
            new PriceUpdate([new IndexPrice("ETH", Price.FromUsdc(10_000))]),
            Order(1, Side.Sell, isMakerBuilt),
            Order(2, Side.Buy, isTakerBuilt),
        ])
        {
            collector.Apply(engine.Apply(CommandEnvelope.Trusted(engine.Sequence + 1, 1_767_600_000_000, command)));
        }

        FillEvent fill = Assert.Single(collector.Take().OfType<FillEvent>());
        AssertTold(fill, isTaker: true, takerShare);
        AssertTold(fill, isTaker: false, makerShare);
    }

    /// <summary>The nearest price, the middle away from zero.</summary>
    [Theory]
    [InlineData(3, 5_000_000, "0.00000002")]
    [InlineData(-3, -5_000_000, "0.00000002")]
    [InlineData(3, 4_000_000, "0.00000001")]
    [InlineData(2, 3_000_000, "0.00000002")]
    [InlineData(0, 0, null)]
    public void An_entry_price_is_rounded_to_the_nearest(long contracts, long costUnits, string? price)
    {
        var cost = new Cash(costUnits);
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            AccountHistoryReads.WriteSettled(
                writer, Quantity.FromContracts(contracts), default, Cash.FromUsdc(1), Cash.FromUsdc(1) - cost, default);
            writer.WriteEndObject();
        }

        using JsonDocument settled = JsonDocument.Parse(json.ToArray());
        Assert.Equal(price, settled.RootElement.GetProperty("settlement_entry_price").GetString());
    }

    private static void AssertTold(FillEvent fill, bool isTaker, string? share)
    {
        using JsonDocument told = JsonDocument.Parse(SocketMessages.Fill(fill, isTaker));
        Assert.Equal(
            (share is null ? null : Builder.ToString(), share),
            (told.RootElement.GetProperty("builder_code_address").GetString(),
                told.RootElement.GetProperty("builder_code_fee").GetString()));
    }

    private static PlaceOrder Order(byte number, Side side, bool isBuilt) => new(
        TestKey.Of(number).Address,
        new OrderTerms(
            Option, side, Price.FromUsdc(5_000), Quantity.FromContracts(1), Builder: isBuilt ? Builder : null));
}
