using Hypercall.Testing.Twin;

namespace Hypercall.Views.Tests.Portfolio;

public sealed class PortfolioViewTests
{
    private const int Commands = 1_000;

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(203)]
    [InlineData(204)]
    [InlineData(205)]
    [InlineData(206)]
    public void Wallets_are_the_engine_s_after_every_command(int seed)
    {
        var view = new PortfolioView();
        int compared = 0;
        _ = new RecordedVenue(seed, Commands, (output, engine) =>
        {
            view.Apply(output);
            string context = $"seed {seed}, sequence {output.Sequence}\n";
            EngineView state = engine.View();
            foreach (WalletView wallet in state.Wallets)
            {
                string actual = ContentText.State(view.Snapshot(wallet.Address));
                Assert.Equal(context + ContentText.State(wallet), context + actual);
                compared += wallet.OpenOrders.Count + wallet.Positions.Count;
            }

            Assert.Empty(view.Wallets.Except(state.Wallets.Select(wallet => wallet.Address)));
        });
        Assert.True(compared > Commands, $"seed {seed}: only {compared} orders and positions compared");
    }

    [Theory]
    [InlineData(211)]
    [InlineData(212)]
    [InlineData(213)]
    [InlineData(214)]
    public void A_subscriber_that_follows_the_changes_has_the_same_wallets(int seed)
    {
        var view = new PortfolioView(recentFills: 100_000);
        var random = new SeededRandom((ulong)seed);
        var subscribers = new Dictionary<WalletAddress, PortfolioSubscriber>();
        _ = new RecordedVenue(seed, Commands, (output, _) =>
        {
            view.Apply(output);
            if (!random.PerMille(300))
                return;
            Follow(view, subscribers);
            foreach ((WalletAddress wallet, PortfolioSubscriber subscriber) in subscribers)
            {
                string context = $"seed {seed}, sequence {output.Sequence}\n";
                Assert.Equal(context + ContentText.Of(view.Snapshot(wallet)), context + subscriber.Text(wallet));
            }
        });
        Follow(view, subscribers);
        Assert.Equal(subscribers.Count, view.Wallets.Count);
        Assert.Empty(view.TakeChanges());
    }

    [Fact]
    public void A_fill_is_seen_from_both_sides()
    {
        var view = new PortfolioView(recentFills: 1);
        int fills = 0;
        _ = new RecordedVenue(seed: 221, Commands, (output, _) =>
        {
            view.Apply(output);
            for (int i = output.Events.Count - 1; i >= 0; i--)
            {
                if (output.Events.KindAt(i) != EventKind.Filled)
                    continue;
                Filled fill = output.Events.At<Filled>(i);
                fills++;
                WalletFill maker = Assert.Single(view.Snapshot(fill.MakerWallet).Fills);
                long? order = fill.Source == FillSource.Rfq ? null : fill.MakerOrderId;
                WalletFill expected = new(
                    output.Sequence, output.TimestampMs, fill.TradeId, order, fill.Symbol,
                    fill.TakerSide == Side.Buy ? Side.Sell : Side.Buy, true, fill.Price, fill.Size, fill.MakerFee,
                    fill.MakerRealizedPnl, fill.Source);
                Assert.Equal(expected, maker);
                WalletFill taker = Assert.Single(view.Snapshot(fill.TakerWallet).Fills);
                Assert.Equal((fill.MakerWallet == fill.TakerWallet, fill.TradeId), (taker.IsMaker, taker.TradeId));
                break;
            }
        });
        Assert.True(fills > 20, $"only {fills} fills");
    }

    [Fact]
    public void A_wallet_that_nothing_happened_to_is_empty()
    {
        PortfolioSnapshot wallet = new PortfolioView().Snapshot(WalletAddress.FromNumber(7));
        Assert.Equal((Cash.Zero, MarginMode.Standard, LiquidationState.Healthy), (wallet.Cash, wallet.Mode, wallet.LiquidationState));
        Assert.Empty(wallet.Positions);
        Assert.Empty(wallet.OpenOrders);
        Assert.Empty(wallet.Fills);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PortfolioView(-1));
    }

    private static void Follow(PortfolioView view, Dictionary<WalletAddress, PortfolioSubscriber> subscribers)
    {
        foreach (PortfolioChange change in view.TakeChanges())
        {
            subscribers.TryAdd(change.Wallet, new PortfolioSubscriber());
            subscribers[change.Wallet].Take(change);
        }
    }
}
