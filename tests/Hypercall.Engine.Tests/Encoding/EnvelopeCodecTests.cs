using Hypercall.Engine.Commands;
using Hypercall.Engine.Encoding;
using Hypercall.Engine.Numerics;

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
        if (command is not (BulkOrders or PriceUpdate or IvUpdate or SetRules))
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

    internal static CommandEnvelope FullEnvelope(EngineCommand command) => new(
        7, 1_770_000_000_000, Request, 1_769_999_999_000, CommandSamples.Bob, 1_770_000_000_001, command);

    private static CommandEnvelope AssertRoundTrip(in CommandEnvelope envelope)
    {
        byte[] bytes = EnvelopeCodec.Encode(envelope);

        Assert.True(EnvelopeCodec.TryDecode(bytes, new Utf8StringPool(), out CommandEnvelope decoded, out string? error), error);
        Assert.Equal(envelope with { Command = decoded.Command }, decoded);
        Assert.Equal(bytes, EnvelopeCodec.Encode(decoded));
        return decoded;
    }
}
