using Hypercall.Actors.Serialization;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Protocol;

/// <summary>Answer to <see cref="QueryState"/>.</summary>
/// <param name="Token">The query's token.</param>
/// <param name="Status">Executed with a state, else why not.</param>
/// <param name="RetryAfterMs">When to try again, for EngineBusy; else 0.</param>
/// <param name="State">The state; null unless executed.</param>
public sealed record StateAnswer(long Token, SubmissionStatus Status, long RetryAfterMs, StateSummary? State)
    : IHypercallMessage, IRecordShape<StateAnswer>
{
    static StateAnswer IRecordShape<StateAnswer>.Blank { get; } = new(0, SubmissionStatus.Executed, 0, null);

    static StateAnswer IRecordShape<StateAnswer>.Walk<V>(ref V v, in StateAnswer m) => new(
        v.Int64("token", m.Token),
        Field.Status(ref v, m.Status),
        Field.RetryAfterMs(ref v, m.RetryAfterMs),
        Field.Optional(ref v, "state", m.State));
}
