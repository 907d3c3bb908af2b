using Hypercall.Sequencer.Live;

namespace Hypercall.Sequencer.Client;

/// <summary>What a client is told of a submission.</summary>
/// <param name="Outcome">The outcome with its events where it was executed, nobody else's; else null.</param>
/// <param name="RetryAfterMs">
/// When to try again, for EngineBusy, EngineRecovering and EngineStopped; 0: nobody says.
/// </param>
/// <param name="Refusal">
/// For NotEncodable: what of the command cannot be encoded, naming the field; for NoSuchPartition: which there is not.
/// </param>
public sealed record SubmissionResult(
    SubmissionStatus Status, ApplyOutput? Outcome, long RetryAfterMs = 0, string? Refusal = null);
