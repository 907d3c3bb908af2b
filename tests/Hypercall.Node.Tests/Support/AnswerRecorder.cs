using Hypercall.Engine.Outcomes;
using Hypercall.Node.Hosting;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Tests.Support;

/// <summary>A sink that keeps every answer by its token and fails on a second one.</summary>
internal sealed class AnswerRecorder : ISubmissionSink
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, SubmissionResult> _answers = [];
    private readonly Dictionary<int, TaskCompletionSource> _waiters = [];

    /// <summary>The answer of a token.</summary>
    public SubmissionResult this[long token]
    {
        get
        {
            lock (_gate)
                return _answers[token];
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
                return _answers.Count;
        }
    }

    /// <summary>Completes when that many have been answered.</summary>
    public Task Until(int count)
    {
        lock (_gate)
        {
            if (_answers.Count >= count)
                return Task.CompletedTask;
            if (!_waiters.TryGetValue(count, out TaskCompletionSource? waiter))
            {
                waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiters.Add(count, waiter);
            }

            return waiter.Task;
        }
    }

    public void Executed(long token, ApplyOutput output, ReadOnlyMemory<byte> encoded) =>
        Add(token, new SubmissionResult(SubmissionStatus.Executed, CommandOutcome.Copy(output, encoded.Span)));

    public void Failed(long token, SubmissionStatus status, long retryAfterMs) =>
        Add(token, new SubmissionResult(status, null, retryAfterMs));

    private void Add(long token, SubmissionResult result)
    {
        lock (_gate)
        {
            _answers.Add(token, result);
            if (_waiters.Remove(_answers.Count, out TaskCompletionSource? waiter))
                waiter.SetResult();
        }
    }
}
