using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>All parts of a <see cref="RequestRange"/>'s answer have been sent; they may end before the range.</summary>
/// <param name="Token">The request's token.</param>
public sealed record RangeCompleted(long Token) : IHypercallMessage, IRecordShape<RangeCompleted>
{
    static RangeCompleted IRecordShape<RangeCompleted>.Blank { get; } = new(0);

    static RangeCompleted IRecordShape<RangeCompleted>.Walk<V>(ref V v, in RangeCompleted m) =>
        new(v.Int64("token", m.Token));
}
