using Hypercall.Actors.Serialization;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>
/// Read where the engine stands. Answered by <see cref="StateAnswer"/>, and only by an owner that has just proven that
/// the journal is still its own.
/// </summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">Given back in the answer.</param>
/// <param name="Submitter">In whose share of the queue a queued read waits.</param>
/// <param name="Queued">
/// True: behind everything queued, so that it sees all that was acknowledged before. False: at once.
/// </param>
public sealed record QueryState(string Partition, long Token, long Submitter, bool Queued)
    : IPartitionRequest, IRecordShape<QueryState>
{
    static QueryState IRecordShape<QueryState>.Blank { get; } = new("", 0, 0, false);

    static QueryState IRecordShape<QueryState>.Walk<V>(ref V v, in QueryState m) => new(
        Field.Id(ref v, "partition", m.Partition),
        v.Int64("token", m.Token),
        v.Int64("submitter", m.Submitter),
        v.Boolean("queued", m.Queued));
}
