using Hypercall.Engine;
using Hypercall.Node.Storage;
using Hypercall.Node.Subscriptions;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Node.Hosting;

/// <summary>
/// The durable single-process host: one engine on one journal directory. Start it, wait for <see cref="Ready"/>,
/// submit and read from any thread, stop it with <see cref="StopAsync"/>. It keeps the directory to itself for life;
/// a command that was answered is on disk. It ends by itself when it cannot keep that promise (see
/// <see cref="NodeStop"/>) and then takes nothing more; make another node to go on.
/// </summary>
public sealed class EngineNode : IAsyncDisposable
{
    private const int InboxQueues = 2;

    private readonly NodeInbox _inbox;
    private readonly NodeStatus _status;
    private readonly EngineLoop _loop;
    private readonly NodeStorage _storage;
    private readonly NodeOptions _options;
    private readonly JournalThread _journalThread;
    private readonly SnapshotThread _snapshotThread;
    private readonly SubscriptionHub _subscriptions;
    private readonly CancellationTokenSource _stopRecovery = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _clockWatch;
    private int _runningThreads;

    private EngineNode(NodeStorage storage, NodeOptions options)
    {
        _storage = storage;
        _options = options;
        _inbox = new NodeInbox(checked(options.Sequencer.QueueCapacity * InboxQueues));
        _status = new NodeStatus(options.OnWarning);
        _subscriptions = new SubscriptionHub(options.SubscriptionCapacity);
        _journalThread = MakeJournalThread();
        _snapshotThread = MakeSnapshotThread();
        var slots = new AnswerSlots();
        var effects = new NodeEffects(slots, _journalThread, _snapshotThread, _subscriptions, Measurements)
        {
            OnStarted = _status.Started,
            OnStop = notice => _status.Stop(new NodeStop(notice, _status.Cause)),
            OnDiagnostic = SaveDiagnostic,
            OnWarning = _status.Warn,
        };
        _loop = new EngineLoop(options, _inbox, slots, effects, _status, Measurements);
        _clockWatch = options.Clock.OnMoved(() => _inbox.PostRequest(static _ => { }));
    }

    /// <summary>Completes when commands are taken.</summary>
    /// <exception cref="NodeStoppedException">The node stopped before.</exception>
    public Task Ready => _status.Ready;

    /// <summary>Completes when the node has stopped and every submission was answered.</summary>
    public Task<NodeStop> Stopped => _status.Stopped;

    /// <summary>Completes after <see cref="Stopped"/>, when the files are closed and the directory is free.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Its state now.</summary>
    public NodeHealth Health => _status.Health;

    /// <summary>The sequencer's counters as of the engine's last turn.</summary>
    public SequencerStatistics Statistics => _status.Statistics;

    /// <summary>What it measures of itself.</summary>
    public NodeMeasurements Measurements { get; } = new();

    /// <summary>What recovery did, or null while it goes on.</summary>
    public RecoveryReport? Recovery => _status.Recovery;

    /// <summary>Its journal and snapshots, for reading.</summary>
    public NodeStorage Storage => _storage;

    /// <summary>Takes a directory and starts a node on it; recovery goes on when this returns.</summary>
    /// <param name="directory">Journal and snapshots; created where it does not exist.</param>
    /// <param name="options">How it runs.</param>
    /// <exception cref="JournalException">The directory is owned by another, damaged, or another engine's.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static EngineNode Start(string directory, NodeOptions options) =>
        Start(NodeStorage.OpenOwned(directory, options.Sequencer.EngineId, options.Journal), options);

    /// <summary>Starts a node on storage that it disposes of at its end.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static EngineNode Start(NodeStorage storage, NodeOptions options)
    {
        EngineNode node;
        try
        {
            node = new EngineNode(storage, options);
        }
        catch
        {
            storage.Dispose();
            throw;
        }

        node.StartThreads();
        return node;
    }

    /// <summary>
    /// Submits one command; its answer comes to <paramref name="sink"/> exactly once, a refusal possibly before this
    /// returns. Submissions of one thread are taken in order.
    /// </summary>
    public void Submit(in Submission submission, ISubmissionSink sink)
    {
        SubmissionStatus? refused = _status.State == NodeState.Recovering
            ? SubmissionStatus.EngineRecovering
            : _inbox.TryAdd(new QueuedSubmission(submission, sink));
        if (refused is not { } status)
            return;
        Measurements.InboxRefused.Add(1);
        sink.Failed(submission.Token, status, status == SubmissionStatus.EngineBusy ? 1 : 0);
    }

    /// <summary>Reads the state as of everything acknowledged before.</summary>
    /// <param name="read">
    /// Runs on the engine's thread and holds everything up: quick, and keeps nothing of the engine.
    /// </param>
    /// <param name="submitter">In whose share of the queue the read waits.</param>
    /// <exception cref="ReadRefusedException">The engine is recovering, busy or stopped.</exception>
    public Task<T> QueryAsync<T>(Func<ExchangeEngine, T> read, long submitter = 0) =>
        Read(read, queued: true, submitter);

    /// <summary>
    /// As <see cref="QueryAsync"/>, but not behind what is queued: as of the engine's sequence at that moment.
    /// </summary>
    /// <exception cref="ReadRefusedException">The engine is recovering or stopped.</exception>
    public Task<T> QueryNowAsync<T>(Func<ExchangeEngine, T> read) => Read(read, queued: false, 0);

