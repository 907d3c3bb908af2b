using Hypercall.Views.Feed;

namespace Hypercall.Cli.Running;

/// <summary>
/// Subscribes to a partition from outside its cluster and shows every outcome once and in order: what was missed comes
/// from the owner's ring; what that no longer holds is told and passed over. Subscribes again when an owner is silent,
/// and asks again for what is not given in an interval: messages get lost, and an owner that ends takes none.
/// </summary>
internal sealed class PartitionWatch(
    IActorRef contacts, string partition, IWatchDisplay display, long count, TaskCompletionSource ended)
    : UntypedActor, IViewFeedEffects, IWithTimers
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Intervals without a sign of the owner, which sends a heartbeat in each.</summary>
    private const int Silence = 3;

    private const long TokensOfFeed = 1L << 32;

    private ViewFeed? _feed;

    /// <summary>What the present feed's request ids count from: no answer to one of a feed before is taken for its own.
    /// </summary>
    private long _tokens;
    private RequestRange? _missing;
    private long _shown;
    private int _silent;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        IActorRef contacts, string partition, IWatchDisplay display, long count, TaskCompletionSource ended) =>
        Akka.Actor.Props.Create(() => new PartitionWatch(contacts, partition, display, count, ended));

    protected override void PreStart()
    {
        Subscribe();
        Timers.StartPeriodicTimer(nameof(IntervalOver), new IntervalOver(), Interval);
    }

    /// <summary>What cannot be shown ends the watch.</summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        try
        {
            return base.AroundReceive(receive, message);
        }
        catch (IOException failure)
        {
            ended.TrySetException(failure);
            Context.Stop(Self);
            return true;
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Subscribed subscribed:
                _silent = 0;
                _feed ??= new ViewFeed(this, lastSequence: display.NeedsHistory ? 0 : subscribed.LastSequence);
                break;
            case OutcomeBatch published:
                _silent = 0;
                _feed?.Receive(published.Batch);
                break;
            case RangeBatch part:
                _feed?.Deliver(part.Token - _tokens, part.Batch);
                break;
            case RangeCompleted completed when completed.Token == _missing?.Token:
                _missing = null;
                _feed?.Complete(completed.Token - _tokens);
                break;
            case RangeUnavailable unavailable when unavailable.Token == _missing?.Token:
                _missing = null;
                _feed?.Fail(unavailable.Token - _tokens);
                break;
            case PassOver lost:
                display.PassedOver(lost.First, lost.Last);
                _tokens += TokensOfFeed;
                _feed = new ViewFeed(this, lastSequence: lost.Last);
                break;
            case IntervalOver:
                if (++_silent >= Silence)
                    Subscribe();
                if (_missing is not null)
                    contacts.Tell(_missing);
                break;
            case EngineUnavailable or RangeCompleted or RangeUnavailable:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    void IViewFeedEffects.Apply(ApplyOutput outcome)
    {
        if (_shown < count)
            _shown += display.Take(outcome);
    }

    void IViewFeedEffects.Applied(long lastSequence)
    {
        if (_shown < count)
            _shown += display.Show(lastSequence);
        if (_shown >= count)
            ended.TrySetResult();
    }

    void IViewFeedEffects.RequestRange(in RangeRequest request)
    {
        if (request.Source == RangeSource.Journal)
        {
            Self.Tell(new PassOver(request.FirstSequence, request.LastSequence));
            return;
        }

        _missing = new RequestRange(partition, _tokens + request.Id, request.FirstSequence, request.LastSequence);
        contacts.Tell(_missing);
    }

    void IViewFeedEffects.StatusChanged(FeedStatus status)
    {
        if (status == FeedStatus.Diverged)
            ended.TrySetException(new CheckFailedException("what the owner publishes contradicts itself"));
    }

    void IViewFeedEffects.Refused(string error) =>
        ended.TrySetException(new CheckFailedException($"a batch cannot be read: {error}"));

    private void Subscribe()
    {
        _silent = 0;
        contacts.Tell(new Subscribe(partition, 0));
    }

    private sealed record PassOver(long First, long Last) : INoSerializationVerificationNeeded;

    private sealed class IntervalOver : INoSerializationVerificationNeeded;
}
