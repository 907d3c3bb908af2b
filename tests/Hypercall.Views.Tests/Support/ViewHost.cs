using Hypercall.Views.Feed;
using Hypercall.Views.Folds;
using Hypercall.Views.Liquidations;
using Hypercall.Views.Statistics;

namespace Hypercall.Views.Tests.Support;

/// <summary>A host that keeps what its feed tells it, with all views behind the feed.</summary>
internal sealed class ViewHost : IViewFeedEffects
{
    public ViewHost(FeedOptions? options = null, EngineView? primedFrom = null, long epoch = 0)
    {
        if (primedFrom is not null)
        {
            foreach (OutcomeFold fold in Folds)
                fold.Prime(primedFrom);
        }

        Hash256? hash = primedFrom?.Hash;
        Feed = new ViewFeed(this, options, primedFrom?.Sequence ?? 0, hash, epoch);
    }

    public ViewFeed Feed { get; }

    public MarketDataView Markets { get; } = new(recentTrades: 5);

    public PortfolioView Portfolios { get; } = new(recentFills: 5);

    public StatisticsView Statistics { get; } = new();

    public LiquidationsView Liquidations { get; } = new();

    public IReadOnlyList<OutcomeFold> Folds => [Markets, Portfolios, Statistics, Liquidations];

    public Queue<RangeRequest> Requests { get; } = new();

    public List<FeedStatus> Statuses { get; } = [];

    public List<string> Errors { get; } = [];

    public List<long> AppliedTold { get; } = [];

    /// <summary>Runs within an effect.</summary>
    public Action? OnApply { get; set; }

    public string Content =>
        string.Join(
            '\n', ContentText.Of(Markets), ContentText.Of(Portfolios), ContentText.Of(Statistics),
            ContentText.Of(Liquidations));

    /// <summary>The content of a fold over all that a venue has published.</summary>
    public static string FreshContent(RecordedVenue venue)
    {
        var host = new ViewHost();
        host.Feed.Receive(venue.Batch(1, venue.LastSequence));
        return host.Content;
    }

    public void Apply(ApplyOutput outcome)
    {
        foreach (OutcomeFold fold in Folds)
            fold.Apply(outcome);
        OnApply?.Invoke();
    }

    public void Applied(long lastSequence)
    {
        Assert.Equal(Markets.LastSequence, lastSequence);
        AppliedTold.Add(lastSequence);
    }

    public void RequestRange(in RangeRequest request) => Requests.Enqueue(request);

    public void StatusChanged(FeedStatus status) => Statuses.Add(status);

    public void Refused(string error) => Errors.Add(error);
}
