using Hypercall.Engine.Outcomes;
using Hypercall.Node.Hosting;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Clients;

/// <summary>
/// <see cref="IEngineClient"/> on a node of this process. Whoever restarts nodes gives a function that returns the
/// current one: a retry then reaches the new node, which knows the true outcome of what the old one left open.
/// </summary>
public sealed class NodeClient : IEngineClient
{
    private readonly Func<EngineNode> _node;
    private readonly NodeClientOptions _options;
    private readonly long _submitter;

    /// <summary>A client of one node.</summary>
    public NodeClient(EngineNode node, NodeClientOptions? options = null, long submitter = 0)
        : this(() => node, options, submitter)
    {
    }

    /// <summary>A client of whatever node is current.</summary>
    /// <param name="node">The current node.</param>
    /// <param name="options">How it retries.</param>
    /// <param name="submitter">In whose share of the queue its commands wait.</param>
    public NodeClient(Func<EngineNode> node, NodeClientOptions? options = null, long submitter = 0)
    {
        _node = node;
        _options = options ?? new NodeClientOptions();
        _submitter = submitter;
    }

    /// <inheritdoc/>
    public async Task<SubmissionResult> SubmitAsync(ClientRequest request, CancellationToken cancellation = default)
    {
        long firstSentMs = request.FirstSentMs ?? _options.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var submission = new Submission(
            0,
            _submitter,
            request.Command,
            request.RequestId,
            request.RequestId is null ? request.FirstSentMs : firstSentMs,
            request.Signer,
            request.Nonce,
            request.TimestampMs);
        bool uncertain = false;
        for (int attempt = 1; ; attempt++)
        {
            SubmissionResult result = await SubmitOnce(submission, cancellation);
            uncertain |= result.Status == SubmissionStatus.OutcomeUnknown;
            if (attempt >= _options.MaxTries || !MayRetry(result.Status, request.RequestId is not null))
                return Honest(result, uncertain);
            await Task.Delay(Delay(attempt, result.RetryAfterMs), _options.Time, cancellation);
        }
    }

    /// <summary>
    /// What is retried: refusals always, a stop because another node may follow, an unknown outcome only under a
    /// request id, or the command could be executed twice.
    /// </summary>
    private static bool MayRetry(SubmissionStatus status, bool hasRequestId) => status switch
    {
        SubmissionStatus.EngineBusy or SubmissionStatus.EngineRecovering or SubmissionStatus.NotExecuted => true,
        SubmissionStatus.EngineStopped => true,
        SubmissionStatus.OutcomeUnknown => hasRequestId,
        _ => false,
    };

    /// <summary>A refused retry does not make known what became of an earlier try.</summary>
    private static SubmissionResult Honest(SubmissionResult result, bool uncertain) =>
        uncertain && result.Status != SubmissionStatus.Executed
            ? result with { Status = SubmissionStatus.OutcomeUnknown }
            : result;

    private TimeSpan Delay(int attempt, long retryAfterMs)
    {
        long backoff = _options.FirstDelayMs << Math.Min(attempt - 1, 20);
        long least = Math.Max(retryAfterMs, Math.Min(backoff, _options.LongestDelayMs));
        return TimeSpan.FromMilliseconds(least * (1 + _options.Jitter() / 2));
    }

    private Task<SubmissionResult> SubmitOnce(in Submission submission, CancellationToken cancellation)
    {
        var answer = new Answer();
        _node().Submit(submission, answer);
        return answer.Result.WaitAsync(cancellation);
    }

    private sealed class Answer : ISubmissionSink
    {
        private readonly TaskCompletionSource<SubmissionResult> _result =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<SubmissionResult> Result => _result.Task;

        public void Executed(long token, ApplyOutput output, ReadOnlyMemory<byte> encoded) => _result.SetResult(
            new SubmissionResult(SubmissionStatus.Executed, CommandOutcome.Copy(output, encoded.Span)));

        public void Failed(long token, SubmissionStatus status, long retryAfterMs) =>
            _result.SetResult(new SubmissionResult(status, null, retryAfterMs));
    }
}
