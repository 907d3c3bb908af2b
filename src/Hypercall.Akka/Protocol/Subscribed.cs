using Hypercall.Actors.Serialization;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>Answer to <see cref="Subscribe"/>: batches follow.</summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">The subscribe's token.</param>
/// <param name="Epoch">Epoch of the owner as last heard by it, 0 where no engine has started yet.</param>
/// <param name="LastSequence">Last sequence published so far; what the subscriber lacks of it is to be asked for.</param>
public sealed record Subscribed(string Partition, long Token, long Epoch, long LastSequence)
    : IHypercallMessage, IRecordShape<Subscribed>
{
    static Subscribed IRecordShape<Subscribed>.Blank { get; } = new("", 0, 0, 0);

    static Subscribed IRecordShape<Subscribed>.Walk<V>(ref V v, in Subscribed m) => new(
        Field.Id(ref v, "partition", m.Partition),
        v.Int64("token", m.Token),
        Field.Number(ref v, "epoch", m.Epoch),
        Field.Number(ref v, "last sequence", m.LastSequence));
}
