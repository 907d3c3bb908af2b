using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Hypercall.Gateway.Answers;

/// <summary>The shapes of face H's answers (gateway.md §2).</summary>
internal static class Shapes
{
    /// <summary><c>{success, data, error}</c>.</summary>
    /// <param name="sequence">Which sequence it is as of.</param>
    /// <param name="data">Writes the value of <c>data</c>; null: there is none.</param>
    public static Answer Single(long? sequence, Action<Utf8JsonWriter>? data) => Ok(sequence, writer =>
    {
        writer.WriteBoolean("success", true);
        WriteValue(writer, "data", data);
        writer.WriteNull("error");
    });

    /// <summary><c>{success, data:[], pagination:{limit, offset, count}}</c>.</summary>
    public static Answer List<T>(
        long? sequence,
        IReadOnlyList<T> items,
        int limit,
        int offset,
        Action<Utf8JsonWriter, T> write,
        bool withError = false) =>
        Ok(sequence, writer =>
        {
            writer.WriteBoolean("success", true);
            WriteItems(writer, "data", items, write);
            writer.WriteStartObject("pagination");
            writer.WriteNumber("limit", limit);
            writer.WriteNumber("offset", offset);
            writer.WriteNumber("count", items.Count);
            writer.WriteEndObject();
            if (withError)
                writer.WriteNull("error");
        });

    /// <summary><c>{success, data:[], page:{limit, next_cursor, has_more}, error}</c>.</summary>
    public static Answer Page<T>(
        long? sequence, IReadOnlyList<T> items, int limit, string? nextCursor, Action<Utf8JsonWriter, T> write) =>
        Ok(sequence, writer =>
        {
            writer.WriteBoolean("success", true);
            WriteItems(writer, "data", items, write);
            writer.WriteStartObject("page");
            writer.WriteNumber("limit", limit);
            writer.WriteString("next_cursor", nextCursor);
            writer.WriteBoolean("has_more", nextCursor is not null);
            writer.WriteEndObject();
            writer.WriteNull("error");
        });

    /// <summary><c>{jsonrpc, result, testnet, usIn, usOut, usDiff}</c>, as Deribit answers.</summary>
    /// <param name="context">The request: when it came in.</param>
    /// <param name="sequence">Which sequence it is as of.</param>
    /// <param name="result">Writes the value of <c>result</c>.</param>
    public static Answer Deribit(HttpContext context, long? sequence, Action<Utf8JsonWriter> result) =>
        Ok(sequence, writer =>
        {
            writer.WriteString("jsonrpc", "2.0");
            WriteValue(writer, "result", result);
            RequestTimes.Of(context).Write(writer);
        });

    /// <summary>An object whose members are written as they stand.</summary>
    public static Answer Ok(long? sequence, Action<Utf8JsonWriter> members) => Of(200, sequence, members);

    /// <summary>As <see cref="Ok"/>, with another status.</summary>
    public static Answer Of(int status, long? sequence, Action<Utf8JsonWriter> members) =>
        new(status, sequence, writer =>
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        });

    /// <summary>The error object.</summary>
    public static Answer Error(GatewayError error) => Of(error.Status, null, writer => WriteError(writer, error));

    /// <summary>The members of the error object.</summary>
    public static void WriteError(Utf8JsonWriter writer, GatewayError error)
    {
        writer.WriteBoolean("success", false);
        writer.WriteNull("data");
        writer.WriteString("error", error.Text);
        writer.WriteString("code", error.Code);
        writer.WriteString("detail", error.Detail);
        writer.WriteString("request_id", error.RequestId);
        if (error.RetryAfterMs is { } wait)
            writer.WriteNumber("retry_after_ms", wait);
    }

    /// <summary>Header <c>Retry-After</c>, in whole seconds, where the error says when to try again.</summary>
    public static void SetRetryAfter(HttpResponse response, GatewayError error)
    {
        if (error.RetryAfterMs is { } wait)
            response.Headers.RetryAfter = (wait / 1_000 + (wait % 1_000 > 0 ? 1 : 0))
                .ToString(CultureInfo.InvariantCulture);
    }

    private static void WriteItems<T>(
        Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
            write(writer, item);
        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, string name, Action<Utf8JsonWriter>? value)
    {
        writer.WritePropertyName(name);
        if (value is null)
            writer.WriteNullValue();
        else
            value(writer);
    }
}
