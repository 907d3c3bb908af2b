using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Tests.Encoding;

public sealed class EnvelopeCodecTests
{
    private static readonly RequestId Request = RequestId.FromGuid(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));

    public static TheoryData<string> CommandNames() => [.. CommandSamples.All().Select(item => item.Key)];

    [Fact]
    public void Samples_cover_every_command_type()
    {
        HashSet<CommandType> covered = [.. CommandSamples.All().Select(item => item.Value.Type)];

        Assert.Equal(Enum.GetValues<CommandType>().ToHashSet(), covered);
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void Every_command_survives_a_round_trip(string name)
    {
        EngineCommand command = CommandSamples.All().Single(item => item.Key == name).Value;

        CommandEnvelope decoded = AssertRoundTrip(FullEnvelope(command));

        Assert.Null(CommandLimits.FirstViolation(command));
        Assert.Equal(command.GetType(), decoded.Command.GetType());
        if (command is not (BulkOrders or RfqExecute or TickExpiry or PriceUpdate or IvUpdate or SetRules))
            Assert.Equal(command, decoded.Command);
    }

    [Theory]
    [InlineData(false, false, false, false)]
    [InlineData(true, false, false, false)]
    [InlineData(false, true, false, false)]
    [InlineData(false, false, true, false)]
    [InlineData(false, false, false, true)]
    [InlineData(true, true, true, true)]
    public void Optional_members_survive_a_round_trip(bool requestId, bool firstSent, bool signer, bool nonce)
    {
        var envelope = new CommandEnvelope(
            long.MaxValue,
            CommandEnvelope.MaxTimestampMs,
            requestId ? Request : null,
            firstSent ? 0 : null,
            signer ? default(WalletAddress) : null,
            nonce ? long.MinValue : null,
            new Tick());

        CommandEnvelope decoded = AssertRoundTrip(envelope);

        Assert.Equal(envelope, decoded);
    }

    [Fact]
    public void The_layout_is_what_the_documentation_says()
    {
        var envelope = new CommandEnvelope(
            5, 0x0102, new RequestId(1), null, null, -1, new CancelAllAfter(WalletAddress.FromNumber(0xAB), 7));

        string hex = Convert.ToHexStringLower(EnvelopeCodec.Encode(envelope));

        string[] parts =
        [
            "01", "09", "0500000000000000", "0201000000000000", // version, request id and nonce, sequence, time
            "01000000000000000000000000000000", "ffffffffffffffff", // request id, nonce
            "04", "01", "00000000000000000000000000000000000000ab", "0700000000000000", // the command: type, version, …
        ];
        Assert.Equal(string.Concat(parts), hex);
    }

    [Theory]
    [InlineData(0, 0x02, "envelope version")]
    [InlineData(1, 0x10, "optional envelope members")]
    [InlineData(9, 0x80, "sequence")]
    [InlineData(17, 0x01, "timestamp")]
    [InlineData(18, 0x00, "command type 0")]
    [InlineData(18, 0x14, "command type 20")]
    [InlineData(18, 0x17, "command type 23")]
    [InlineData(18, 0x2C, "command type 44")]
    [InlineData(18, 0xFF, "command type 255")]
    [InlineData(19, 0x02, "version 2 of command type 19")]
    public void A_byte_out_of_range_is_named(int offset, byte value, string what)
    {
        byte[] bytes = EnvelopeCodec.Encode(CommandEnvelope.Trusted(1, 1, new Tick()));
        bytes[offset] = value;

        Assert.False(EnvelopeCodec.TryDecode(bytes, null, out _, out string? error));
        Assert.Contains(what, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void NonceAdvance_without_signer_or_nonce_is_refused(bool signer, bool nonce)
    {
        CommandEnvelope envelope = CommandEnvelope.Trusted(1, 1, new NonceAdvance()) with
        {
            Signer = signer ? CommandSamples.Bob : null,
            Nonce = nonce ? 1 : null,
        };

        Assert.False(EnvelopeCodec.TryDecode(EnvelopeCodec.Encode(envelope), null, out _, out string? error));
        Assert.Contains("NonceAdvance", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_after_the_envelope_are_refused()
    {
        byte[] bytes = [.. EnvelopeCodec.Encode(CommandEnvelope.Trusted(1, 1, new Tick())), 0];

        Assert.False(EnvelopeCodec.TryDecode(bytes, null, out _, out string? error));
        Assert.Contains("1 bytes too many", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_envelopes_are_read_one_after_another()
    {
        var writer = new CanonicalWriter();
        foreach ((_, EngineCommand command) in CommandSamples.All())
            EnvelopeCodec.Write(writer, FullEnvelope(command));

        var reader = new CanonicalReader(writer.Written);
        foreach ((string name, EngineCommand command) in CommandSamples.All())
        {
            CommandEnvelope envelope = EnvelopeCodec.Read(ref reader);
            Assert.True(command.Type == envelope.Command?.Type, $"{name}: {reader.Error}");
        }

        reader.ExpectEnd();
        Assert.Null(reader.Error);
    }

    /// <summary>But for a rule set, which is set once in a while.</summary>
    [Fact]
    public void Writing_into_a_warm_writer_allocates_nothing()
    {
        var writer = new CanonicalWriter(16_384);
        CommandEnvelope[] envelopes =
        [
            .. CommandSamples.All().Where(item => item.Value is not SetRules).Select(item => FullEnvelope(item.Value)),
        ];
        WriteAll(writer, envelopes);

        long before = GC.GetAllocatedBytesForCurrentThread();
        WriteAll(writer, envelopes);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void WriteAll(CanonicalWriter writer, CommandEnvelope[] envelopes)
    {
        foreach (ref readonly CommandEnvelope envelope in envelopes.AsSpan())
        {
            writer.Reset();
            EnvelopeCodec.Write(writer, envelope);
        }
    }

    internal static CommandEnvelope FullEnvelope(EngineCommand command) => new(
        7, 1_770_000_000_000, Request, 1_769_999_999_000, CommandSamples.Bob, 1_770_000_000_001, command);

    private static CommandEnvelope AssertRoundTrip(in CommandEnvelope envelope)
    {
        byte[] bytes = EnvelopeCodec.Encode(envelope);

        var pool = new Utf8StringPool();
        bool read = EnvelopeCodec.TryDecode(bytes, pool, out CommandEnvelope decoded, out string? error);

        Assert.True(read, error);
        Assert.Equal(envelope with { Command = decoded.Command }, decoded);
        Assert.Equal(bytes, EnvelopeCodec.Encode(decoded));
        return decoded;
    }
}
