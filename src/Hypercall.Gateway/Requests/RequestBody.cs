using System.Text.Unicode;
using Microsoft.AspNetCore.Connections;

namespace Hypercall.Gateway.Requests;

/// <summary>Reads a request's JSON, strictly: one value in UTF-8, no name twice, no comments, few levels.</summary>
internal static class RequestBody
{
    private const int DeepestLevel = 8;
    private const int UsualBytes = 1_024;

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = DeepestLevel,
    };

    /// <summary>The body's JSON.</summary>
    public static async Task<JsonDocument> ReadAsync(HttpContext context) => Parse(await ReadBytesAsync(context));

    /// <summary>The body; the server bounds how long it is.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext context)
    {
        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? UsualBytes, UsualBytes));
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        catch (IOException bad) when (bad is not (BadHttpRequestException or ConnectionResetException))
        {
            // So the server tells of a chunk that is longer than it can count.
            throw new RefusedException(GatewayError.InvalidRequest("the body cannot be read", bad.Message));
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>The JSON of a text.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
            throw NotJson("the text is not UTF-8");
        try
        {
            return JsonDocument.Parse(utf8, Strict);
        }
        catch (JsonException exception)
        {
            throw NotJson($"line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}: "
                + "expected one JSON object with each name once");
        }
        catch (InvalidOperationException)
        {
            // A name that is half of a surrogate pair: no text has it.
            throw NotJson("a name is no text");
        }
    }

    private static RefusedException NotJson(string detail) =>
        new(GatewayError.InvalidRequest("the request is no JSON", detail));
}