    /// <summary>
    /// Subscribes to the outcomes: every one after <paramref name="afterSequence"/> once and in order, what is missing
    /// being fetched from the sequencer's ring or the journal.
    /// </summary>
    /// <param name="afterSequence">Last sequence the caller knows; null: whatever comes from now on.</param>
    /// <exception cref="NodeStoppedException">The node has stopped.</exception>
    public Task<NodeSubscription> SubscribeAsync(long? afterSequence = null)
    {
        var result = new TaskCompletionSource<NodeSubscription>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool posted = _inbox.PostRequest(_ =>
        {
            bool live = _loop.Input(sequencer => result.SetResult(
                _subscriptions.Add(this, afterSequence ?? sequencer.AppliedSequence, sequencer.AppliedSequence)));
            if (!live)
                result.SetException(new NodeStoppedException(Health.Stop!));
        });
        if (!posted)
            result.SetException(new NodeStoppedException(Health.Stop!));
        return result.Task;
    }

    /// <summary>
    /// Stops gracefully: takes nothing more, answers what is queued, seals, takes a snapshot. Recovery is broken off.
    /// </summary>
    public Task<NodeStop> StopAsync()
    {
        _stopRecovery.Cancel();
        _inbox.PostRequest(now =>
        {
            _status.Stopping();
            _loop.Input(sequencer => sequencer.Drain(now));
        });
        return Stopped;
    }

    /// <summary>
    /// Stops gracefully and waits until the directory is free, unless the node stopped because a write hangs: then
    /// the directory stays taken until that write ends.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        NodeStop stop = await StopAsync();
        if (stop.Notice.Reason != StopReason.WriteTimeout)
            await Closed;
    }

    /// <summary>
    /// Batches kept by the sequencer from a sequence on; null when they are no longer kept or it has stopped.
    /// </summary>
    internal Task<IReadOnlyList<PublishedBatch>?> ResendAsync(long fromSequence)
    {
        var result = new TaskCompletionSource<IReadOnlyList<PublishedBatch>?>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        bool posted = _inbox.PostRequest(_ =>
        {
            var batches = new List<PublishedBatch>();
            bool kept = false;
            bool live = _loop.Input(sequencer =>
                kept = sequencer.Resend(fromSequence, batch => batches.Add(PublishedBatch.Copy(batch))));
            result.SetResult(live && kept ? batches : null);
        });
        if (!posted)
            result.SetResult(null);
        return result.Task;
    }

    internal void Unsubscribe(NodeSubscription subscription) => _subscriptions.Remove(subscription);

    private Task<T> Read<T>(Func<ExchangeEngine, T> read, bool queued, long submitter)
    {
        var request = new NodeRead<T>(read);
        if (_status.State == NodeState.Recovering)
            request.Fail(SubmissionStatus.EngineRecovering);
        else if (!_inbox.PostRequest(now => _loop.OfferRead(request, queued, submitter, now)))
            request.Fail(SubmissionStatus.EngineStopped);
        return request.Result;
    }

    private JournalThread MakeJournalThread() => new(_storage.Journal, Measurements)
    {
        Written = number => _inbox.PostResult(now => _loop.Written(number, now)),
        WriteFailed = (number, failure, exception) =>
            _inbox.PostResult(now => _loop.WriteFailed(number, failure, exception, now)),
        EpochRead = epoch =>
            _inbox.PostResult(now => _loop.Input(sequencer => sequencer.JournalEpochObserved(epoch, now))),
        EpochUnknown = exception => _status.Warn($"the journal's owner could not be read: {exception.Message}"),
    };

    private SnapshotThread MakeSnapshotThread() => new(_storage.Snapshots, Measurements)
    {
        Saved = number => _inbox.PostResult(now => _loop.Input(sequencer => sequencer.SnapshotSaved(number, now))),
        SaveFailed = (number, exception) =>
        {
            _status.Warn($"snapshot {number} was not saved: {exception.Message}");
            _inbox.PostResult(now => _loop.Input(sequencer => sequencer.SnapshotFailed(number, now)));
        },
    };

    private void SaveDiagnostic(EngineDiagnostic diagnostic)
    {
        try
        {
            string where = _storage.Directory is { } directory
                ? DiagnosticFile.Write(directory, diagnostic)
                : diagnostic.Exception;
            _status.Warn($"command {diagnostic.Sequence} could not be applied: {where}");
        }
        catch (IOException exception)
        {
            _status.Warn(
                $"command {diagnostic.Sequence} could not be applied, nor a file written: {exception.Message}");
        }
    }

    private void StartThreads()
    {
        if (_storage.Snapshots is SqliteSnapshotStore { SetAside: { } setAside })
            _status.Warn(setAside);
        _runningThreads = 3;
        StartThread("engine", RunEngine);
        StartThread("journal", _journalThread.Run);
        StartThread("snapshots", _snapshotThread.Run);
    }

    private void RunEngine()
    {
        _loop.Run(_storage, _options, _stopRecovery.Token);
        _clockWatch.Dispose();
        _subscriptions.Complete();
        _journalThread.Finish();
        _snapshotThread.Finish();
        _status.Ended();
    }

    private void StartThread(string name, Action body) =>
        new Thread(() => RunThread(body)) { Name = $"hypercall {name}", IsBackground = true }.Start();

    /// <summary>The last thread to end closes the files, so that a hanging write still holds the directory.</summary>
    private void RunThread(Action body)
    {
        body();
        if (Interlocked.Decrement(ref _runningThreads) > 0)
            return;
        _storage.Dispose();
        _closed.SetResult();
    }
}
