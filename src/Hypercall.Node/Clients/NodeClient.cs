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
        if (request.FirstViolation() is { } violation)
            return new SubmissionResult(SubmissionStatus.NotEncodable, null, Refusal: violation);
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
        var retry = new SubmissionRetry(_options.Retry, request.RequestId is not null);
        while (true)
        {
            SubmissionResult result = await SubmitOnce(submission, cancellation);
            if (retry.After(result, _options.Jitter()) is not { } delay)
                return retry.Result;
            await Task.Delay(delay, _options.Time, cancellation);
        }
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
