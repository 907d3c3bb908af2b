using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Sequencer.Tests.Support;

/// <summary>One of each record format, with fixed content.</summary>
internal static class SampleRecords
{
    public const string EngineId = "main";
    private const long StartMs = 1_774_598_400_000;

    public static JournalRecord Header { get; } = new()
    {
        Kind = JournalRecordKind.Header,
        EngineId = EngineId,
        RulesVersion = 1,
        TimeSource = TimeSource.Submission,
        Origin = new JournalOrigin("ndjson orders.ndjson", Hash256.Compute([1, 2, 3])),
    };

    public static JournalRecord Commands { get; } = new()
    {
        Kind = JournalRecordKind.Commands,
        EngineId = EngineId,
        Epoch = 3,
        FirstSequence = 18,
        Count = 3,
        RulesVersion = 2,
        AppliedSequence = 17,
        AppliedHash = Hash256.Compute([17]),
        Payload = Payload(
        [
            CommandEnvelope.Trusted(18, StartMs, new Tick()),
            new CommandEnvelope(
                19,
                StartMs + 5,
                new RequestId(77),
                StartMs + 1,
                null,
                null,
                new CancelOrder(WalletAddress.FromNumber(9), OrderReference.ByClientId("quote-1"))),
            CommandEnvelope.Trusted(
                20, StartMs + 5, new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(100_000))])),
        ]),
    };

    public static JournalRecord Seal { get; } = new()
    {
        Kind = JournalRecordKind.Seal,
        EngineId = EngineId,
        Epoch = 3,
        FirstSequence = 21,
        RulesVersion = 2,
        AppliedSequence = 20,
        AppliedHash = Hash256.Compute([20]),
    };

    public static JournalRecord EngineStarted { get; } = Seal with
    {
        Kind = JournalRecordKind.EngineStarted,
        Epoch = 4,
        HostId = "node-2",
    };

    public static SkipRecord Skip { get; } = new(EngineId, 19, "throws in matching, issue 12");

    public static EngineSnapshot Snapshot { get; } = new()
    {
        EngineId = EngineId,
        Epoch = 4,
        RecordNumber = 12,
        Sequence = 20,
        Hash = Hash256.Compute([20]),
        TimeSource = TimeSource.Submission,
        Origin = Header.Origin,
        Skipped = [4, 19],
        Digests = [new("books", Hash256.Compute([5])), new("wallets", Hash256.Compute([6]))],
        State = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 },
    };

    public static IReadOnlyList<JournalRecord> Records { get; } = [Header, Commands, Seal, EngineStarted];

    /// <summary>A payload as the sequencer writes it.</summary>
    public static byte[] Payload(IReadOnlyList<CommandEnvelope> envelopes)
    {
        var writer = new CanonicalWriter();
        foreach (CommandEnvelope envelope in envelopes)
        {
            byte[] bytes = EnvelopeCodec.Encode(envelope);
            writer.WriteCount(bytes.Length);
            writer.WriteBytes(bytes);
        }

        return writer.ToArray();
    }
}
