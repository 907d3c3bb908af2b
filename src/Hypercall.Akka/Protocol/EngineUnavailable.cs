namespace Hypercall.Actors.Protocol;

/// <summary>
/// Answer to any request while the partition has no engine that takes it: it recovers, waits to be started again, ends,
/// or stays down. The request had no effect.
/// </summary>
/// <param name="State">Where the partition is.</param>
/// <param name="RetryAfterMs">When to try again; 0 where trying again is of no use before an operator acts.</param>
/// <param name="Detail">Why, in a sentence.</param>
public sealed record EngineUnavailable(
    string Partition, long Token, PartitionState State, long RetryAfterMs, string Detail)
    : IHypercallMessage, IRecordShape<EngineUnavailable>
{
    static EngineUnavailable IRecordShape<EngineUnavailable>.Blank { get; } =
        new("", 0, PartitionState.Recovering, 0, "");

    static EngineUnavailable IRecordShape<EngineUnavailable>.Walk<V>(ref V v, in EngineUnavailable m) => new(
        Field.Id(ref v, "partition", m.Partition),
        v.Int64("token", m.Token),
        Field.State(ref v, m.State),
        Field.RetryAfterMs(ref v, m.RetryAfterMs),
        Field.Sentence(ref v, "detail", m.Detail));

    /// <summary>Refuses for as long as a node or a desk leaves: another one will take it.</summary>
    internal static EngineUnavailable ForNow(string partition, long token, string why) =>
        new(partition, token, PartitionState.Stopping, 100, why);

    /// <summary>Refuses what is of no use to try again.</summary>
    internal static EngineUnavailable ForGood(string partition, long token, string why) =>
        new(partition, token, PartitionState.Down, 0, why);

    /// <summary>The answer to a request for a partition that the venue does not have.</summary>
    public static EngineUnavailable NoSuchPartition(string partition, long token) =>
        new(partition, token, PartitionState.NoSuch, 0, $"the venue has no partition '{partition}'");
}
