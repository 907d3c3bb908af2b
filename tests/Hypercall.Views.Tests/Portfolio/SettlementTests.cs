using static Hypercall.Views.Tests.Support.SettlingVenue;

namespace Hypercall.Views.Tests.Portfolio;

/// <summary>Views over requests for quote, settlement, debts and liquidation.</summary>
public sealed class SettlementTests
{
    [Fact]
    public void Wallets_and_books_are_the_engine_s_after_every_command()
    {
        var portfolios = new PortfolioView();
        var markets = new MarketDataView();
        var seen = new HashSet<EventKind>();
        var reasons = new HashSet<BalanceReason>();
        _ = new RecordedVenue(Envelopes(), (output, engine) =>
        {
            portfolios.Apply(output);
            markets.Apply(output);
            EngineView state = engine.View();
            string context = $"sequence {output.Sequence}\n";
            foreach (WalletView wallet in state.Wallets)
            {
                string actual = ContentText.State(portfolios.Snapshot(wallet.Address));
                Assert.Equal(context + ContentText.State(wallet), context + actual);
            }

            Assert.Equal(context + ContentText.Books(state), context + ContentText.Books(markets));
            for (int i = 0; i < output.Events.Count; i++)
            {
                seen.Add(output.Events.KindAt(i));
                if (output.Events.KindAt(i) == EventKind.BalanceChanged)
                    reasons.Add(output.Events.At<BalanceChanged>(i).Reason);
            }
        });
        EventKind[] needed =
            [EventKind.PositionSettled, EventKind.LiquidationStateChanged, EventKind.MarginModeChanged, EventKind.Filled];
        Assert.Empty(needed.Except(seen));
        BalanceReason[] paid =
        [
            BalanceReason.Settlement, BalanceReason.SettlementFee, BalanceReason.Insurance, BalanceReason.Debt,
            BalanceReason.Rfq, BalanceReason.MarginMode,
        ];
        Assert.Empty(paid.Except(reasons));
    }

    [Fact]
    public void A_fresh_fold_and_a_primed_one_agree_with_the_venue()
    {
        var venue = new RecordedVenue(Envelopes());
        for (long primed = 0; primed <= venue.LastSequence; primed++)
        {
            EngineView state = new RecordedVenue(Envelopes().Take((int)primed)).Engine.View();
            var host = new ViewHost(primedFrom: state, epoch: 1);
            if (primed < venue.LastSequence)
                host.Feed.Receive(venue.Batch(primed + 1, venue.LastSequence));
            foreach (WalletView wallet in venue.Engine.View().Wallets)
                Assert.Equal(ContentText.State(wallet), ContentText.State(host.Portfolios.Snapshot(wallet.Address)));
            Assert.Equal(ContentText.Books(venue.Engine.View()), ContentText.Books(host.Markets));
        }
    }

    [Fact]
    public void A_settled_position_is_flat_in_the_change_and_its_symbol_leaves_the_market_data()
    {
        var portfolios = new PortfolioView();
        var markets = new MarketDataView();
        int settled = 0;
        _ = new RecordedVenue(Envelopes(), (output, _) =>
        {
            portfolios.Apply(output);
            markets.Apply(output);
            IReadOnlyList<PortfolioChange> changes = portfolios.TakeChanges();
            IReadOnlyList<MarketChange> marketChanges = markets.TakeChanges();
            if (output.Sequence != SettlementSequence)
                return;
            foreach (WalletAddress wallet in (WalletAddress[])[Buyer, Seller, Maker])
            {
                PortfolioChange change = Assert.Single(changes, change => change.Wallet == wallet);
                Assert.Equal([new PositionLine(Call, default, default)], change.Positions);
                settled++;
            }

            MarketChange left = Assert.Single(marketChanges);
            Assert.Equal((Call, (InstrumentStatus?)InstrumentStatus.Settled), (left.Symbol, left.Status));
            Assert.Null(markets.Snapshot(Call));
            Assert.DoesNotContain(Call, markets.Symbols);
        });
        Assert.Equal(3, settled);
    }

    [Fact]
    public void Fills_of_a_request_for_quote_have_no_order_ids()
    {
        var view = new PortfolioView();
        _ = new RecordedVenue(Envelopes(), (output, _) => view.Apply(output));
        WalletFill[] fills = [.. view.Snapshot(Buyer).Fills.Where(fill => fill.Source == FillSource.Rfq)];
        Assert.Equal(
            [(Call, Side.Buy, (long?)null), (Later, Side.Sell, null)],
            fills.Select(fill => (fill.Symbol, fill.Side, fill.OrderId)));
        WalletFill maker = view.Snapshot(Maker).Fills[^1];
        Assert.Equal((Later, Side.Buy, true, null), (maker.Symbol, maker.Side, maker.IsMaker, maker.OrderId));
        Assert.All(
            view.Snapshot(Buyer).Fills.Where(fill => fill.Source == FillSource.Book), fill => Assert.NotNull(fill.OrderId));
    }
}
