using Akka.Cluster.Tools.PublishSubscribe;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Follower;

namespace Hypercall.Actors.Views;

/// <summary>
/// All views of a partition on this node: begins at the newest snapshot of its engine, hears its topic (in a system
/// without a cluster what is published to the event stream), decodes each batch once, fetches what was missed from the
/// owner's ring or from the journal, folds, and tells the views' subscribers. What to fetch and when to apply is the
/// <see cref="ViewFeed"/>'s decision; the actor carries it out. What cannot be read is asked for again after a pause. A
/// feed that diverged from the owner is the alarm: it throws and is made anew, as is one that misses what only an
/// archive holds, or that has seen what an operator says is lost.
/// </summary>
internal sealed partial class PartitionFeed : ReceiveActor, IViewFeedEffects, IWithTimers, IWithUnboundedStash
{
    /// <summary>How long the owner may take to send a missing range before the journal is read instead.</summary>
    private static readonly TimeSpan RingTimeout = TimeSpan.FromSeconds(3);

    private readonly ViewSettings _settings;
    private readonly IActorRef _region;
    private readonly IActorRef _topics;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly PartitionReads _reads;
    private readonly JournalOutcomes _journal;
    private CancellationTokenSource _reading = new();
    private ViewFeed? _feed;
    private long _heardWhileStarting;
    private bool _searchFailed;
    private RequestRange? _ringRequest;
    private TimeSpan _lastWhole = Context.System.Scheduler.MonotonicClock;

    public PartitionFeed(ViewSettings settings, IActorRef region, IActorRef topics)
    {
        _settings = settings;
        _region = region;
        _topics = topics;
        _folds = [_markets, _portfolios, _statistics, _liquidations, _events];
        _reads = new PartitionReads(Context.System, settings.Partition, settings.LongestRead);
        _journal = new JournalOutcomes(_reads, settings, Self);
        Starting();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    private string Partition => _settings.Partition.Partition;

    /// <summary>How to make one.</summary>
    /// <param name="region">Takes the partition's messages.</param>
    /// <param name="topics">A cluster's mediator, nobody in a system without a cluster.</param>
    public static Props Props(ViewSettings settings, IActorRef region, IActorRef topics) =>
        Akka.Actor.Props.Create(() => new PartitionFeed(settings, region, topics));

    protected override void PreStart()
    {
        if (_topics.IsNobody())
            Context.System.EventStream.Subscribe(Self, typeof(OutcomeBatch));
        else
            _topics.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(PartitionTopic.Of(Partition), Self));
        Search();
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _reading.Cancel();
    }

    private void Always()
    {
        Receive<JournalMarked>(mark => mark.Replaces, _ => throw new InvalidOperationException(
            $"what the views of {Partition} have seen is lost: they begin anew"));
        Receive<Terminated>(ended => Forget(ended.ActorRef));
        Receive<OutcomeBatch>(published => published.Partition != Partition, _ => { });
    }

    private void Starting()
    {
        Always();
        Receive<SearchEnded>(ended => Begin(ended.Start));
        Receive<Status.Failure>(failed => SearchLater(failed.Cause));
        Receive<SearchDue>(_ => Search());
        Receive<OutcomeBatch>(HearWhileStarting);
        Receive<QueryView>(_ => Sender.Tell(new ViewStatus(
            Partition, FeedStatus.Waiting, 0, _heardWhileStarting, 0, default, BehindMs())));
        Receive<SubscribeAck>(_ => { });
        ReceiveAny(_ => Stash.Stash());
    }

    private void Running(ViewFeed feed)
    {
        Always();
        Receive<OutcomeBatch>(published => Take(feed, published));
        Receive<RangeBatch>(part => feed.Deliver(part.Token, part.Batch));
        Receive<RangeCompleted>(completed => Complete(feed, completed));
        Receive<RangeUnavailable>(unavailable => feed.Fail(unavailable.Token));
        Receive<EngineUnavailable>(unavailable => unavailable.State == PartitionState.Ready, AskRingLater);
        Receive<RingDue>(due => AskRing(due.Request));
        Receive<EngineUnavailable>(unavailable => feed.Fail(unavailable.Token));
        Receive<RingOverdue>(overdue => feed.Fail(overdue.RequestId));
        Receive<JournalOutcomes.Gone>(_ => throw new InvalidOperationException(
            $"what the views of {Partition} miss is archived: they begin anew"));
        Receive<QueryView>(_ => Sender.Tell(Status(feed, feed.Status)));
        Receive<SubscribeAck>(_ => { });
        ReceiveQueries(feed);
    }

