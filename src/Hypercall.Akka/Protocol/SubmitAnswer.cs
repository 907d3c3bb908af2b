using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Protocol;

/// <summary>What became of a <see cref="Submit"/>.</summary>
/// <param name="Token">The submit's token.</param>
/// <param name="Status">Executed, or why not, or that nobody knows.</param>
/// <param name="RetryAfterMs">When to try again, for EngineBusy; else 0.</param>
/// <param name="Outcome">
/// The outcome with its events in the canonical encoding (<see cref="OutcomeCodec"/>); empty unless executed.
/// </param>
public sealed record SubmitAnswer(
    long Token, SubmissionStatus Status, long RetryAfterMs, ReadOnlyMemory<byte> Outcome) : IHypercallMessage
{
    /// <summary>The answer as a client keeps it.</summary>
    /// <exception cref="FormatException">The outcome's bytes are not one.</exception>
    public SubmissionResult ToResult() =>
        new(Status, Status == SubmissionStatus.Executed ? DecodeOutcome() : null, RetryAfterMs);

    private CommandOutcome DecodeOutcome()
    {
        var reader = new CanonicalReader(Outcome.Span);
        var output = new ApplyOutput();
        if (OutcomeCodec.TryRead(ref reader, output))
            reader.ExpectEnd();
        if (reader.Error is { } error)
            throw new FormatException($"the outcome of token {Token} cannot be read: {error}");
        return CommandOutcome.Copy(output, Outcome.Span);
    }
}
