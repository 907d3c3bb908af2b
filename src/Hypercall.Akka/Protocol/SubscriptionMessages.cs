namespace Hypercall.Actors.Protocol;

/// <summary>
/// Send me every <see cref="OutcomeBatch"/> of the partition from now on. Answered by <see cref="Subscribed"/>. It
/// lasts as long as the owner: a subscriber that has heard nothing for some heartbeats subscribes again, and mends the
/// gap with <see cref="RequestRange"/>. In a cluster the partition's topic carries the same batches.
/// </summary>
public sealed record Subscribe(string Partition, long Token) : IPartitionRequest, IRecordShape<Subscribe>
{
    static Subscribe IRecordShape<Subscribe>.Blank { get; } = new("", 0);

    static Subscribe IRecordShape<Subscribe>.Walk<V>(ref V v, in Subscribe m) =>
        new(Field.Id(ref v, "partition", m.Partition), v.Int64("token", m.Token));
}

/// <summary>Answer to <see cref="Subscribe"/>: batches follow.</summary>
/// <param name="Epoch">Epoch of the owner as last heard by it, 0 where no engine has started yet.</param>
/// <param name="LastSequence">Last sequence published so far; what is lacking of it is to be asked for.</param>
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

/// <summary>Ends the sender's subscription; not answered. A subscriber that stops is forgotten by itself.</summary>
public sealed record Unsubscribe(string Partition) : IPartitionMessage, IRecordShape<Unsubscribe>
{
    static Unsubscribe IRecordShape<Unsubscribe>.Blank { get; } = new("");

    static Unsubscribe IRecordShape<Unsubscribe>.Walk<V>(ref V v, in Unsubscribe m) =>
        new(Field.Id(ref v, "partition", m.Partition));
}
