using Hypercall.Engine.Outcomes;
using Hypercall.Node.Hosting;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Clients;

/// <summary>
/// Feeds a node with a bounded number of commands in flight, for replays and measurements: <see cref="Submit"/> waits
/// while the window is full. The first refusal or unknown outcome ends it. Submit from one thread; outcomes come on
/// the engine's thread.
/// </summary>
public sealed class SubmissionWindow : ISubmissionSink
{
    private readonly EngineNode _node;
    private readonly int _size;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _room = new(initialState: true, spinCount: 20);
    private readonly Action<long, ApplyOutput>? _executed;
    private long _submitted;
    private long _answered;
    private long _wakeAt = long.MaxValue;
    private SubmissionStatus? _failure;

    /// <summary>A window on a node.</summary>
    /// <param name="node">The node, ready.</param>
    /// <param name="size">Most commands in flight; a quarter of the node's queue at most, or it refuses some.</param>
    /// <param name="executed">Sees each outcome, with its token, in order.</param>
    public SubmissionWindow(EngineNode node, int size, Action<long, ApplyOutput>? executed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _node = node;
        _size = size;
        _executed = executed;
    }

    /// <summary>Commands answered with an outcome.</summary>
    public long Executed => Interlocked.Read(ref _answered);

    /// <summary>What ended it, or null.</summary>
    public SubmissionStatus? Failure
    {
        get
        {
            lock (_gate)
                return _failure;
        }
    }

    /// <summary>Submits one command, after waiting for room.</summary>
    /// <returns>False when the window has ended; the command was not submitted.</returns>
    public bool Submit(in Submission submission)
    {
        if (!WaitUntilAnswered(_submitted - _size + 1, resumeAt: _submitted - _size / 2))
            return false;
        _submitted++;
        _node.Submit(submission, this);
        return true;
    }

    /// <summary>Waits until every command was answered.</summary>
    /// <returns>False when the window has ended by a failure.</returns>
    public bool Complete() => WaitUntilAnswered(_submitted, _submitted);

    void ISubmissionSink.Executed(long token, ApplyOutput output, ReadOnlyMemory<byte> encoded)
    {
        _executed?.Invoke(token, output);
        long answered = Interlocked.Increment(ref _answered);
        if (answered >= Volatile.Read(ref _wakeAt))
            _room.Set();
    }

    void ISubmissionSink.Failed(long token, SubmissionStatus status, long retryAfterMs)
    {
        lock (_gate)
            _failure ??= status;
        _room.Set();
    }

    /// <summary>
    /// Waits until <paramref name="needed"/> answers are there; once waiting, until <paramref name="resumeAt"/>, so
    /// that the two threads do not wake each other for every single command.
    /// </summary>
    private bool WaitUntilAnswered(long needed, long resumeAt)
    {
        if (Volatile.Read(ref _answered) < needed)
            Sleep(Math.Max(needed, resumeAt));
        return Failure is null;
    }

    private void Sleep(long resumeAt)
    {
        _room.Reset();
        Interlocked.Exchange(ref _wakeAt, resumeAt);
        while (Volatile.Read(ref _answered) < resumeAt && Failure is null)
        {
            _room.Wait();
            _room.Reset();
            Interlocked.MemoryBarrier();
        }

        Volatile.Write(ref _wakeAt, long.MaxValue);
    }
}
