using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Hosting;

/// <summary>A submission with the sink of its answer.</summary>
internal readonly record struct QueuedSubmission(Submission Submission, ISubmissionSink Sink);

/// <summary>
/// What other threads give the engine's thread: submissions, bounded, results of the node's own threads and requests
/// (reads, stop), which are few. Producers append under a lock; the one consumer takes everything at once by swapping,
/// so that the lock is held for an append only and taken once per batch by the consumer.
/// </summary>
internal sealed class NodeInbox
{
    private readonly Lock _gate = new();
    private readonly int _capacity;
    private readonly ManualResetEventSlim _wake = new(initialState: false, spinCount: 20);
    private InboxContent _content = new();
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
            if (_content.Submissions.Count >= _capacity)
                return SubmissionStatus.EngineBusy;
            _content.Submissions.Add(submission);
            if (!_sleeping)
                return null;
            _sleeping = false;
        }

        _wake.Set();
        return null;
    }

    /// <summary>Adds a result of one of the node's threads.</summary>
    /// <returns>False when the engine's thread has ended; the action will not run.</returns>
    public bool PostResult(Action<HostTime> action) => Post(action, isResult: true);

    /// <summary>Adds a request: it runs after the submissions that were added before it.</summary>
    /// <returns>False when the engine's thread has ended; the action will not run.</returns>
    public bool PostRequest(Action<HostTime> action) => Post(action, isResult: false);

    /// <summary>Takes everything; <paramref name="content"/> must be empty and is used for what comes next.</summary>
    public void Take(ref InboxContent content)
    {
        lock (_gate)
            (_content, content) = (content, _content);
    }

    /// <summary>Sleeps until something is added, at most <paramref name="milliseconds"/>.</summary>
    public void Wait(int milliseconds)
    {
        lock (_gate)
        {
            if (!_content.IsEmpty)
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

    private bool Post(Action<HostTime> action, bool isResult)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            (isResult ? _content.Results : _content.Requests).Add(action);
            if (!_sleeping)
                return true;
            _sleeping = false;
        }

        _wake.Set();
        return true;
    }
}
