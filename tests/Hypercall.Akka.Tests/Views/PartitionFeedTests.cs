using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.TestKit;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Faults;
using Hypercall.Actors.Tests.Support;
using Hypercall.Actors.Views;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.History.Storage;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Ownership;
using Hypercall.Views.Feed;
using Hypercall.Views.Liquidations;
using Hypercall.Views.MarketData;
using Hypercall.Views.Portfolio;
using Hypercall.Views.Statistics;
using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Tests.Views;

/// <summary>
/// One feed for the views of a partition: where it begins, and what it does when journal, snapshots or ring do not
/// answer. Its topic is the partition's own list of subscribers.
/// </summary>
public sealed class PartitionFeedTests() : FaultTestKit(
    """
    hypercall.engine.heartbeat-interval = 20ms
    hypercall.engine.ring-batches = 4
    """)
{
    private const int Before = 200;
    private const int All = 260;
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(20);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>As after <c>hypercall archive</c>: what was before the snapshot is gone.</summary>
    [Fact]
    public void A_fresh_feed_begins_at_the_newest_snapshot_and_becomes_whole_behind_an_archive()
    {
        IActorRef partition = StartBehindSnapshot();
        Archive();

        IActorRef feed = StartFeed(partition);

        AwaitReady(feed, All);
        AssertWhole(feed);
        StatisticsSnapshot statistics = Ask<StatisticsSnapshot>(feed, new QueryStatistics());
        Assert.Equal((Before, (long)(All - Before)), (statistics.SinceSequence, statistics.Commands));
    }

    [Fact]
    public void A_feed_of_a_journal_without_snapshots_begins_with_the_first_command()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, All);

        IActorRef feed = StartFeed(partition);

        AwaitReady(feed, All);
        AssertWhole(feed);
        Assert.Equal((long)All, Ask<StatisticsSnapshot>(feed, new QueryStatistics()).Commands);
    }

    /// <summary>Who was in liquidation at the snapshot and who came after it, to whoever asks.</summary>
    [Fact]
    public void A_feed_tells_of_liquidations_before_and_after_its_start()
    {
        (WalletAddress early, WalletAddress late) = (WalletAddress.FromNumber(71), WalletAddress.FromNumber(72));
        IActorRef partition = StartReady();
        Operate(partition, 1, new LiquidationStateUpdate(early, LiquidationState.InLiquidation));
        Drain(partition);
        partition = StartReady();
        Archive();
        Operate(partition, 2, new LiquidationStateUpdate(late, LiquidationState.Liquidated));

        IActorRef feed = StartFeed(partition);

        AwaitReady(feed, 2);
        LiquidationsSnapshot told = Ask<LiquidationsSnapshot>(feed, new QueryLiquidations());
        Assert.Equal(2, told.Sequence);
        Assert.Equal(
            [
                new WalletLiquidation(early, LiquidationState.InLiquidation, LiquidationMode.None),
                new WalletLiquidation(late, LiquidationState.Liquidated, LiquidationMode.None),
            ],
            told.Wallets);
        Operate(partition, 3, new LiquidationStateUpdate(early, LiquidationState.Healthy));
        AwaitReady(feed, 3);
        Assert.Equal([late], Ask<LiquidationsSnapshot>(feed, new QueryLiquidations()).Wallets.Select(w => w.Wallet));
    }

    [Fact]
    public void A_snapshot_that_is_damaged_is_passed_over_for_the_one_before()
    {
        IActorRef partition = StartBehindSnapshot();
        long first = Store.Snapshots(EngineId).Keys.Last();
        Drain(partition);
        long second = Store.Snapshots(EngineId).Keys.Last();
        Assert.True(second > first);
        partition = StartReady();
        Store.ChangeSnapshot(EngineId, second, row => row.Flip(row.Bytes.Length / 2));

        IActorRef feed = StartFeed(partition);

        AwaitReady(feed, All);
        Assert.Equal(Before, Ask<StatisticsSnapshot>(feed, new QueryStatistics()).SinceSequence);
    }

    [Fact]
    public void A_read_of_the_journal_that_hangs_is_given_up_and_made_again()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, All);
        int reads = 0;
        Store.BeforeRead = _ => Interlocked.Increment(ref reads) <= 2 ? _goOn.Task : Task.CompletedTask;

        IActorRef feed = StartFeed(partition);

        AwaitReady(feed, All);
        Assert.True(reads > 2, $"{reads} reads");
        Assert.True(Ask<ViewStatus>(feed, new QueryView()).Counts.FailedRequests >= 2);
        _goOn.SetResult();
    }

    [Fact]
    public void Snapshots_that_do_not_answer_are_shown_as_lag_and_looked_for_again()
    {
        IActorRef partition = StartBehindSnapshot();
        Store.BeforeSnapshotLoad = () => _goOn.Task;

        IActorRef feed = StartFeed(partition);
        TestProbe asker = CreateTestProbe();
        feed.Tell(new QueryStatistics(), asker);
        AwaitStatus(feed, status => status is { Status: FeedStatus.Waiting, KnownSequence: All, Sequence: 0 });
        asker.ExpectNoMsg(TimeSpan.Zero);
        Store.BeforeSnapshotLoad = () => Task.CompletedTask;

        AwaitReady(feed, All);
        Assert.Equal(Before, asker.ExpectMsg<StatisticsSnapshot>().SinceSequence);
        _goOn.SetResult();
    }

    /// <summary>Outcomes too large for a message are not sent at all.</summary>
    [Fact]
    public void What_no_message_carries_is_made_from_the_journal()
    {
        IActorRef partition = StartReady(Settings with { MaxMessageBytes = 400 });
        IActorRef feed = StartFeed(partition);
        AwaitStatus(feed, status => status.Status == FeedStatus.Ready);

        Feed(partition, 0, All);

        AwaitReady(feed, All);
        AssertWhole(feed);
        Assert.True(Ask<ViewStatus>(feed, new QueryView()).Counts.RepairedFromJournal > 0);
    }

    [Fact]
    public void A_ring_that_is_asked_too_much_is_asked_again_in_a_while()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, 3);
        TestProbe region = CreateTestProbe();
        IActorRef feed = StartFeed(partition, region);
        RequestRange request = region.ExpectMsg<RequestRange>();

        region.Reply(new EngineUnavailable(Partition, request.Token, PartitionState.Ready, 1, "too much"));

        Assert.Equal(request, region.ExpectMsg<RequestRange>());
        Assert.Equal(0, Ask<ViewStatus>(feed, new QueryView()).Counts.FailedRequests);
    }

    /// <summary>All three views, one request.</summary>
    [Fact]
    public void A_gap_is_asked_for_once()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, 3);
        TestProbe region = CreateTestProbe();
        IActorRef feed = StartFeed(partition, region);

        RequestRange request = region.ExpectMsg<RequestRange>();
        Assert.Equal((1L, 3L), (request.FirstSequence, request.LastSequence));
        AwaitStatus(feed, status => status.Status == FeedStatus.CatchingUp);
        region.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    /// <summary>Its gap was archived while it was cut off: only a newer snapshot leads on.</summary>
    [Fact]
    public void A_feed_that_misses_what_is_archived_begins_anew()
    {
        IActorRef partition = StartReady();
        TestProbe region = CreateTestProbe();
        IActorRef feed = StartFeed(partition, region);
        AwaitStatus(feed, status => status.Status == FeedStatus.Ready);
        partition.Tell(new Unsubscribe(Partition), feed);
        Feed(partition, 0, Before);
        Drain(partition);
        Archive();

        partition = StartReady();
        Feed(partition, Before, All);
        partition.Tell(new Subscribe(Partition, 0), feed);
        region.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            if (message is RequestRange range && range.FirstSequence <= Before)
                sender.Tell(new RangeUnavailable(range.Token));
            else
                partition.Tell(message, sender);
            return AutoPilot.KeepRunning;
        }));

        AwaitReady(feed, All);
        AssertWhole(feed);
    }

    [Fact]
    public void A_follower_whose_read_hangs_says_so_and_looks_again()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, All);
        Store.BeforeRead = _ => _goOn.Task;
        IActorRef follower = StartFollower();

        FollowerStatus unread = AwaitFollower(follower, status => status.State == FollowerState.Unread);
        Assert.Contains("did not answer", unread.Error, StringComparison.Ordinal);
        AwaitFollower(follower, status => status.BehindMs > unread.BehindMs);
        Store.BeforeRead = _ => Task.CompletedTask;

        FollowerStatus status = AwaitFollower(follower, status => status.State == FollowerState.Following);
        Assert.Equal((All, null), (status.Sequence, status.Error));
        _goOn.SetResult();
    }

    [Fact]
    public void A_follower_whose_read_fails_says_so_and_looks_again()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, All);
        Store.BeforeRead = _ => throw new IOException("the disk is gone");
        IActorRef follower = StartFollower();

        FollowerStatus unread = AwaitFollower(follower, status => status.State == FollowerState.Unread);
        Assert.Contains("the disk is gone", unread.Error, StringComparison.Ordinal);
        Store.BeforeRead = _ => Task.CompletedTask;

        Assert.Equal(All, AwaitFollower(follower, status => status.State == FollowerState.Following).Sequence);
    }

    [Fact]
    public void Views_and_follower_begin_anew_where_an_operator_accepted_a_loss()
    {
        const int lost = 20;
        IActorRef partition = StartReady();
        IActorRef feed = StartFeed(partition);
        using var folder = new TemporaryDirectory();
        var history = new KeeperSink(HistoryDatabase.Sqlite(folder.File("history.db")));
        IActorRef[] followers = [StartFollower(), StartFollower(history)];
        Feed(partition, 0, All);
        AwaitReady(feed, All);
        foreach (IActorRef follower in followers)
            AwaitFollower(follower, status => status is { State: FollowerState.Following, Sequence: All });
        End(partition);
        foreach (long number in Store.Records(EngineId).Keys.Reverse().Take(lost).ToArray())
            ChangeRecord(number, _ => null);

        partition = StartReady(Settings with { AcceptsLoss = true });
        partition.Tell(new Subscribe(Partition, 0), feed);
        StateSummary left = State(partition);
        Assert.True(left.Sequence < All);
        var mark = new JournalMarked(
            Partition, new JournalMark(left.Epoch, left.Sequence, left.Hash), Replaces: true);
        feed.Tell(mark);
        Sys.EventStream.Publish(mark);

        AwaitReady(feed, left.Sequence);
        foreach (IActorRef follower in followers)
        {
            FollowerStatus status = AwaitFollower(
                follower, status => status.State == FollowerState.Following && status.Sequence < All);
            Assert.Equal((left.Sequence, left.Hash), (status.Sequence, status.Hash));
        }

        Assert.Equal((left.Sequence, left.Hash), (history.Mark.Sequence, history.Mark.Hash));
        SqliteConnection.ClearAllPools();
    }

    /// <summary>Followers that do not run under the node of views are told too: a gateway's history has one.</summary>
    [Fact]
    public void A_node_of_views_tells_its_system_that_an_operator_accepted_a_loss()
    {
        using var meter = new Meter("test");
        IActorRef node = Sys.ActorOf(ViewNode.Props([], ActorRefs.Nobody, ActorRefs.Nobody, meter));
        Sys.EventStream.Subscribe(TestActor, typeof(JournalMarked));
        var lost = new JournalMarked(Partition, new JournalMark(2, 7, default), Replaces: true);

        node.Tell(lost with { Replaces = false });
        node.Tell(lost);

        Assert.Equal(lost, ExpectMsg<JournalMarked>(Patience));
    }

    /// <summary>What it has read and what it has not is gone alike, up to a snapshot's record.</summary>
    [Fact]
    public void A_follower_that_an_archiving_overtook_begins_at_the_newest_snapshot()
    {
        IActorRef follower = StartFollowerBehind();
        Archive();
        Store.BeforeRead = _ => Task.CompletedTask;

        Assert.Equal(Before, AwaitFollower(follower, status => status.State == FollowerState.Following).Sequence);
    }

    [Fact]
    public void A_follower_before_which_a_record_is_gone_raises_the_alarm()
    {
        IActorRef follower = StartFollowerBehind();
        long next = Ask<FollowerStatus>(follower, new QueryFollower()).RecordNumber + 1;
        ChangeRecord(next, _ => null);
        Store.BeforeRead = _ => Task.CompletedTask;

        FollowerStatus status = AwaitFollower(follower, status => status.State == FollowerState.Diverged);
        Assert.Contains($"record {next}", status.Error, StringComparison.Ordinal);
    }

    /// <summary>A follower that has read a few records and is kept from the others, of which the last is a snapshot's.
    /// </summary>
    private IActorRef StartFollowerBehind()
    {
        const int few = 4;
        IActorRef partition = StartReady();
        Feed(partition, 0, few);
        IActorRef follower = StartFollower();
        AwaitFollower(follower, status => status is { State: FollowerState.Following, Sequence: few });
        Store.BeforeRead = _ => throw new IOException("no way to the journal");
        AwaitFollower(follower, status => status.State == FollowerState.Unread);
        Feed(partition, few, Before);
        Drain(partition);
        return follower;
    }

    /// <summary>A partition with a snapshot at <see cref="Before"/> and commands up to <see cref="All"/>.</summary>
    private void Operate(IActorRef partition, long atMs, EngineCommand command)
    {
        var request = new ClientRequest(
            command, new RequestId((UInt128)(ulong)atMs), FirstSentMs: atMs, TimestampMs: atMs);
        SubmitAnswer answer = Assert.Single(Feed(partition, [request]));
        Assert.Equal(SubmissionStatus.Executed, answer.Status);
    }

    private IActorRef StartBehindSnapshot()
    {
        IActorRef first = StartReady();
        Feed(first, 0, Before);
        Drain(first);
        IActorRef partition = StartReady();
        Feed(partition, Before, All);
        return partition;
    }

    /// <summary>Takes away what <c>hypercall archive</c> does: the records before the snapshot's own.</summary>
    private void Archive()
    {
        long snapshot = Store.Snapshots(EngineId).Keys.Last();
        foreach (long number in Store.Records(EngineId).Keys.Where(number => number < snapshot))
            ChangeRecord(number, _ => null);
    }

    private IActorRef StartFeed(IActorRef partition, IActorRef? region = null)
    {
        var settings = new ViewSettings
        {
            Partition = Settings, LongestRead = TimeSpan.FromMilliseconds(200), Pause = Often, RecordsAtOnce = 4,
        };
        IActorRef feed = Sys.ActorOf(PartitionFeed.Props(settings, region ?? partition, CreateTestProbe()));
        partition.Tell(new Subscribe(Partition, 0), feed);
        return feed;
    }

    private IActorRef StartFollower(IFollowerSink? sink = null) => Sys.ActorOf(PartitionFollower.Props(
        new FollowerSettings
        {
            Partition = Settings, LongestRead = TimeSpan.FromMilliseconds(200), PollInterval = Often, Sink = sink,
        }));

    private void AwaitReady(IActorRef feed, long sequence) =>
        AwaitStatus(feed, status => status.Status == FeedStatus.Ready && status.Sequence == sequence);

    private void AwaitStatus(IActorRef feed, Func<ViewStatus, bool> condition) => AwaitAssert(
        () =>
        {
            ViewStatus status = Ask<ViewStatus>(feed, new QueryView());
            Assert.True(condition(status), status.ToString());
        },
        Patience,
        Often);

    private FollowerStatus AwaitFollower(IActorRef follower, Func<FollowerStatus, bool> condition)
    {
        FollowerStatus? status = null;
        AwaitAssert(
            () =>
            {
                status = Ask<FollowerStatus>(follower, new QueryFollower());
                Assert.True(condition(status), status.ToString());
            },
            Patience,
            Often);
        return status!;
    }

    private T Ask<T>(IActorRef actor, object message)
    {
        TestProbe probe = CreateTestProbe();
        actor.Tell(message, probe);
        return probe.ExpectMsg<T>(Patience);
    }

    /// <summary>Books, statuses and wallets are those of a fold from the first command.</summary>
    private void AssertWhole(IActorRef feed)
    {
        (MarketDataView market, PortfolioView portfolio) = Fold();
        foreach (string symbol in market.Symbols)
        {
            MarketSnapshot expected = market.Snapshot(symbol)!;
            MarketSnapshot actual = Ask<MarketSubscribed>(feed, new SubscribeMarket(symbol)).Market!;
            Assert.Equal(expected.Bids, actual.Bids);
            Assert.Equal(expected.Asks, actual.Asks);
            Assert.Equal(expected.Status, actual.Status);
        }

        foreach (WalletAddress wallet in portfolio.Wallets)
        {
            PortfolioSnapshot expected = portfolio.Snapshot(wallet);
            PortfolioSnapshot actual = Ask<WalletSubscribed>(feed, new SubscribeWallet(wallet)).Portfolio;
            Assert.Equal((expected.Cash, expected.Sequence), (actual.Cash, actual.Sequence));
            Assert.Equal(expected.Positions, actual.Positions);
            Assert.Equal(expected.OpenOrders, actual.OpenOrders);
        }
    }

    private (MarketDataView Market, PortfolioView Portfolio) Fold()
    {
        var engine = new ExchangeEngine();
        (var market, var portfolio) = (new MarketDataView(), new PortfolioView());
        for (int index = 0; index < All; index++)
        {
            ClientRequest request = CoreRun.Request(Flow, index);
            var outcome = engine.Apply(new CommandEnvelope(
                index + 1, request.TimestampMs, request.RequestId, request.FirstSentMs, null, null, request.Command));
            market.Apply(outcome);
            portfolio.Apply(outcome);
        }

        return (market, portfolio);
    }
}
