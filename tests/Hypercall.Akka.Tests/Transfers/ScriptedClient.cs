using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Transfers;

/// <summary>A client that loses answers, or keeps requests from being sent, as a test says.</summary>
internal sealed class ScriptedClient(IEngineClient inner) : IEngineClient
{
    private const long AnsweredMs = 1_774_598_400_000;

    private readonly Lock _gate = new();
    private readonly List<ClientRequest> _requests = [];

    /// <summary>Executed, and then no answer, for so many requests.</summary>
    public int AnswersToLose { get; set; }

    /// <summary>Not executed, for so many requests: the partition says that it has forgotten the outcome.</summary>
    public int OutcomesToForget { get; set; }

    /// <summary>Not executed: the partition answers the next request so.</summary>
    public RejectCode NextAnswer { get; set; }

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

    /// <summary>An outcome as it comes off the wire: no optional member, the code with empty arguments, no event.</summary>
    private static ApplyOutput Rejected(RejectCode code)
    {
        var writer = new CanonicalWriter();
        writer.WriteByte(1);
        writer.WriteByte(0);
        writer.WriteInt64(1);
        writer.WriteInt64(AnsweredMs);
        writer.WriteByte((byte)code);
        writer.WriteBytes(new byte[(2 * 16) + 1 + 1 + Hash256.Length]);
        var outcome = new ApplyOutput();
        var reader = new CanonicalReader(writer.Written);
        Assert.True(OutcomeCodec.TryRead(ref reader, outcome), reader.Error);
        return outcome;
    }

    public async Task<SubmissionResult> SubmitAsync(ClientRequest request, CancellationToken cancellation = default)
    {
        lock (_gate)
            _requests.Add(request);
        if (IsOut)
            return new SubmissionResult(SubmissionStatus.EngineRecovering, null);
        if (OutcomesToForget > 0)
        {
            OutcomesToForget--;
            return new SubmissionResult(SubmissionStatus.Executed, Rejected(RejectCode.OutcomeForgotten));
        }

        if (NextAnswer != RejectCode.None)
        {
            RejectCode code = NextAnswer;
            NextAnswer = RejectCode.None;
            return new SubmissionResult(SubmissionStatus.Executed, Rejected(code));
        }

        SubmissionResult result = await inner.SubmitAsync(request, cancellation);
        if (AnswersToLose == 0)
            return result;
        AnswersToLose--;
        return new SubmissionResult(SubmissionStatus.OutcomeUnknown, null);
    }
}
