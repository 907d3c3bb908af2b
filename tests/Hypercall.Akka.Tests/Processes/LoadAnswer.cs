using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>What became of one command of a load.</summary>
/// <param name="Index">Its index in the flow.</param>
/// <param name="Client">The client that sent it, as an index into the load's clients.</param>
/// <param name="Request">The request, as it was first sent.</param>
/// <param name="Result">What the client was told in the end.</param>
/// <param name="SentMs">When it was first sent, on the test's monotonic clock.</param>
/// <param name="AnsweredMs">When the client was told, on the same clock.</param>
internal sealed record LoadAnswer(
    int Index, int Client, ClientRequest Request, SubmissionResult Result, double SentMs, double AnsweredMs)
{
    /// <summary>Whether the command was acknowledged with an outcome.</summary>
    public bool Executed => Result.Status == SubmissionStatus.Executed;

    /// <summary>Of an executed one, what is held against the journal.</summary>
    public ToldOutcome Told => new(
        Index,
        Request.RequestId!.Value,
        Result.Outcome!.Sequence,
        Result.Outcome.First?.Sequence ?? Result.Outcome.Sequence,
        Result.Outcome.Rejection.Code,
        Result.Outcome.Hash);
}

/// <summary>What a client was told of a command: as much as is held against the journal, and no more of millions.</summary>
/// <param name="Index">The command's index in the flow.</param>
/// <param name="Request">The command's request id.</param>
/// <param name="Sequence">The sequence of the answer.</param>
/// <param name="FirstSequence">The sequence of the command's first execution.</param>
/// <param name="Code">What the answer says.</param>
/// <param name="Hash">The hash of the answer.</param>
internal readonly record struct ToldOutcome(
    int Index, RequestId Request, long Sequence, long FirstSequence, RejectCode Code, Hash256 Hash);
