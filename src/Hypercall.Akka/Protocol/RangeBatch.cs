using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Protocol;

/// <summary>A part of the answer to <see cref="RequestRange"/>.</summary>
/// <param name="Token">The request's token.</param>
/// <param name="Batch">Outcomes, following those of the part before.</param>
public sealed record RangeBatch(long Token, PublishedBatch Batch) : IHypercallMessage, IRecordShape<RangeBatch>
{
    static RangeBatch IRecordShape<RangeBatch>.Blank { get; } = new(0, PublishedBatch.Blank);

    static RangeBatch IRecordShape<RangeBatch>.Walk<V>(ref V v, in RangeBatch m) =>
        new(v.Int64("token", m.Token), PublishedBatch.Walk(ref v, m.Batch));
}
