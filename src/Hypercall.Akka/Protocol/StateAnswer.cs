using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Protocol;

/// <summary>Answer to <see cref="QueryState"/>.</summary>
/// <param name="Token">The query's token.</param>
/// <param name="Status">Executed with a state, else why not.</param>
/// <param name="RetryAfterMs">When to try again, for EngineBusy; else 0.</param>
/// <param name="State">The state; null unless executed.</param>
public sealed record StateAnswer(long Token, SubmissionStatus Status, long RetryAfterMs, StateSummary? State)
    : IHypercallMessage;
