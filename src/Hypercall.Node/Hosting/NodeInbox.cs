using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Hosting;

/// <summary>A submission with the sink of its answer.</summary>
internal readonly record struct QueuedSubmission(Submission Submission, ISubmissionSink Sink);

/// <summary>
/// What other threads give the engine's thread: submissions, bounded, and actions of the node's own threads, which are
/// few. Producers append under a lock; the one consumer takes everything at once by swapping lists, so that the lock
/// is held for an append only and taken once per batch by the consumer.
/// </summary>
internal sealed class NodeInbox
{
    private readonly Lock _gate = new();
    private readonly int _capacity;
    private readonly ManualResetEventSlim _wake = new(initialState: false, spinCount: 20);
    private List<QueuedSubmission> _submissions = [];
    private List<Action<HostTime>> _actions = [];
    private bool _sleeping;
    private bool _closed;

    public NodeInbox(int capacity) => _capacity = capacity;

    /// <summary>Adds a submission.</summary>
    /// <returns>Null, or with what the caller answers it at once: EngineBusy or EngineStopped.</returns>
    public SubmissionStatus? TryAdd(in QueuedSubmission submission)
    {
        lock (_gate)
        {
            if (_closed)
                return SubmissionStatus.EngineStopped;
            if (_submissions.Count >= _capacity)
                return SubmissionStatus.EngineBusy;
            _submissions.Add(submission);
            if (!_sleeping)
                return null;
            _sleeping = false;
        }

        _wake.Set();
        return null;
    }

    /// <summary>Adds an action for the engine's thread.</summary>
    /// <returns>False when that thread has ended; the action will not run.</returns>
    public bool Post(Action<HostTime> action)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            _actions.Add(action);
            if (!_sleeping)
                return true;
            _sleeping = false;
        }

        _wake.Set();
        return true;
    }

    /// <summary>Takes everything; the lists given must be empty and are used for what comes next.</summary>
    public void Take(ref List<QueuedSubmission> submissions, ref List<Action<HostTime>> actions)
    {
        lock (_gate)
        {
            (_submissions, submissions) = (submissions, _submissions);
            (_actions, actions) = (actions, _actions);
        }
    }

    /// <summary>Sleeps until something is added, at most <paramref name="milliseconds"/>.</summary>
    public void Wait(int milliseconds)
    {
        lock (_gate)
        {
            if (_submissions.Count > 0 || _actions.Count > 0)
                return;
            _wake.Reset();
            _sleeping = true;
        }

        _wake.Wait(milliseconds);
        lock (_gate)
            _sleeping = false;
    }

    /// <summary>Takes nothing more from now on; what is there can still be taken.</summary>
    public void Close()
    {
        lock (_gate)
            _closed = true;
    }
}
