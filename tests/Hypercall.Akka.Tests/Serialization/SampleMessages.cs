using System.Diagnostics;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Transfers;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;
using Hypercall.Engine.State;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Ownership;

namespace Hypercall.Actors.Tests.Serialization;

/// <summary>One message of every manifest, with fixed content, under its manifest.</summary>
internal static class SampleMessages
{
    private const string Partition = "main";
    private const long StartMs = 1_774_598_400_000;

    public static SortedDictionary<string, IHypercallMessage> All { get; } = new(StringComparer.Ordinal)
    {
        ["rec.v1"] = new PersistedRecord(JournalRecordCodec.Encode(Record)),
        ["snp.v1"] = new PersistedSnapshot(new byte[] { 1, 2, 3, 4 }),
        ["skp.v1"] = new PersistedSkip(SkipRecordCodec.Encode(new SkipRecord(Partition, 19, "throws"))),
        ["sub.v1"] = new Submit(Partition, 7, 42, Encoded),
        ["sub-a.v1"] = new SubmitAnswer(7, SubmissionStatus.Executed, 0, Outcome()),
        ["subs.v1"] = new SubmitMany(Partition, 7, 42, [new SubmitItem(7, Encoded), new SubmitItem(8, Encoded, Trace)]),
        ["subs-a.v1"] = new SubmitAnswers(
            [
                new SubmitAnswer(7, SubmissionStatus.Executed, 0, Outcome()),
                new SubmitAnswer(8, SubmissionStatus.EngineBusy, 20, default),
            ]),
        ["sta.v1"] = new QueryState(Partition, 8, 42, Queued: true),
        ["sta-a.v1"] = new StateAnswer(8, SubmissionStatus.Executed, 0, State),
        ["feed.v1"] = new Subscribe(Partition, 9),
        ["feed-a.v1"] = new Subscribed(Partition, 9, 3, 20),
        ["unfeed.v1"] = new Unsubscribe(Partition),
        ["out.v1"] = new OutcomeBatch(Partition, Batch()),
        ["rng.v1"] = new RequestRange(Partition, 10, 5, 9),
        ["rng-b.v1"] = new RangeBatch(10, Batch()),
        ["rng-c.v1"] = new RangeCompleted(10),
        ["rng-u.v1"] = new RangeUnavailable(10),
        ["una.v1"] = new EngineUnavailable(Partition, 11, PartitionState.Unavailable, 1_000, "it starts again"),
        ["hea.v1"] = new QueryHealth(Partition, 12),
        ["hea-a.v1"] = Health,
        ["skip.v1"] = new SkipCommand(Partition, 13, 19, "throws in matching"),
        ["snap.v1"] = new TakeSnapshot(Partition, 14),
        ["snap-a.v1"] = new SnapshotTaken(14, 6, "a snapshot is being saved"),
        ["mark.v1"] = new JournalMarked(Partition, Mark, Replaces: true),
        ["wit.v1"] = new QueryWitness(Partition, 18, -5, "node-2@10.0.0.2:4053", "node-1@10.0.0.1:4053"),
        ["wit-a.v1"] = new WitnessAnswer(Partition, 18, true, false, Mark, true, StartMs),
        ["rel.v1"] = new ReleasePartition(Partition, "akka.tcp://hypercall@10.0.0.2:4053"),
        ["rep.v1"] = new QueryReplica(
            Partition, 19, 20, EngineQuestion.AboutProtection(WalletAddress.FromNumber(9))),
        ["rep-a.v1"] = new ReplicaAnswer(
            Partition, 19, new ReplicaStanding(FollowerState.Following, true, 20, StartMs, Hash256.Compute([20])),
            Protection),
        ["tr.v1"] = new TransferCash(
            "east", "west", 15, new RequestId(78), WalletAddress.FromNumber(9), Cash.FromUsdc(250)),
        ["tr-a.v1"] = new TransferStatus(
            15,
            new RequestId(78),
            14,
            TransferState.Refused,
            RejectCode.InsufficientBalance,
            WalletAddress.FromNumber(9),
            Cash.FromUsdc(250)),
        ["trs.v1"] = new QueryTransfers(16),
        ["trs-a.v1"] = new StuckTransfers(
            16,
            [new(
                "east", "west", new RequestId(78), 14, TransferState.Depositing, RejectCode.TransferNumberUsed,
                WalletAddress.FromNumber(9), Cash.FromUsdc(250))],
            1),
        ["tre.v1"] = new EndTransfer("east", "west", 17, new RequestId(78), TransferState.Completed, "paid by hand"),
        ["trq.v1"] = new TransferRequested(
            14, new RequestId(78), WalletAddress.FromNumber(9), Cash.FromUsdc(250), StartMs),
        ["tra.v1"] = new TransferAdvanced(14, TransferState.Refused, RejectCode.InsufficientBalance, StartMs + 1),
        ["skip-a.v1"] = new SkipAnswer(13, "the partition is not down"),
    };

    public static EncodedRequest Encoded => EncodedRequest.Of(Request);

    public static ClientRequest Request => new(
        new CancelOrder(WalletAddress.FromNumber(9), OrderReference.ByClientId("quote-1")),
        new RequestId(77),
        WalletAddress.FromNumber(9),
        StartMs,
        StartMs + 1,
        StartMs + 5);

    private static ProtectionAnswer Protection => new(
        [new(
            "ETH", true, 60_000, 300_000, Quantity.FromContracts(10), 5_00000000, null, 3, StartMs, 4_000_000,
            -7_00000000, 9)]);

    private static JournalMark Mark => new(3, 20, Hash256.Compute([20]));

    private static JournalRecord Record => new()
    {
        Kind = JournalRecordKind.EngineStarted,
        EngineId = Partition,
        Epoch = 4,
        FirstSequence = 21,
        RulesVersion = 2,
        AppliedSequence = 20,
        AppliedHash = Hash256.Compute([20]),
        HostId = "node-2",
    };

    private static ActivityContext Trace => new(
        ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c"),
        ActivitySpanId.CreateFromString("b7ad6b7169203331"),
        ActivityTraceFlags.Recorded,
        isRemote: true);

    private static StateSummary State => new(
        3,
        20,
        StartMs,
        Hash256.Compute([20]),
        2);

    private static PartitionHealth Health => new(
        Partition,
        12,
        PartitionState.Down,
        3,
        20,
        2,
        new StopNotice(StopReason.Poison, 6, 19, "applying it threw"),
        ["snapshot 5 was refused"],
        StartMs);

    /// <summary>The outcome of the first command of an empty engine.</summary>
    private static byte[] Outcome()
    {
        var writer = new CanonicalWriter();
        OutcomeCodec.Write(writer, new ExchangeEngine().Apply(CommandEnvelope.Trusted(1, StartMs, new Tick())));
        return writer.ToArray();
    }

    private static PublishedBatch Batch()
    {
        byte[] outcome = Outcome();
        return PublishedBatch.FromOutcomes(
            new BatchHeader(3, 1, 1, 0, Hash256.Compute([1])), outcome, [outcome.Length]);
    }
}
