using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>The ring does not hold the range of a <see cref="RequestRange"/>; nothing of it was sent.</summary>
/// <param name="Token">The request's token.</param>
public sealed record RangeUnavailable(long Token) : IHypercallMessage, IRecordShape<RangeUnavailable>
{
    static RangeUnavailable IRecordShape<RangeUnavailable>.Blank { get; } = new(0);

    static RangeUnavailable IRecordShape<RangeUnavailable>.Walk<V>(ref V v, in RangeUnavailable m) =>
        new(v.Int64("token", m.Token));
}
