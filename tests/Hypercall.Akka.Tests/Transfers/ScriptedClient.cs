using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Akka.Tests.Transfers;

/// <summary>A client that loses answers, or keeps requests from being sent, as a test says.</summary>
internal sealed class ScriptedClient(IEngineClient inner) : IEngineClient
{
    private readonly Lock _gate = new();
    private readonly List<ClientRequest> _requests = [];

    /// <summary>Executed, and then no answer, for so many requests.</summary>
    public int AnswersToLose { get; set; }

    /// <summary>True: nothing is sent and every request is answered as recovering.</summary>
    public bool IsOut { get; set; }

    /// <summary>Everything submitted so far.</summary>
    public IReadOnlyList<ClientRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    public async Task<SubmissionResult> SubmitAsync(ClientRequest request, CancellationToken cancellation = default)
    {
        lock (_gate)
            _requests.Add(request);
        if (IsOut)
            return new SubmissionResult(SubmissionStatus.EngineRecovering, null);
        SubmissionResult result = await inner.SubmitAsync(request, cancellation);
        if (AnswersToLose == 0)
            return result;
        AnswersToLose--;
        return new SubmissionResult(SubmissionStatus.OutcomeUnknown, null);
    }
}
