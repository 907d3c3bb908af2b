using Hypercall.Sequencer.Client;

namespace Hypercall.Akka.Tests.Processes;

/// <summary>What became of one command of a load.</summary>
/// <param name="Index">Its index in the flow.</param>
/// <param name="Request">The request, as it was first sent.</param>
/// <param name="Result">What the client was told in the end.</param>
/// <param name="AnsweredMs">When, on the test's monotonic clock.</param>
internal sealed record LoadAnswer(int Index, ClientRequest Request, SubmissionResult Result, double AnsweredMs);
