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
}
