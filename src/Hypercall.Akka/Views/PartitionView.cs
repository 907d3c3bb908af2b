using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Event;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Metrics;
using Hypercall.Actors.Protocol;
using Hypercall.Engine.Events;
using Hypercall.Views.Feed;
using Hypercall.Views.Folds;

namespace Hypercall.Actors.Views;

/// <summary>
/// A view of a partition as an actor: hears its topic, fetches what was missed from the owner's ring or from the
/// journal, folds, and tells its own subscribers. What to fetch and when to apply is the <see cref="ViewFeed"/>'s
/// decision; the actor carries it out. A view that diverged from the owner is the alarm: it is made anew by its
/// supervisor.
/// </summary>
public abstract class PartitionView : UntypedActor, IViewFeedEffects, IWithTimers
{
    private readonly ViewSettings _settings;
    private readonly IActorRef _region;
    private readonly IOutcomeFold _fold;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _journal;
    private readonly ViewFeed _feed;
    private readonly ViewMetrics? _metrics;

    private protected PartitionView(ViewSettings settings, IActorRef region, IOutcomeFold fold, string kind)
    {
        _settings = settings;
        _region = region;
        _fold = fold;
        _metrics = settings.Metrics?.Invoke(kind);
        _feed = new ViewFeed(this, settings.Feed);
        _journal = Context.ActorOf(JournalOutcomes.Props(settings), "journal");
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How the view stands.</summary>
    private protected FeedStatus Feed => _feed.Status;

    /// <inheritdoc/>
    protected override void PreStart() => DistributedPubSub.Get(Context.System).Mediator.Tell(
        new Akka.Cluster.Tools.PublishSubscribe.Subscribe(PartitionTopic.Of(Partition), Self));

    /// <inheritdoc/>
    protected sealed override void OnReceive(object message)
    {
        switch (message)
        {
            case OutcomeBatch published:
                _feed.Receive(published.Batch);
                break;
            case RangeBatch part:
                _feed.Deliver(part.Token, part.Batch);
                break;
            case RangeCompleted completed:
                _feed.Complete(completed.Token);
                break;
            case RangeUnavailable unavailable:
                _feed.Fail(unavailable.Token);
                break;
            case EngineUnavailable unavailable:
                _feed.Fail(unavailable.Token);
                break;
            case RingOverdue overdue:
                _feed.Fail(overdue.RequestId);
                break;
            case QueryView:
                Sender.Tell(Status(_feed.Status));
                break;
            case Terminated terminated:
                Forget(terminated.ActorRef);
                break;
            case SubscribeAck:
                break;
            default:
                TakeRequest(message);
                break;
        }
    }

    /// <inheritdoc/>
    void IViewFeedEffects.Apply(ApplyOutput outcome) => _fold.Apply(outcome);

    /// <inheritdoc/>
    void IViewFeedEffects.Applied(long lastSequence)
    {
        _metrics?.Record(_feed.Counts, _feed.KnownSequence - lastSequence);
        FanOut();
    }

    /// <inheritdoc/>
    void IViewFeedEffects.RequestRange(in RangeRequest request)
    {
        if (request.Source == RangeSource.Journal)
        {
            _journal.Tell(new ReadOutcomes(request.Id, request.FirstSequence, request.LastSequence));
            return;
        }

        _region.Tell(new RequestRange(Partition, request.Id, request.FirstSequence, request.LastSequence));
        Timers.StartSingleTimer(nameof(RingOverdue), new RingOverdue(request.Id), _settings.RingTimeout);
    }

    /// <inheritdoc/>
    void IViewFeedEffects.StatusChanged(FeedStatus status)
    {
        foreach (IActorRef subscriber in Subscribers)
            subscriber.Tell(Status(status));
        if (status == FeedStatus.Diverged)
            throw new InvalidOperationException($"a view of partition {Partition} diverged from its owner");
    }

    /// <inheritdoc/>
    void IViewFeedEffects.Refused(string error) => _log.Warning("a view of partition {0}: {1}", Partition, error);

    private protected string Partition => _settings.Partition.Partition;

    /// <summary>Everybody subscribed.</summary>
    private protected abstract IReadOnlyCollection<IActorRef> Subscribers { get; }

    /// <summary>Tells subscribers what the fold names as changed.</summary>
    private protected abstract void FanOut();

    /// <summary>Takes a message of the view's own kind.</summary>
    private protected abstract void TakeRequest(object message);

    /// <summary>A subscriber has ended.</summary>
    private protected abstract void Forget(IActorRef subscriber);

    private ViewStatus Status(FeedStatus status) => new(
        Partition, status, _fold.LastSequence, _feed.KnownSequence, _feed.Epoch, _feed.Counts);

    private sealed record RingOverdue(long RequestId) : INoSerializationVerificationNeeded;
}
