using System.IO.Pipelines;
using Hypercall.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Hypercall.Gateway.Answers;

/// <summary>
/// An answer of face H: its status, the engine's sequence it is as of, and what writes its body. The shapes of
/// gateway.md §2 are made by <see cref="Shapes"/>.
/// </summary>
/// <param name="status">HTTP's status.</param>
/// <param name="sequence">What header <c>X-Sequence</c> says; null: the answer is not of the engine.</param>
/// <param name="write">Writes the body, one JSON value.</param>
internal sealed class Answer(int status, long? sequence, Action<Utf8JsonWriter> write) : IResult
{
    /// <summary>The header that says which sequence an answer is as of.</summary>
    public const string SequenceHeader = "X-Sequence";

    private const string ContentType = "application/json";

    public int Status => status;

    public async Task ExecuteAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        if (sequence is { } asOf)
            response.Headers[SequenceHeader] = asOf.ToString(CultureInfo.InvariantCulture);
        long bytes = Write(response.BodyWriter);
        ValueTask<FlushResult> reading = response.BodyWriter.FlushAsync(context.RequestAborted);
        if (reading.IsCompleted)
            await reading;
        else
            await context.RequestServices.GetRequiredService<UnreadAnswers>().AwaitAsync(context, bytes, reading);
    }

    private long Write(PipeWriter body)
    {
        using var writer = new Utf8JsonWriter(body, JsonStyle.Compact);
        write(writer);
        writer.Flush();
        return writer.BytesCommitted;
    }
}
