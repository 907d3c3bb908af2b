using System.Runtime.InteropServices;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Client;

/// <summary>
/// A request's bytes travel once: a byte that a test changes under way is found behind it, so that whoever copies or
/// encodes on that part of the way makes a test fail.
/// </summary>
public sealed class EncodedRequestTests
{
    private const long NonceBytes = 0x1122_3344;
    private static readonly WalletAddress Wallet = WalletAddress.FromNumber(9);

    /// <summary>What the presence byte can say: the optional members, each there or not.</summary>
    public static TheoryData<ClientRequest> Requests
    {
        get
        {
            var requests = new TheoryData<ClientRequest>();
            for (int members = 0; members < 16; members++)
            {
                requests.Add(new ClientRequest(
                    new CancelOrder(Wallet, OrderReference.ByClientId("quote-1")),
                    (members & 1) != 0 ? new RequestId(77) : null,
                    (members & 2) != 0 ? Wallet : null,
                    (members & 4) != 0 ? NonceBytes : null,
                    (members & 8) != 0 ? 5 : null,
                    TimestampMs: 6));
            }

            return requests;
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void With_sequence_and_time_filled_in_they_are_the_envelopes_own(ClientRequest request)
    {
        EncodedRequest encoded = EncodedRequest.Of(request);
        var writer = new CanonicalWriter();

        EnvelopeCodec.WriteStamped(writer, encoded.Envelope.Span, 42, 43);

        Assert.True(encoded.TryDecode(null, out CommandEnvelope envelope));
        Assert.Equal(request.TimestampMs, envelope.TimestampMs);
        Assert.Equal(
            EnvelopeCodec.Encode(envelope with { Sequence = 42, TimestampMs = 43 }), writer.Written.ToArray());
        Assert.Equal(CommandType.CancelOrder, encoded.CommandType);
        Assert.Equal(EncodedRequest.Of(new ClientRequest(request.Command)).Command.ToArray(), encoded.Command.ToArray());
    }

    public static TheoryData<string, ClientRequest> Unfit => new()
    {
        { "command", new ClientRequest(null!) },
        { "order id", new ClientRequest(new CancelOrder(default, default)) },
        { "NonceAdvance", new ClientRequest(new NonceAdvance()) },
        { "first sent", new ClientRequest(new Tick(), FirstSentMs: -1) },
        { "timestamp", new ClientRequest(new Tick(), TimestampMs: CommandEnvelope.MaxTimestampMs + 1) },
        { "tif", new ClientRequest(Order((TimeInForce)9)) },
        { "symbol", new ClientRequest(new PlaceOrder(default, default)) },
        { "actions", new ClientRequest(new BulkOrders(default, default)) },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void What_could_not_be_read_again_is_refused_where_it_is_encoded(string field, ClientRequest request)
    {
        Assert.False(EncodedRequest.TryEncode(request, out EncodedRequest? encoded, out string? violation));
        Assert.Null(encoded);
        Assert.Contains(field, violation, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => EncodedRequest.Of(request));
    }

    /// <summary>A write is in flight meanwhile, so that the request waits.</summary>
    [Fact]
    public void The_memory_that_came_in_is_what_waits_and_is_written_into_the_record()
    {
        SequencerHarness harness = SequencerHarness.Started();
        EncodedRequest request = EncodedRequest.Of(new ClientRequest(new Tick(), null, Wallet, NonceBytes));
        harness.Offer(TestCommands.Submit(1));
        harness.Sequencer.Offer(2, 2, request, harness.Now);

        ChangeNonce(request.Envelope);
        harness.CompleteAll();

        Assert.Equal(NonceBytes + 1, Journaled(harness)[1].Nonce);
    }

    [Fact]
    public void The_memory_that_is_journaled_is_what_enters_the_hash()
    {
        ReadOnlyMemory<byte> written = default;
        var effects = new KeepingEffects([]) { OnWrite = bytes => written = bytes };
        var sequencer = new Sequencer.Live.EngineSequencer(SequencerHarness.Defaults, effects);
        var now = new Sequencer.Live.HostTime(SequencerHarness.StartWallMs, 0);
        sequencer.BeginRecovery([]);
        sequencer.RecoveryCompleted(now);
        for (int record = 1; record <= 2; record++)
        {
            sequencer.WriteCompleted(record, now);
            sequencer.ApplyWritten(now);
        }

        sequencer.Offer(
            1, 1, EncodedRequest.Of(new ClientRequest(new Tick(), null, Wallet, NonceBytes)), now);
        ChangeNonce(written);
        sequencer.WriteCompleted(3, now);
        sequencer.ApplyWritten(now);

        var honest = new CommandEnvelope(1, now.WallMs, null, null, Wallet, NonceBytes, new Tick());
        byte[] changed = EnvelopeCodec.Encode(honest with { Nonce = NonceBytes + 1 });
        Assert.Equal(new ExchangeEngine().Apply(honest, changed).Hash, sequencer.AppliedHash);
        Assert.NotEqual(new ExchangeEngine().Apply(honest).Hash, sequencer.AppliedHash);
    }

    /// <summary>A journal that stores arrays stores this one, without a copy.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void A_record_fills_its_array(int commands)
    {
        var records = new List<(ReadOnlyMemory<byte> Bytes, byte[] Copy)>();
        var sequencer = new Sequencer.Live.EngineSequencer(SequencerHarness.Defaults, new KeepingEffects(records));
        var now = new Sequencer.Live.HostTime(SequencerHarness.StartWallMs, 0);
        sequencer.BeginRecovery([]);
        sequencer.RecoveryCompleted(now);
        sequencer.WriteCompleted(1, now);
        sequencer.WriteCompleted(2, now);
        for (int i = 0; i <= commands; i++)
            sequencer.Offer(TestCommands.Submit(i + 1), now);
        sequencer.WriteCompleted(3, now);

        Assert.Equal(4, records.Count);
        Assert.All(records.Skip(2), record =>
        {
            Assert.True(MemoryMarshal.TryGetArray(record.Bytes, out ArraySegment<byte> segment));
            Assert.Equal((0, segment.Array!.Length), (segment.Offset, segment.Count));
            Assert.Equal(
                RecordStatus.Sound, JournalRecordCodec.TryDecode(record.Bytes, out JournalRecord? _, out string? _));
        });
    }

    private static PlaceOrder Order(TimeInForce timeInForce) => new(
        default,
        new OrderTerms("BTC-20270101-100-C", Side.Buy, Price.FromUsdc(1), Quantity.FromContracts(1), timeInForce));

    /// <summary>Adds one to the nonce, wherever it stands among the bytes.</summary>
    private static void ChangeNonce(ReadOnlyMemory<byte> bytes)
    {
        Assert.True(MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment));
        Span<byte> span = segment;
        int at = span.IndexOf(BitConverter.GetBytes(NonceBytes));
        Assert.True(at > 0);
        span[at]++;
    }

    private static List<CommandEnvelope> Journaled(SequencerHarness harness)
    {
        List<CommandEnvelope> commands = [];
        foreach (JournalRecord record in harness.Records().Where(record => record.Count > 0))
        {
            var reader = new JournalCommandReader(record);
            while (reader.TryRead(out CommandEnvelope envelope))
                commands.Add(envelope);
        }

        return commands;
    }
}
