using System.Collections.Frozen;
using Hypercall.Actors.Transfers;

namespace Hypercall.Actors.Serialization;

/// <summary>
/// Every manifest there is. A changed encoding is a new manifest beside the old one, whose reader stays for as long as
/// journals or running nodes may hold it.
/// </summary>
internal static class MessageCodecs
{
    public static IReadOnlyList<MessageCodec> All { get; } =
    [
        new RawCodec<PersistedRecord>("rec.v1", row => row.Bytes, bytes => new PersistedRecord(bytes)),
        new RawCodec<PersistedSnapshot>("snp.v1", row => row.Bytes, bytes => new PersistedSnapshot(bytes)),
        new RawCodec<PersistedSkip>("skp.v1", row => row.Bytes, bytes => new PersistedSkip(bytes)),
        new ShapeCodec<Submit>("sub.v1"),
        new ShapeCodec<SubmitAnswer>("sub-a.v1"),
        new ShapeCodec<SubmitMany>("subs.v1"),
        new ShapeCodec<SubmitAnswers>("subs-a.v1"),
        new ShapeCodec<QueryState>("sta.v1"),
        new ShapeCodec<StateAnswer>("sta-a.v1"),
        new ShapeCodec<Subscribe>("feed.v1"),
        new ShapeCodec<Subscribed>("feed-a.v1"),
        new ShapeCodec<Unsubscribe>("unfeed.v1"),
        new ShapeCodec<OutcomeBatch>("out.v1"),
        new ShapeCodec<RequestRange>("rng.v1"),
        new ShapeCodec<RangeBatch>("rng-b.v1"),
        new ShapeCodec<RangeCompleted>("rng-c.v1"),
        new ShapeCodec<RangeUnavailable>("rng-u.v1"),
        new ShapeCodec<EngineUnavailable>("una.v1"),
        new ShapeCodec<QueryHealth>("hea.v1"),
        new ShapeCodec<PartitionHealth>("hea-a.v1"),
        new ShapeCodec<SkipCommand>("skip.v1"),
        new ShapeCodec<SkipAnswer>("skip-a.v1"),
        new ShapeCodec<TakeSnapshot>("snap.v1"),
        new ShapeCodec<SnapshotTaken>("snap-a.v1"),
        new ShapeCodec<JournalMarked>("mark.v1"),
        new ShapeCodec<QueryWitness>("wit.v1"),
        new ShapeCodec<WitnessAnswer>("wit-a.v1"),
        new ShapeCodec<ReleasePartition>("rel.v1"),
        new ShapeCodec<QueryReplica>("rep.v1"),
        new ShapeCodec<ReplicaAnswer>("rep-a.v1"),
        new ShapeCodec<TransferCash>("tr.v1"),
        new ShapeCodec<TransferStatus>("tr-a.v1"),
        new ShapeCodec<QueryTransfers>("trs.v1"),
        new ShapeCodec<StuckTransfers>("trs-a.v1"),
        new ShapeCodec<EndTransfer>("tre.v1"),
        new ShapeCodec<TransferRequested>("trq.v1"),
        new ShapeCodec<TransferAdvanced>("tra.v1"),
    ];

    public static FrozenDictionary<string, MessageCodec> ByManifest { get; } =
        All.ToFrozenDictionary(codec => codec.Manifest, StringComparer.Ordinal);

    public static FrozenDictionary<Type, MessageCodec> ByType { get; } = All.ToFrozenDictionary(codec => codec.Type);
}
