using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Serialization;
using Hypercall.Engine.Commands;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Serialization;

/// <summary>
/// Every manifest against its committed bytes, which decode for ever. A file is written only where it is missing and
/// the variable says so: a changed encoding is a new manifest.
/// </summary>
public sealed class HypercallSerializerTests : TestKit
{
    private const string UpdateVariable = "HYPERCALL_UPDATE_GOLDEN";
    private const int BytesPerLine = 32;

    private readonly HypercallSerializer _serializer;

    public HypercallSerializerTests() => _serializer = new HypercallSerializer((ExtendedActorSystem)Sys);

    public static TheoryData<string> Manifests => [.. SampleMessages.All.Keys];

    [Fact]
    public void Every_manifest_has_a_sample() =>
        Assert.Equal(MessageCodecs.All.Select(codec => codec.Manifest).Order(), SampleMessages.All.Keys.Order());

    [Fact]
    public void Every_message_type_has_a_manifest()
    {
        IEnumerable<Type> messages = typeof(IHypercallMessage).Assembly.GetTypes()
            .Where(type => type.IsClass && typeof(IHypercallMessage).IsAssignableFrom(type));

        Assert.Equal(
            messages.Select(type => type.Name).Order(), MessageCodecs.All.Select(codec => codec.Type.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_sample_encodes_to_the_committed_bytes(string manifest)
    {
        IHypercallMessage message = SampleMessages.All[manifest];
        string encoded = Hex(_serializer.ToBinary(message));
        string path = PathOf(manifest);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1" && !File.Exists(path))
            File.WriteAllText(path, encoded);

        Assert.Equal(manifest, _serializer.Manifest(message));
        Assert.Equal(File.ReadAllText(path), encoded);
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Committed_bytes_decode_to_the_sample_again(string manifest)
    {
        byte[] bytes = Convert.FromHexString(string.Concat(File.ReadAllLines(PathOf(manifest))));

        object decoded = _serializer.FromBinary(bytes, manifest);

        Assert.IsType(SampleMessages.All[manifest].GetType(), decoded);
        Assert.Equal(bytes, _serializer.ToBinary(decoded));
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Cut_off_bytes_are_refused_unless_recovery_judges_them(string manifest)
    {
        byte[] bytes = _serializer.ToBinary(SampleMessages.All[manifest]);
        bool judgedLater = manifest is "rec.v1" or "snp.v1" or "skp.v1";
        for (int length = 0; length < bytes.Length; length++)
        {
            Exception? thrown = Record.Exception(() => _serializer.FromBinary(bytes[..length], manifest));
            if (judgedLater || EndsWithOutcome(manifest, length, bytes.Length))
                Assert.Null(thrown);
            else
                Assert.IsType<SerializationException>(thrown);
        }
    }

    [Fact]
    public void A_submitted_request_comes_back_equal()
    {
        var submit = (Submit)_serializer.FromBinary(_serializer.ToBinary(SampleMessages.All["sub.v1"]), "sub.v1");

        Assert.True(submit.Request.TryDecode(null, out CommandEnvelope envelope));
        Assert.Equal(
            SampleMessages.Request,
            new ClientRequest(
                envelope.Command,
                envelope.RequestId,
                envelope.Signer,
                envelope.Nonce,
                envelope.FirstSentMs,
                envelope.TimestampMs));
        Assert.Equal(("main", 7L, 42L), (submit.Partition, submit.Token, submit.Submitter));
        Assert.True(submit.Request.TryDecode(null, out CommandEnvelope again));
        Assert.Same(envelope.Command, again.Command);
    }

    /// <summary>Requests and outcomes are slices of the message that came in: nothing copies them out of it.</summary>
    [Fact]
    public void What_a_message_carries_as_bytes_stays_where_it_came_in()
    {
        foreach (string manifest in (string[])["sub.v1", "subs.v1", "sub-a.v1", "subs-a.v1", "out.v1", "rng-b.v1"])
        {
            byte[] bytes = _serializer.ToBinary(SampleMessages.All[manifest]);
            ReadOnlyMemory<byte>[] carried = _serializer.FromBinary(bytes, manifest) switch
            {
                Submit submit => [submit.Request.Envelope],
                SubmitMany many => [.. many.Items.Select(item => item.Request.Envelope)],
                SubmitAnswer answer => [answer.Outcome],
                SubmitAnswers answers => [answers.Answers[0].Outcome],
                OutcomeBatch batch => [batch.Batch.Outcome(0)],
                var other => [((RangeBatch)other).Batch.Outcome(0)],
            };
            Assert.All(carried, memory =>
            {
                Assert.True(MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment));
                Assert.Same(bytes, segment.Array);
                Assert.True(segment.Count > 0);
            });
        }
    }

    [Theory]
    [InlineData(ActivityTraceFlags.None)]
    [InlineData(ActivityTraceFlags.Recorded)]
    public void A_submission_carries_the_trace_that_it_belongs_to(ActivityTraceFlags flags)
    {
        var trace = new ActivityContext(
            ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c"),
            ActivitySpanId.CreateFromString("b7ad6b7169203331"),
            flags,
            isRemote: true);
        Submit traced = ((Submit)SampleMessages.All["sub.v1"]) with { Trace = trace };

        byte[] bytes = _serializer.ToBinary(traced);

        Assert.Equal(trace, ((Submit)_serializer.FromBinary(bytes, "sub.v1")).Trace);
        Assert.Throws<SerializationException>(() => _serializer.FromBinary(bytes[..^1], "sub.v1"));
    }

    [Fact]
    public void An_answers_outcome_is_decoded_with_its_hash()
    {
        var answer = (SubmitAnswer)SampleMessages.All["sub-a.v1"];

        SubmissionResult result = answer.ToResult();

        Assert.Equal((SubmissionStatus.Executed, 1L), (result.Status, result.Outcome!.Sequence));
        Assert.Throws<FormatException>(() => (answer with { Outcome = answer.Outcome[1..] }).ToResult());
    }

    [Theory]
    [InlineData("rec.v2")]
    [InlineData("")]
    public void An_unknown_manifest_is_a_serialization_error(string manifest)
    {
        SerializationException error =
            Assert.Throws<SerializationException>(() => _serializer.FromBinary([1, 2, 3], manifest));

        Assert.Contains($"'{manifest}'", error.Message);
    }

    [Fact]
    public void What_is_not_ours_is_a_serialization_error()
    {
        Assert.Throws<SerializationException>(() => _serializer.ToBinary("a string"));
        Assert.Throws<SerializationException>(() => _serializer.Manifest(new object()));
    }

    [Fact]
    public void A_command_that_could_not_be_read_again_is_not_sent()
    {
        var late = new ClientRequest(new Tick(), TimestampMs: CommandEnvelope.MaxTimestampMs + 1);

        Assert.Throws<ArgumentException>(() => EncodedRequest.Of(late));
    }

    public static TheoryData<IHypercallMessage> Unreadable =>
    [
        new QueryHealth(new string('p', 65), 1),
        new SubmitMany("main", 1, 1, []),
        new SubmitMany("main", 1, 1, [.. Enumerable.Repeat(new SubmitItem(1, SampleMessages.Encoded), 257)]),
        new SubmitAnswer(1, SubmissionStatus.Executed, 0, default),
        new SubmitAnswer(1, SubmissionStatus.EngineBusy, 0, new byte[] { 1 }),
        new EngineUnavailable("main", 1, (PartitionState)6, 0, ""),
        new RequestRange("main", 1, 0, 5),
        new ReleasePartition("main", new string('n', 513)),
    ];

    /// <summary>Every limit that a reader holds is held by the writer, which knows whose message it is.</summary>
    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_no_receiver_could_read_is_not_sent(IHypercallMessage message) =>
        Assert.Contains(
            "cannot be written", Assert.Throws<SerializationException>(() => _serializer.ToBinary(message)).Message);

    [Fact]
    public void A_sentence_is_cut_to_what_a_message_carries()
    {
        string endless = string.Concat(Enumerable.Repeat("€", 10_000));
        byte[] bytes = _serializer.ToBinary(new SkipAnswer(1, endless));

        var decoded = (SkipAnswer)_serializer.FromBinary(bytes, "skip-a.v1");

        Assert.StartsWith(decoded.Error!, endless);
        Assert.InRange(Encoding.UTF8.GetByteCount(decoded.Error!), 2_000, 4_096);
    }

    /// <summary>An answer's outcome is decoded by its receiver: what is left of it is not looked at here.</summary>
    private static bool EndsWithOutcome(string manifest, int length, int whole)
    {
        const int BytesBeforeOutcome = 8 + 1 + 8;
        return manifest == "sub-a.v1" && length > BytesBeforeOutcome && length < whole;
    }

    private static string Hex(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (byte[] line in bytes.Chunk(BytesPerLine))
            text.Append(Convert.ToHexStringLower(line)).Append('\n');
        return text.ToString();
    }

    private static string PathOf(string manifest) =>
        Repository.PathOf($"tests/Hypercall.Akka.Tests/Golden/{manifest}.hex");
}
