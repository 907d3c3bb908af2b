using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;
using Hypercall.Engine.Commands;
using Hypercall.Json.Reading;
using Hypercall.Json.Writing;

namespace Hypercall.Json;

/// <summary>
/// Commands as JSON, one object each (wire.md §Commands). Tools and gateways parse lines with it and tests write
/// them; parsing is strict and total, writing what was parsed gives a canonical line.
/// </summary>
public static class CommandJson
{
    private const string ExpectedType = "the name of a command";

    /// <summary>Parses one line.</summary>
    /// <param name="utf8Line">The line, without or with its end.</param>
    /// <param name="command">What it says, when true is returned.</param>
    /// <param name="error">What is wrong with it, when false is returned.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8Line, out SubmittedCommand command, [NotNullWhen(false)] out JsonError? error)
    {
        command = default;
        try
        {
            error = Utf8.IsValid(utf8Line)
                ? Read(utf8Line, out command)
                : new JsonError(null, "the line is not UTF-8");
        }
        catch (JsonException exception)
        {
            error = new JsonError(
                null, $"invalid JSON at byte {(exception.BytePositionInLine ?? 0) + 1}, expected one object");
        }

        return error is null;
    }

    /// <summary>Writes a command as the object that parses to it: canonical order, absent values left out.</summary>
    public static void Write(Utf8JsonWriter writer, in SubmittedCommand command)
    {
        var line = new JsonOutput(writer);
        line.Open();
        line.ShowEnum("type", command.Command.Type);
        line.Int64("timestamp", command.TimestampMs);
        if (command.RequestId is { } requestId)
            line.Text("requestId", requestId.ToString());
        if (command.FirstSentMs is { } firstSent)
            line.Int64("firstSentAt", firstSent);
        if (command.Signer is { } signer)
            line.Address("signer", signer);
        if (command.Nonce is { } nonce)
            line.Int64("nonce", nonce);
        CommandShapes.Walk(ref line, command.Command.Type, command.Command);
        line.Close();
    }

    private static JsonError? Read(ReadOnlySpan<byte> line, out SubmittedCommand command)
    {
        var fields = new ObjectFields(line, FieldPath.Root);
        bool hasType = fields.TryText("type", false, ExpectedType, out ReadOnlySpan<byte> text);
        if (!EnumNames<CommandType>.Wire.TryParse(text, out CommandType type) || !hasType)
        {
            command = default;
            return fields.Abandon(new JsonError("type", $"expected {ExpectedType}"));
        }

        bool isSigned = type == CommandType.NonceAdvance;
        command = new SubmittedCommand(
            fields.ReadInteger("timestamp", true, 0, Instant.MaxMs) ?? 0,
            fields.Read<Guid>("requestId", false, Expected.Uuid, JsonText.TryUuid) is { } uuid
                ? RequestId.FromGuid(uuid)
                : null,
            fields.ReadInteger("firstSentAt", false, 0, Instant.MaxMs),
            fields.ReadWallet("signer", isSigned),
            fields.ReadInteger("nonce", isSigned, long.MinValue, long.MaxValue),
            CommandShapes.Walk(ref fields, type, null)!);
        return fields.Finish();
    }
}
