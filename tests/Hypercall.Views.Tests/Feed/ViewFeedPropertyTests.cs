using Hypercall.Views.Feed;

namespace Hypercall.Views.Tests.Feed;

/// <summary>A view's content equals a fresh fold over everything published, whatever the network did.</summary>
public sealed class ViewFeedPropertyTests
{
    private const int Commands = 500;
    private const int RunsPerVenue = 60;

    [Theory]
    [InlineData(501)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(505)]
    public void A_view_equals_a_fresh_fold_after_any_loss_doubling_disorder_and_change_of_owner(int seed)
    {
        var venue = new RecordedVenue(seed, Commands);
        string expected = ViewHost.FreshContent(venue);
        FeedCounts all = default;
        for (int run = 0; run < RunsPerVenue; run++)
        {
            int networkSeed = (seed * 1000) + run;
            string context = $"stream seed {seed}, network seed {networkSeed}: ";
            var options = new FeedOptions(run % 3 == 0 ? 3 : 256, run % 5 == 0 ? 2_000 : 1_000_000);
            var host = new ViewHost(options);
            var network = new LossyNetwork(networkSeed, venue, host, published: 0);
            network.Run();
            network.Heal();
            Assert.Equal((context, FeedStatus.Ready), (context, host.Feed.Status));
            Assert.Equal(context + expected, context + host.Content);
            Assert.True(host.Feed.AheadBatches == 0, context + "batches left ahead");
            all = Sum(all, host.Feed.Counts);
        }

        Assert.True(HasMetAll(all), $"stream seed {seed}: not every case was met: {all}");
    }

    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    public void A_view_primed_from_a_state_and_its_tail_equals_one_from_the_beginning(int seed)
    {
        var states = new List<EngineView>();
        var venue = new RecordedVenue(seed, Commands, (output, engine) =>
        {
            if (output.Sequence % 37 == 0)
                states.Add(engine.View());
        });
        var whole = new ViewHost();
        whole.Feed.Receive(venue.Batch(1, venue.LastSequence));
        foreach (EngineView state in states)
        {
            string context = $"seed {seed}, primed at {state.Sequence}\n";
            var host = new ViewHost(primedFrom: state, epoch: 1);
            Assert.Equal(ContentText.Books(state), ContentText.Books(host.Markets));
            host.Feed.Receive(venue.Heartbeat(state.Sequence));
            Assert.Equal(FeedStatus.Ready, host.Feed.Status);
            var network = new LossyNetwork(seed + (int)state.Sequence, venue, host, state.Sequence);
            network.Run();
            network.Heal();
            Assert.Equal(context + ContentText.Books(whole.Markets), context + ContentText.Books(host.Markets));
            Assert.Equal(context + Wallets(whole, state), context + Wallets(host, state));
            Assert.Equal(venue.LastSequence - state.Sequence, host.Statistics.Snapshot().Commands);
            Assert.Equal(state.Sequence, host.Statistics.Snapshot().SinceSequence);
        }
    }

    private static string Wallets(ViewHost host, EngineView state) => string.Join(
        '\n', state.Wallets.Select(wallet => ContentText.State(host.Portfolios.Snapshot(wallet.Address))));

    private static bool HasMetAll(FeedCounts all) =>
        all.Duplicates > 0 && all.Stale > 0 && all.Malformed > 0 && all.DroppedAhead > 0 && all.RepairedFromRing > 0
        && all.RepairedFromJournal > 0 && all.FailedRequests > 0;

    private static FeedCounts Sum(FeedCounts left, FeedCounts right) => new(
        left.Applied + right.Applied,
        left.Duplicates + right.Duplicates,
        left.Stale + right.Stale,
        left.Malformed + right.Malformed,
        left.DroppedAhead + right.DroppedAhead,
        left.RepairedFromRing + right.RepairedFromRing,
        left.RepairedFromJournal + right.RepairedFromJournal,
        left.FailedRequests + right.FailedRequests);
}
