using Hypercall.Actors.Serialization;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>Answer to <see cref="SkipCommand"/>.</summary>
/// <param name="Token">The request's token.</param>
/// <param name="Error">Why it was not taken; null when it is stored.</param>
public sealed record SkipAnswer(long Token, string? Error) : IHypercallMessage, IRecordShape<SkipAnswer>
{
    static SkipAnswer IRecordShape<SkipAnswer>.Blank { get; } = new(0, null);

    static SkipAnswer IRecordShape<SkipAnswer>.Walk<V>(ref V v, in SkipAnswer m) =>
        new(v.Int64("token", m.Token), Field.OptionalSentence(ref v, "error", m.Error));
}
