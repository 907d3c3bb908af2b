using Hypercall.Actors.Engine.Reports;
using Hypercall.Actors.Ownership;

namespace Hypercall.Actors.Engine;

/// <summary>
/// The owner of one market partition in this actor system, and the shard entity in a cluster: keeps an engine running,
/// lets requests through to it while it takes them and refuses them meanwhile, fans out what it publishes, and says how
/// the partition is. An engine that stopped is started again after a pause, unless it stopped for a cause that it would
/// meet again: then the partition stays down and its health says so.
/// </summary>
/// <remarks>
/// Nothing waits in an engine's mailbox while it recovers, and behind it waits at most what its queue admits. Ends with
/// <see cref="StopEngine"/> once the engine has answered, sealed and saved what it had.
/// </remarks>
public sealed partial class PartitionActor : ReceiveActor, IWithTimers
{
    private readonly PartitionSettings _settings;
    private readonly Action<OutcomeBatch> _publisher;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<IActorRef> _subscribers = [];
    private readonly Queue<string> _warnings = new();
    private IReadOnlyList<SkipRecord>? _skips;
    private PartitionState _state = PartitionState.Recovering;
    private StopNotice? _stop;
    private long _epoch;
    private long _sequence;
    private int _starts;
    private PartitionState _knownState = PartitionState.Recovering;
    private long _sinceMs = Context.System.Scheduler.Now.ToUnixTimeMilliseconds();

    private PartitionActor(PartitionSettings settings, ReadyOwners readyOwners)
    {
        _settings = settings;
        _readyOwners = readyOwners;
        _ring = new PublishedRing(settings.RingBatches, settings.RingBytes);
        _publisher = settings.Publisher ?? Context.System.EventStream.Publish;
        ReceiveRequests();
        ReceiveReports();
        ReceiveOwnership();
        Receive<OutcomeBatch>(Publish);
        Receive<Unsubscribe>(_ => Forget(Sender));
        Receive<StopEngine>(_ => StartStopping());
        Receive<Terminated>(ended => TakeEnd(ended.ActorRef));
        Receive<DeadLetter>(IsOfEngine, letter => Self.Tell(letter.Message, letter.Sender));
        Receive<DeadLetter>(_ => { });
        Receive<StartDue>(_ => StartEngineOnceAlone());
        Receive<SkipsLoaded>(TakeSkips);
        Receive<SkipsUnreadable>(TakeUnreadableSkips);
        Receive<SkipChecked>(TakeChecked);
        Receive<SkipStored>(TakeStoredSkip);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    /// <param name="settings">How the partition runs.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it.</exception>
    public static Props Props(PartitionSettings settings)
    {
        settings.Validate();
        ReadyOwners readyOwners = settings.ReadyOwners ?? new ReadyOwners();
        return Akka.Actor.Props.CreateBy(new Maker<PartitionActor>(() => new PartitionActor(settings, readyOwners)));
    }

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        if (_settings.Members is { } members)
            _inquiry = Context.ActorOf(members.Inquiry(_settings));
        StartLedger();
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override bool AroundReceive(Receive receive, object message)
    {
        bool isKnown = base.AroundReceive(receive, message);
        if (_state == _knownState)
            return isKnown;
        _knownState = _state;
        _sinceMs = Context.System.Scheduler.Now.ToUnixTimeMilliseconds();
        return isKnown;
    }

    protected override void Unhandled(object message)
    {
        _log.Warning("{0} is unknown to partition {1}", message.GetType().FullName, _settings.Partition);
        base.Unhandled(message);
    }

    private void ReceiveRequests()
    {
        Receive<IPartitionRequest>(
            request => request.Partition != _settings.Partition,
            request => Refuse(request, 0, $"this is partition '{_settings.Partition}'"));
        Receive<IPartitionRequest>(IsForEngine, request => _engine.Forward(request));
        Receive<RequestRange>(_ => _state == PartitionState.Ready, Resend);
        Receive<QueryHealth>(query => Sender.Tell(Health(query.Token), Self));
        Receive<Subscribe>(Subscribe);
        Receive<SkipCommand>(StoreSkip);
        Receive<IPartitionRequest>(request => Refuse(request, RetryAfterMs(), Why()));
    }

    private bool IsForEngine(IPartitionRequest request) =>
        _state == PartitionState.Ready && request is SubmitMany or Submit or QueryState or TakeSnapshot;

    /// <summary>
    /// What waited behind an engine that Akka ended, as it does after a write that failed. None of it was executed, and
    /// of the end this actor has heard before: it is refused, or is for the next engine.
    /// </summary>
    private bool IsOfEngine(DeadLetter letter) =>
        letter.Message is IPartitionRequest && letter.Recipient.Path.Parent.Equals(Self.Path);

    private void ReceiveReports()
    {
        Receive<EngineReady>(BeReady);
        Receive<EngineRecovering>(_ => BeRecovering());
        Receive<EngineRecovered>(TakeRecovered);
        Receive<EngineFencing>(fencing => _ownEpoch = fencing.Epoch);
        Receive<EngineWarning>(warning => Warn(warning.Text));
        Receive<EngineSnapshotRefused>(RestartBefore);
        Receive<EngineSnapshotSaved>(saved => _newestSnapshot = Math.Max(_newestSnapshot, saved.RecordNumber));
        Receive<EngineRecoveredNothing>(nothing => LookAtJournal(nothing.Detail));
        Receive<SnapshotsListed>(TakeListed);
        Receive<EngineEnded>(ended => TakeEngineEnd(ended.Notice));
    }

    private void BeRecovering()
    {
        if (_state == PartitionState.Stopping)
            return;
        _starts++;
        _hasBegun = true;
        _seenBefore = _seen;
        _state = PartitionState.Recovering;
    }

    private void BeReady(EngineReady ready)
    {
        _epoch = ready.At.Epoch;
        _sequence = ready.At.Sequence;
        _loadsFailed = 0;
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
