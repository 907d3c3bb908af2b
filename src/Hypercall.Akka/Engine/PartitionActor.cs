using Hypercall.Actors.Engine.Reports;

namespace Hypercall.Actors.Engine;

/// <summary>
/// The owner of one market partition in this actor system, and the shard entity in a cluster: keeps an engine running,
/// lets requests through to it while it takes them and refuses them meanwhile, fans out what it publishes, and says how
/// the partition is. An engine that stopped is started again after a pause (Backoff.OnStop), unless it stopped for a
/// cause that it would meet again: then the partition stays down and its health says so.
/// </summary>
/// <remarks>
/// Nothing waits in an engine's mailbox while it recovers, and behind it waits at most what its queue admits. Ends with
/// <see cref="StopEngine"/> once the engine has answered, sealed and saved what it had.
/// </remarks>
public sealed partial class PartitionActor : UntypedActor, IWithTimers
{
    private readonly PartitionSettings _settings;
    private readonly IOutcomePublisher _publisher;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<IActorRef> _subscribers = [];
    private readonly Queue<string> _warnings = new();
    private IReadOnlyList<SkipRecord>? _skips;
    private IActorRef _engine = ActorRefs.Nobody;
    private PartitionState _state = PartitionState.Recovering;
    private StopNotice? _stop;
    private long _epoch;
    private long _sequence;
    private int _starts;
    private PartitionState _knownState = PartitionState.Recovering;
    private long _sinceMs = Context.System.Scheduler.Now.ToUnixTimeMilliseconds();

    private PartitionActor(PartitionSettings settings)
    {
        _settings = settings;
        _ring = new PublishedRing(settings.Sequencer.RingBatches, settings.Sequencer.RingBytes);
        _publisher = settings.Publisher ?? new EventStreamPublisher(Context.System.EventStream);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    /// <param name="settings">How the partition runs.</param>
    public static Props Props(PartitionSettings settings) =>
        Akka.Actor.Props.CreateBy(new Maker<PartitionActor>(() => new PartitionActor(settings)));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (_settings.Members is { } members)
            _inquiry = Context.ActorOf(members.Inquiry(_settings));
        StartLedger();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        Take(message);
        if (_state == _knownState)
            return;
        _knownState = _state;
        _sinceMs = Context.System.Scheduler.Now.ToUnixTimeMilliseconds();
    }

    private void Take(object message)
    {
        switch (message)
        {
            case IPartitionRequest request:
                TakeRequest(request);
                break;
            case OutcomeBatch batch:
                Publish(batch);
                break;
            case EngineReport report:
                if (report.Generation == _generation)
                    TakeReport(report);
                break;
            case Unsubscribe:
                Forget(Sender);
                break;
            case StopEngine:
                StartStopping();
                break;
            case Terminated terminated:
                TakeEnd(terminated.ActorRef);
                break;
            case StartDue:
                StartEngineOnceAlone();
                break;
            default:
                TakeOwnership(message);
                break;
        }
    }

    private void TakeRequest(IPartitionRequest request)
    {
        switch (request)
        {
            case { } other when other.Partition != _settings.Partition:
                Refuse(other, 0, $"this is partition '{_settings.Partition}'");
                break;
            case SubmitMany or Submit or QueryState or TakeSnapshot when _state == PartitionState.Ready:
                _engine.Forward(request);
                break;
            case RequestRange range when _state == PartitionState.Ready:
                Resend(range);
                break;
            case QueryHealth query:
                Sender.Tell(Health(query.Token), Self);
                break;
            case Subscribe subscribe:
                Subscribe(subscribe);
                break;
            case SkipCommand skip:
                StoreSkip(skip);
                break;
            default:
                Refuse(request, RetryAfterMs(), Why());
                break;
        }
    }

    private void TakeReport(EngineReport report)
    {
        switch (report)
        {
            case EngineReady ready:
                BeReady(ready);
                break;
            case EngineRecovering when _state != PartitionState.Stopping:
                _starts++;
                (_hasBegun, _failedStarts) = (true, 0);
                _seenBefore = _seen;
                _state = PartitionState.Recovering;
                break;
            case EngineRecovered recovered:
                TakeRecovered(recovered);
                break;
            case EngineWarning warning:
                Warn(warning.Text);
                break;
            case EngineSnapshotRefused refused:
                Warn(refused.Error);
                RestartBefore(refused.RecordNumber);
                break;
            case EngineRecoveredNothing nothing:
                Warn($"nothing could be recovered: {nothing.Detail}");
                LookAtJournal(nothing.Detail);
                break;
            case EngineEnded ended:
                TakeEngineEnd(ended.Notice);
                break;
        }
    }

    private void BeReady(EngineReady ready)
    {
        _engine = ready.Engine;
        _epoch = ready.At.Epoch;
        _sequence = ready.At.Sequence;
        TakeOwnMark(ready);
        if (_state != PartitionState.Stopping)
            _state = PartitionState.Ready;
    }

    private void Subscribe(Subscribe subscribe)
    {
        if (_subscribers.Add(Sender))
            Context.Watch(Sender);
        Sender.Tell(new Subscribed(_settings.Partition, subscribe.Token, _epoch, _sequence), Self);
    }

    private void Forget(IActorRef subscriber)
    {
        if (_subscribers.Remove(subscriber))
            Context.Unwatch(subscriber);
    }

    private PartitionHealth Health(long token) =>
        new(_settings.Partition, token, _state, _epoch, _sequence, _starts, _stop, [.. _warnings], _sinceMs);

    private void Refuse(IPartitionRequest request, long retryAfterMs, string detail) => Sender.Tell(
        new EngineUnavailable(_settings.Partition, request.Token, _state, retryAfterMs, detail), Self);

    private long RetryAfterMs() =>
        _state == PartitionState.Down ? 0 : (long)_settings.MinBackoff.TotalMilliseconds;

    private string Why() => _stop is { } stop && _state is PartitionState.Unavailable or PartitionState.Down
        ? $"the engine stopped, {_stop!.Reason}: {_stop.Detail}"
        : $"the partition is {_state}";

    /// <summary>The same again at each try is one warning.</summary>
    private void Warn(string text)
    {
        if (_warnings.LastOrDefault() == text)
            return;
        _warnings.Enqueue(text);
        if (_warnings.Count > PartitionHealth.MostWarnings)
            _warnings.Dequeue();
    }
}
