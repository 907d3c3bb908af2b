using System.Text.Json;
using Akka.Actor;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Views;
using Hypercall.Engine.Events;
using Hypercall.Views.Feed;
using Hypercall.Views.Liquidations;
using Hypercall.Views.MarketData;
using Hypercall.Views.Portfolio;
using Hypercall.Views.Statistics;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>The folds over the whole journal, which view actors must equal once they have caught up.</summary>
internal sealed class FreshViews
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly MarketDataView _market = new();
    private readonly PortfolioView _portfolio = new();
    private readonly StatisticsView _statistics = new();
    private readonly LiquidationsView _liquidations = new();

    public void Apply(ApplyOutput output)
    {
        _market.Apply(output);
        _portfolio.Apply(output);
        _statistics.Apply(output);
        _liquidations.Apply(output);
    }

    /// <summary>Waits until the gateway's views hold as much, and compares all of their content.</summary>
    public async Task AssertEqualAsync(TestGateway gateway)
    {
        foreach (string kind in new[] { "market", "portfolio", "statistics", "liquidations" })
        {
            ViewStatus status = await gateway.AwaitViewAsync<ViewStatus>(
                kind, new QueryView(), status => status.Sequence >= _market.LastSequence);
            Assert.Equal(FeedStatus.Ready, status.Status);
            Assert.Equal(_market.LastSequence, status.Sequence);
        }

        foreach (string symbol in _market.Symbols)
        {
            MarketSubscribed answer = await AskAsync<MarketSubscribed>(gateway, "market", new SubscribeMarket(symbol));
            AssertSame(_market.Snapshot(symbol), answer.Market);
        }

        foreach (var wallet in _portfolio.Wallets)
        {
            WalletSubscribed answer = await AskAsync<WalletSubscribed>(
                gateway, "portfolio", new SubscribeWallet(wallet));
            AssertSame(_portfolio.Snapshot(wallet), answer.Portfolio);
        }

        AssertSame(
            _statistics.Snapshot(),
            await AskAsync<StatisticsSnapshot>(gateway, "statistics", new QueryStatistics()));
        AssertSame(
            _liquidations.Snapshot(),
            await AskAsync<LiquidationsSnapshot>(gateway, "liquidations", new QueryLiquidations()));
    }

    private static Task<T> AskAsync<T>(TestGateway gateway, string kind, object message) =>
        gateway.System.ActorSelection(HypercallCluster.ViewPath(kind, "main")).Ask<T>(message, Patience);

    private static void AssertSame<T>(T expected, T actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));
}
