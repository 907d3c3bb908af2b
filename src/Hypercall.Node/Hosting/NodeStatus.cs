using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Node.Hosting;

/// <summary>
/// What other threads may know of the engine's thread: state, counters, warnings, and the tasks that complete when it
/// is ready and when it has stopped. Written by the engine's thread (warnings by any), read by any.
/// </summary>
internal sealed class NodeStatus
{
    private readonly Lock _gate = new();
    private readonly Queue<string> _warnings = new();
    private readonly Action<string>? _onWarning;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<NodeStop> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile NodeState _state = NodeState.Recovering;
    private SequencerStatistics _statistics;
    private RecoveryReport? _recovery;
    private NodeStop? _stop;
    private long _epoch;
    private long _sequence;

    public NodeStatus(Action<string>? onWarning) => _onWarning = onWarning;

    public NodeState State => _state;

    public bool IsStopped => _state == NodeState.Stopped;

    /// <summary>Completes when the fence is durable; fails with <see cref="NodeStoppedException"/>.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when the engine's thread takes nothing more.</summary>
    public Task<NodeStop> Stopped => _stopped.Task;

    /// <summary>What a write threw, for the stop that follows it.</summary>
    public Exception? Cause { get; set; }

    public SequencerStatistics Statistics
    {
        get
        {
            lock (_gate)
                return _statistics;
        }
    }

    public RecoveryReport? Recovery
    {
        get
        {
            lock (_gate)
                return _recovery;
        }
    }

    public NodeHealth Health
    {
        get
        {
            lock (_gate)
                return new NodeHealth(_state, _epoch, _sequence, _stop, [.. _warnings]);
        }
    }

    public void Recovered(RecoveryReport report)
    {
        lock (_gate)
            _recovery = report;
    }

    public void Started(long epoch)
    {
        lock (_gate)
        {
            _epoch = epoch;
            _state = NodeState.Ready;
        }

        _ready.TrySetResult();
    }

    public void Stopping()
    {
        lock (_gate)
        {
            if (_state == NodeState.Ready)
                _state = NodeState.Stopping;
        }
    }

    public void Stop(NodeStop stop)
    {
        lock (_gate)
        {
            if (_state == NodeState.Stopped)
                return;
            _stop = stop;
            _state = NodeState.Stopped;
        }
    }

    /// <summary>Completes the tasks, once everything has been answered.</summary>
    public void Ended()
    {
        NodeStop stop = Health.Stop!;
        _ready.TrySetException(new NodeStoppedException(stop));
        _ = _ready.Task.Exception;
        _stopped.TrySetResult(stop);
    }

    public void Publish(EngineSequencer sequencer)
    {
        lock (_gate)
        {
            _statistics = sequencer.Statistics;
            _epoch = sequencer.Epoch;
            _sequence = sequencer.AppliedSequence;
        }
    }

    public void Warn(string warning)
    {
        lock (_gate)
        {
            _warnings.Enqueue(warning);
            if (_warnings.Count > NodeHealth.MostWarnings)
                _warnings.Dequeue();
        }

        _onWarning?.Invoke(warning);
    }
}
