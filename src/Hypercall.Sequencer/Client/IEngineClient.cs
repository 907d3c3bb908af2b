namespace Hypercall.Sequencer.Client;

/// <summary>
/// How clients submit, on every host. An implementation retries, bounded and with the same request id, what was busy,
/// recovering, not executed or of unknown outcome, so that a command is executed once and its true outcome comes back.
/// Safe for use from several threads.
/// </summary>
public interface IEngineClient
{
    /// <summary>Submits one command of a trusted host.</summary>
    /// <returns>The outcome, or the last status when the tries are used up.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the command may still be executed.</exception>
    Task<SubmissionResult> SubmitAsync(
        EngineCommand command, RequestId requestId, CancellationToken cancellation = default) =>
        SubmitAsync(new ClientRequest(command, requestId), cancellation);

    /// <summary>Submits one request.</summary>
    /// <returns>The outcome, or the last status when the tries are used up.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the command may still be executed.</exception>
    Task<SubmissionResult> SubmitAsync(ClientRequest request, CancellationToken cancellation = default);
}
