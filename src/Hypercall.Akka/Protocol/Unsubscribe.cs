using Hypercall.Actors.Serialization;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>Ends the sender's subscription; not answered. A subscriber that stops is forgotten by itself.</summary>
/// <param name="Partition">The market partition.</param>
public sealed record Unsubscribe(string Partition) : IPartitionMessage, IRecordShape<Unsubscribe>
{
    static Unsubscribe IRecordShape<Unsubscribe>.Blank { get; } = new("");

    static Unsubscribe IRecordShape<Unsubscribe>.Walk<V>(ref V v, in Unsubscribe m) =>
        new(Field.Id(ref v, "partition", m.Partition));
}
