using System.Collections.Frozen;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Protocol;
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
        new FieldCodec<Submit>("sub.v1", SubmissionFields.Write, SubmissionFields.ReadSubmit),
        new FieldCodec<SubmitAnswer>("sub-a.v1", SubmissionFields.Write, SubmissionFields.ReadAnswer),
        new FieldCodec<SubmitMany>("subs.v1", SubmissionFields.Write, SubmissionFields.ReadMany),
        new FieldCodec<SubmitAnswers>("subs-a.v1", SubmissionFields.Write, SubmissionFields.ReadAnswers),
        new FieldCodec<QueryState>("sta.v1", StateFields.Write, StateFields.ReadQuery),
        new FieldCodec<StateAnswer>("sta-a.v1", StateFields.Write, StateFields.ReadAnswer),
        new FieldCodec<Subscribe>("feed.v1", FeedFields.Write, FeedFields.ReadSubscribe),
        new FieldCodec<Subscribed>("feed-a.v1", FeedFields.Write, FeedFields.ReadSubscribed),
        new FieldCodec<Unsubscribe>("unfeed.v1", FeedFields.Write, FeedFields.ReadUnsubscribe),
        new FieldCodec<OutcomeBatch>("out.v1", FeedFields.Write, FeedFields.ReadBatch),
        new FieldCodec<RequestRange>("rng.v1", RangeFields.Write, RangeFields.ReadRequest),
        new FieldCodec<RangeBatch>("rng-b.v1", RangeFields.Write, RangeFields.ReadBatch),
        new FieldCodec<RangeCompleted>("rng-c.v1", RangeFields.Write, RangeFields.ReadCompleted),
        new FieldCodec<RangeUnavailable>("rng-u.v1", RangeFields.Write, RangeFields.ReadUnavailable),
        new FieldCodec<EngineUnavailable>("una.v1", HealthFields.Write, HealthFields.ReadUnavailable),
        new FieldCodec<QueryHealth>("hea.v1", HealthFields.Write, HealthFields.ReadQuery),
        new FieldCodec<PartitionHealth>("hea-a.v1", HealthFields.Write, HealthFields.ReadHealth),
        new FieldCodec<SkipCommand>("skip.v1", SkipFields.Write, SkipFields.ReadCommand),
        new FieldCodec<SkipAnswer>("skip-a.v1", SkipFields.Write, SkipFields.ReadAnswer),
        new FieldCodec<TakeSnapshot>("snap.v1", SnapshotFields.Write, SnapshotFields.ReadRequest),
        new FieldCodec<SnapshotTaken>("snap-a.v1", SnapshotFields.Write, SnapshotFields.ReadAnswer),
        new FieldCodec<JournalMarked>("mark.v1", WitnessFields.Write, WitnessFields.ReadMarked),
        new FieldCodec<QueryWitness>("wit.v1", WitnessFields.Write, WitnessFields.ReadQuery),
        new FieldCodec<WitnessAnswer>("wit-a.v1", WitnessFields.Write, WitnessFields.ReadAnswer),
        new FieldCodec<ReleasePartition>("rel.v1", WitnessFields.Write, WitnessFields.ReadRelease),
        new FieldCodec<TransferCash>("tr.v1", TransferFields.Write, TransferFields.ReadCash),
        new FieldCodec<TransferStatus>("tr-a.v1", TransferFields.Write, TransferFields.ReadStatus),
        new FieldCodec<QueryTransfers>("trs.v1", TransferFields.Write, TransferFields.ReadQuery),
        new FieldCodec<StuckTransfers>("trs-a.v1", TransferFields.Write, TransferFields.ReadStuck),
        new FieldCodec<EndTransfer>("tre.v1", TransferFields.Write, TransferFields.ReadEnd),
        new FieldCodec<TransferRequested>("trq.v1", TransferFields.Write, TransferFields.ReadRequested),
        new FieldCodec<TransferAdvanced>("tra.v1", TransferFields.Write, TransferFields.ReadAdvanced),
    ];

    public static FrozenDictionary<string, MessageCodec> ByManifest { get; } =
        All.ToFrozenDictionary(codec => codec.Manifest, StringComparer.Ordinal);

    public static FrozenDictionary<Type, MessageCodec> ByType { get; } = All.ToFrozenDictionary(codec => codec.Type);
}
