using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Json.Reading;
using Hypercall.Json.Writing;

namespace Hypercall.Json;

/// <summary>
/// Commands as JSON, one object each (wire.md §Commands). Tools and gateways parse lines with it and tests write
/// them; parsing is strict and total, writing what was parsed gives a canonical line.
/// </summary>
public static class CommandJson
{
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
            error = InvalidJson(exception);
        }

        return error is null;
    }

    /// <summary>Writes a command as the object that parses to it: canonical order, absent values left out.</summary>
    public static void Write(Utf8JsonWriter writer, in SubmittedCommand command)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, WireNames.Commands[command.Command.Type]);
        writer.WriteNumber("timestamp"u8, command.TimestampMs);
        if (command.RequestId is { } requestId)
            writer.WriteString("requestId"u8, requestId.ToGuid());
        writer.WriteOptional("firstSentAt"u8, command.FirstSentMs);
        writer.WriteOptional("signer"u8, command.Signer);
        writer.WriteOptional("nonce"u8, command.Nonce);
        CommandWriter.WriteFields(writer, command.Command);
        writer.WriteEndObject();
    }

    /// <inheritdoc cref="Write(Utf8JsonWriter, in SubmittedCommand)"/>
    /// <remarks>The sequence is not part of a line.</remarks>
    public static void Write(Utf8JsonWriter writer, in CommandEnvelope envelope) =>
        Write(writer, SubmittedCommand.FromEnvelope(envelope));

    /// <summary>The error for text that is no JSON.</summary>
    internal static JsonError InvalidJson(JsonException exception) =>
        new(null, $"invalid JSON at byte {(exception.BytePositionInLine ?? 0) + 1}, expected one object");

    private static JsonError? Read(ReadOnlySpan<byte> line, out SubmittedCommand command)
    {
        var fields = new ObjectFields(line, FieldPath.Root);
        if (fields.OptionalEnum("type"u8, WireNames.Commands) is not { } type)
        {
            command = default;
            return fields.Abandon(new JsonError("type", "expected the name of a command"));
        }

        bool isNonceAdvance = type == CommandType.NonceAdvance;
        command = new SubmittedCommand(
            fields.Time("timestamp"u8),
            fields.OptionalRequestId("requestId"u8),
            fields.OptionalTime("firstSentAt"u8),
            isNonceAdvance ? fields.Wallet("signer"u8) : fields.OptionalWallet("signer"u8),
            isNonceAdvance ? fields.Int64("nonce"u8) : fields.OptionalInt64("nonce"u8),
            CommandReader.Read(type, ref fields));
        return fields.Finish();
    }
}