    private void HearWhileStarting(OutcomeBatch published)
    {
        _heardWhileStarting = published.Batch.Header.LastSequence;
        _settings.Metrics?.Record(default, _heardWhileStarting);
    }

    private void Take(ViewFeed feed, OutcomeBatch published)
    {
        feed.Receive(published.Batch);
        NoteWhole(feed.Status);
        _settings.Metrics?.Record(feed.Counts, feed.KnownSequence - feed.LastSequence);
    }

    private void Complete(ViewFeed feed, RangeCompleted completed)
    {
        feed.Complete(completed.Token);
        NoteWhole(feed.Status);
    }

    private void Search() =>
        FeedStart.FindAsync(_reads, _settings.Partition).PipeTo(Self, success: start => new SearchEnded(start));

    private void SearchLater(Exception cause)
    {
        if (!_searchFailed)
            _log.Warning(cause, "the snapshots of partition {0} could not be read", Partition);
        _searchFailed = true;
        Timers.StartSingleTimer(nameof(SearchDue), new SearchDue(), _settings.Pause);
    }

    private void Begin(FeedStart? start)
    {
        if (start is not null)
        {
            Prime(start);
            _log.Info("the views of partition {0} begin at sequence {1}", Partition, start.State.Sequence);
        }

        _feed = new ViewFeed(
            this, null, start?.State.Sequence ?? 0, start?.State.Hash, start?.Epoch ?? 0);
        Become(() => Running(_feed));
        Stash.UnstashAll();
    }

    void IViewFeedEffects.RequestRange(in RangeRequest request)
    {
        if (request.Source == RangeSource.Journal)
            ReadJournal(request);
        else
            AskRing(new RequestRange(Partition, request.Id, request.FirstSequence, request.LastSequence));
    }

    private void ReadJournal(RangeRequest request)
    {
        _reading.Cancel();
        _reading = new CancellationTokenSource();
        _journal.TellAsync(request, _reading.Token).PipeTo(Self, failure: cause =>
        {
            _log.Warning(cause, "outcomes of partition {0} cannot be made from its journal", Partition);
            return new RangeUnavailable(request.Id);
        });
    }

    private void AskRing(RequestRange request)
    {
        _ringRequest = request;
        _region.Tell(request);
        Timers.StartSingleTimer(nameof(RingOverdue), new RingOverdue(request.Token), RingTimeout);
    }

    /// <summary>The owner has given much to others: the journal need not be read for that.</summary>
    private void AskRingLater(EngineUnavailable busy)
    {
        if (_ringRequest is not { } request || request.Token != busy.Token)
            return;
        Timers.Cancel(nameof(RingOverdue));
        Timers.StartSingleTimer(
            nameof(RingDue), new RingDue(request), TimeSpan.FromMilliseconds(busy.RetryAfterMs));
    }

    void IViewFeedEffects.StatusChanged(FeedStatus status)
    {
        NoteWhole(status);
        foreach (IActorRef subscriber in _ofMarkets.All.Union(_ofWallets.All).Union(_ofEvents))
            subscriber.Tell(Status(_feed!, status));
        if (status == FeedStatus.Diverged)
            throw new InvalidOperationException($"the views of partition {Partition} diverged from its owner");
    }

    void IViewFeedEffects.Refused(string error) => _log.Warning("the views of partition {0}: {1}", Partition, error);

    private ViewStatus Status(ViewFeed feed, FeedStatus status) => new(
        Partition, status, feed.LastSequence, feed.KnownSequence, feed.Epoch, feed.Counts, BehindMs());

    /// <summary>Something was heard: where nothing is missing, the views hold all there was then.</summary>
    private void NoteWhole(FeedStatus status)
    {
        if (status == FeedStatus.Ready)
            _lastWhole = Context.System.Scheduler.MonotonicClock;
    }

    private long BehindMs() => (long)(Context.System.Scheduler.MonotonicClock - _lastWhole).TotalMilliseconds;

    private sealed record RingDue(RequestRange Request) : INoSerializationVerificationNeeded;

    private sealed record RingOverdue(long RequestId) : INoSerializationVerificationNeeded;

    private sealed record SearchEnded(FeedStart? Start) : INoSerializationVerificationNeeded;

    private sealed class SearchDue : INoSerializationVerificationNeeded;
}
