using Hypercall.Engine.Domain.Rules;
using Hypercall.Views.Liquidations;

namespace Hypercall.Views.Tests.Liquidations;

/// <summary>A view of liquidations over a wallet that is auctioned, and one that is deleveraged.</summary>
public sealed class LiquidationsViewTests
{
    private const string Call = "ETH-20260130-3000-C";
    private const long StartMs = 1_767_571_200_000;
    private static readonly WalletAddress Holder = WalletAddress.FromNumber(1);
    private static readonly WalletAddress Auctioned = WalletAddress.FromNumber(2);
    private static readonly WalletAddress Broke = WalletAddress.FromNumber(3);

    /// <summary>
    /// Calls struck at 3,000, sold at 700, are worth 1,200 at an index of 4,200: 10 of them cost 12,000 and ask for
    /// 15,150.
    /// </summary>
    private static readonly (long AfterMs, EngineCommand Command)[] Commands =
    [
        (0, new SetRules(RuleSet.Default with
        {
            Version = 2,
            MarginEnabled = false,
            MaxPriceAgeMs = 0,
            Fees = RuleSet.Default.Fees with { MakerPpm = 0, TakerPpm = 0 },
            Liquidation = new LiquidationRules(0, 32, PartialMaxPositions: 0),
        })),
        (0, new MarketAction(MarketActionKind.Create, Call)),
        (0, Index()),
        (0, new IvUpdate("ETH", 20_260_130, [new VolatilityPoint(Price.FromUsdc(3_000), 1_000)])),
        (0, new DepositUpdate(Holder, Cash.FromUsdc(100_000), "bank", 1)),
        (0, new DepositUpdate(Auctioned, Cash.FromUsdc(6_000), "bank", 2)),
        (0, Sell(Auctioned)),
        (0, Sell(Broke)),
        (0, new SetRules(RuleSet.Default with
        {
            Version = 3,
            MaxPriceAgeMs = 0,
            Fees = RuleSet.Default.Fees with { MakerPpm = 0, TakerPpm = 0 },
            Liquidation = new LiquidationRules(0, 32, PartialMaxPositions: 0),
        })),
        (0, Index()),
        (1, new Tick()),
        (100_000, new LiquidationBid(Holder, Auctioned, 1, Cash.FromUsdc(0))),
        (100_001, new LiquidationStateUpdate(Broke, LiquidationState.Healthy)),
    ];

    [Fact]
    public void It_shows_who_is_liquidated_how()
    {
        var view = new LiquidationsView();
        var seen = new List<LiquidationsSnapshot>();
        _ = new RecordedVenue(Envelopes(), (output, engine) =>
        {
            Assert.True(output.Accepted, $"{output.Sequence}: {output.Rejection.Code}");
            view.Apply(output);
            seen.Add(view.Snapshot());
            var primed = new LiquidationsView();
            primed.Prime(engine.View());
            Assert.Equal(primed.Snapshot().Wallets, seen[^1].Wallets);
            Assert.Equal(primed.Snapshot().Auctions.Select(Key), seen[^1].Auctions.Select(Key));
        });

        LiquidationsSnapshot atAuction = seen[10];
        Assert.Equal(
            [
                new WalletLiquidation(Auctioned, LiquidationState.InLiquidation, LiquidationMode.Full),
                new WalletLiquidation(Broke, LiquidationState.Liquidated, LiquidationMode.None),
            ],
            atAuction.Wallets);
        AuctionLine auction = Assert.Single(atAuction.Auctions);
        Assert.Equal((1, AuctionStatus.Started), (auction.AuctionId, auction.Status));
        Assert.Equal(StartMs + 300_001, auction.EndsAtMs);

        LiquidationsSnapshot sold = seen[11];
        Assert.Empty(sold.Auctions);
        Assert.Equal([Broke], sold.Wallets.Select(wallet => wallet.Wallet));
        Assert.Empty(seen[^1].Wallets);
    }

    private static (long Id, WalletAddress Wallet, long? EndsAtMs) Key(AuctionLine line) =>
        (line.AuctionId, line.Wallet, line.EndsAtMs);

    private static IEnumerable<CommandEnvelope> Envelopes() => Commands.Select((item, index) =>
        CommandEnvelope.Trusted(index + 1, StartMs + item.AfterMs, item.Command));

    private static PriceUpdate Index() => new([new IndexPrice("ETH", Price.FromUsdc(4_200))], Force: true);

    private static RfqExecute Sell(WalletAddress seller) => new(
        Holder, "r", "q", seller, [new RfqLeg(Call, Side.Buy, Quantity.FromContracts(10), Price.FromUsdc(700))]);
}
