using System.Buffers;
using System.Text;
using System.Text.Json;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Json;
using Hypercall.Testing.Twin;
using Xunit;

namespace Hypercall.AddCommand.Tests;

/// <summary>
/// A command that was added as CONTRIBUTING.md says has all that a command has: bytes, limits, JSON both ways, an
/// outcome, a twin that agrees. Nothing of it stands in a codec, a reader or a writer.
/// </summary>
public sealed class AddedCommandTests
{
    private const string Wallet = "0x0000000000000000000000000000000000000001";
    private const string Head = $"{{\"type\":\"CashDonation\",\"timestamp\":5,\"wallet\":\"{Wallet}\"";
    private const string Sound = ",\"purpose\":\"insurance\",\"amount\":\"1\"";
    private static readonly WalletAddress Donor = WalletAddress.Parse(Wallet);
    private static readonly Cash Half = new(Cash.UnitsPerUsdc / 2);
    private static readonly CashDonation Full = new(Donor, Half, DonationPurpose.VenueFees, "für alle", true);
    private static readonly CashDonation Least = new(Donor, Half, DonationPurpose.Insurance);

    public static TheoryData<CashDonation, string> Lines => new()
    {
        { Least, $"{Head},\"purpose\":\"insurance\",\"amount\":\"0.5\"}}" },
        { Full, $"{Head},\"purpose\":\"venueFees\",\"amount\":\"0.5\",\"memo\":\"für alle\",\"anonymous\":true}}" },
    };

    [Fact]
    public void Its_bytes_are_its_fields_in_the_order_of_the_walk()
    {
        byte[] bytes = EnvelopeCodec.Encode(CommandEnvelope.Trusted(1, 5, Full));
        const int envelope = 18;
        Assert.Equal(
            "6301" + Wallet[2..] + "00203d88792d0000" + new string('0', 16) + "01" + "01" + "09"
                + Convert.ToHexStringLower("für alle"u8) + "01",
            Convert.ToHexStringLower(bytes.AsSpan(envelope)));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void It_comes_back_from_its_bytes_and_from_its_line(CashDonation command, string line)
    {
        byte[] bytes = EnvelopeCodec.Encode(CommandEnvelope.Trusted(1, 5, command));
        Assert.True(EnvelopeCodec.TryDecode(bytes, null, out CommandEnvelope decoded, out string? error), error);
        Assert.Equal(command, decoded.Command);
        Assert.Null(CommandLimits.FirstViolation(decoded));
        Assert.True(
            CommandJson.TryParse(Encoding.UTF8.GetBytes(line), out SubmittedCommand parsed, out JsonError? wrong),
            wrong?.Message);
        Assert.Equal(command, parsed.Command);
        Assert.Equal(line, Text(writer => CommandJson.Write(writer, parsed)));
    }

    [Theory]
    [InlineData("", "purpose")]
    [InlineData("a memo of 17 byte", "memo")]
    public void What_could_not_be_read_back_is_named(string memo, string field)
    {
        CashDonation beyond = memo.Length == 0 ? Full with { Purpose = (DonationPurpose)2 } : Full with { Memo = memo };
        byte[] bytes = EnvelopeCodec.Encode(CommandEnvelope.Trusted(1, 5, beyond));
        Assert.Contains(field, CommandLimits.FirstViolation(beyond));
        Assert.False(EnvelopeCodec.TryDecode(bytes, null, out _, out string? error));
        Assert.Contains(field, error);
    }

    [Theory]
    [InlineData(",\"amount\":\"1\"", "purpose", "missing, expected one of insurance, venueFees")]
    [InlineData(",\"amount\":\"1\",\"purpose\":\"Insurance\"", "purpose", "expected one of insurance, venueFees")]
    [InlineData(Sound + ",\"amount\":1", "amount", "duplicate field")]
    [InlineData(Sound + ",\"memo\":\"\"", "memo", "expected a string of 1 to 16 bytes")]
    [InlineData(Sound + ",\"anonymous\":1", "anonymous", "expected true or false")]
    [InlineData(Sound + ",\"note\":\"a\"", "note", "unknown field")]
    public void A_wrong_line_says_which_field_and_what_was_expected(string fields, string field, string problem)
    {
        byte[] line = Encoding.UTF8.GetBytes($"{Head}{fields}}}");
        Assert.False(CommandJson.TryParse(line, out _, out JsonError? error));
        Assert.Equal(new JsonError(field, problem), error);
    }

    [Fact]
    public void The_engine_does_what_its_handler_says()
    {
        var engine = new ExchangeEngine();
        engine.Apply(CommandEnvelope.Trusted(1, 5, new DepositUpdate(Donor, Half, "chain", 1)));
        ApplyOutput output = engine.Apply(CommandEnvelope.Trusted(2, 5, Least));
        Assert.True(output.Accepted);
        Assert.Equal(
            $"[{{\"event\":\"BalanceChanged\",\"wallet\":\"{Wallet}\",\"delta\":\"-0.5\",\"balance\":\"0\","
                + "\"reason\":\"Insurance\"},{\"event\":\"BalanceChanged\",\"wallet\":\"insurance\",\"delta\":\"0.5\","
                + "\"balance\":\"0.5\",\"reason\":\"Insurance\"}]",
            JsonDocument.Parse(Text(writer => OutcomeJson.Write(writer, output))).RootElement
                .GetProperty("events").GetRawText());
        Assert.Equal(RejectCode.InsufficientBalance, engine.Apply(CommandEnvelope.Trusted(3, 5, Full)).Rejection.Code);
        engine.CheckInvariants();
        Assert.Equal(engine.Hash, ExchangeEngine.Restore(engine.Snapshot(), null, out _)!.Hash);
    }

    [Fact]
    public void The_twin_agrees_with_it()
    {
        var engine = new ExchangeEngine();
        var twin = new NaiveEngine();
        EngineCommand[] commands =
        [
            Least, new DepositUpdate(Donor, Half + Half, "chain", 1), Full, Least, Least,
            Least with { Amount = -Half }, Least with { Wallet = WalletAddress.FromNumber(2) },
        ];
        var codes = new List<RejectCode>();
        foreach ((int index, EngineCommand command) in commands.Index())
        {
            CommandEnvelope envelope = CommandEnvelope.Trusted(index + 1, 5, command);
            ApplyOutput output = engine.Apply(envelope);
            codes.Add(output.Rejection.Code);
            Assert.Equal(OutputText.Of(twin.Apply(envelope)), OutputText.Of(output));
        }

        Assert.Equal(3, codes.Count(code => code == RejectCode.None));
        Assert.Equal(3, codes.Count(code => code == RejectCode.InsufficientBalance));
        Assert.Single(codes, RejectCode.InvalidAmount);
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonStyle.Compact))
            write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
