using Hypercall.Cli.Embedded;
using Hypercall.Sequencer.Live;

namespace Hypercall.Cli.Running;

/// <summary>
/// Submits lines of a stream with a bounded number in flight and writes each outcome as a line, in the order of the
/// commands. A command without a request id gets one, so that a retry does not execute it twice.
/// </summary>
/// <param name="client">Where commands go.</param>
/// <param name="inFlight">Most commands not answered yet.</param>
/// <param name="output">Where outcomes go.</param>
internal sealed class Submitting(IEngineClient client, int inFlight, Stream output)
{
    private readonly Queue<Sent> _sent = new();
    private readonly JsonLines _lines = new(output);
    private int _code = ExitCode.Done;

    private readonly record struct Sent(long Line, RequestId RequestId, Task<SubmissionResult> Result);

    /// <summary>Runs until the input ends and everything is answered.</summary>
    /// <returns>CheckFailed where a command got no outcome.</returns>
    /// <exception cref="InputException">A line is no command; what precedes it has been answered.</exception>
    public async Task<int> RunAsync(NdjsonReader input, CancellationToken cancellation)
    {
        try
        {
            foreach (InputCommand command in input.Read())
            {
                Send(command.Row, command.Submitted, cancellation);
                while (_sent.Count >= inFlight || (_sent.TryPeek(out Sent first) && first.Result.IsCompleted))
                    await WriteNextAsync();
            }
        }
        finally
        {
            while (_sent.Count > 0)
                await WriteNextAsync();
        }

        return _code;
    }

    private void Send(long line, in SubmittedCommand command, CancellationToken cancellation)
    {
        RequestId requestId = command.RequestId ?? RequestId.FromGuid(Guid.NewGuid());
        ClientRequest request = Requests.Of(command) with { RequestId = requestId };
        _sent.Enqueue(new Sent(line, requestId, client.SubmitAsync(request, cancellation)));
    }

    private async Task WriteNextAsync()
    {
        Sent next = _sent.Dequeue();
        SubmissionResult result = await next.Result;
        _lines.Write(writer =>
        {
            if (result.Outcome is { } outcome)
                OutcomeJson.Write(writer, outcome);
            else
                WriteWithout(writer, next, result.Status);
        });
        _lines.Flush();
    }

    /// <summary>What is known of a command without an outcome; its request id serves to ask again.</summary>
    private void WriteWithout(Utf8JsonWriter writer, in Sent sent, SubmissionStatus status)
    {
        _code = ExitCode.CheckFailed;
        writer.WriteStartObject();
        writer.WriteNumber("line"u8, sent.Line);
        writer.WriteString("requestId"u8, sent.RequestId.ToGuid());
        writer.WriteString("status"u8, JsonNamingPolicy.CamelCase.ConvertName(status.ToString()));
        writer.WriteEndObject();
    }
}
