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
/// <param name="contact">Asked after a command without an outcome; fails where no node answers any more.</param>
internal sealed class Submitting(IEngineClient client, int inFlight, Stream output, Func<Task> contact)
{
    private const int MostNamed = 10;

    private readonly Queue<Sent> _sent = new();
    private readonly JsonLines _lines = new(output);
    private readonly List<long> _unknown = [];
    private long _count;

    private readonly record struct Sent(long Line, RequestId RequestId, Task<SubmissionResult> Result);

    /// <summary>Runs until the input ends and everything is answered.</summary>
    /// <returns>CheckFailed where a command got no outcome.</returns>
    /// <exception cref="InputException">A line is no command; what precedes it has been answered.</exception>
    /// <exception cref="CheckFailedException">No node is left; says which commands are without an outcome.</exception>
    public async Task<int> RunAsync(NdjsonReader input, CancellationToken cancellation)
    {
        try
        {
            await SubmitAllAsync(input, cancellation);
        }
        catch (CheckFailedException gone)
        {
            string lines = string.Join(", ", _unknown.Take(MostNamed)) + (_unknown.Count > MostNamed ? ", ..." : "");
            throw new CheckFailedException(
                $"{gone.Message}; of {_count} commands that were sent {_unknown.Count} have no outcome "
                + $"(lines {lines}): their request ids are in the output");
        }

        return _unknown.Count == 0 ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private async Task SubmitAllAsync(NdjsonReader input, CancellationToken cancellation)
    {
        try
        {
            foreach (InputCommand command in input.Read())
            {
                Send(command.Row, command.Submitted, cancellation);
                int unknown = _unknown.Count;
                while (_sent.Count >= inFlight || (_sent.TryPeek(out Sent first) && first.Result.IsCompleted))
                    await WriteNextAsync();
                if (_unknown.Count > unknown)
                    await contact();
            }
        }
        finally
        {
            while (_sent.Count > 0)
                await WriteNextAsync();
        }
    }

    private void Send(long line, in SubmittedCommand command, CancellationToken cancellation)
    {
        RequestId requestId = command.RequestId ?? RequestId.FromGuid(Guid.NewGuid());
        ClientRequest request = Requests.Of(command) with { RequestId = requestId };
        _count++;
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
        _unknown.Add(sent.Line);
        writer.WriteStartObject();
        writer.WriteNumber("line"u8, sent.Line);
        writer.WriteString("requestId"u8, sent.RequestId.ToGuid());
        writer.WriteString("status"u8, JsonNamingPolicy.CamelCase.ConvertName(status.ToString()));
        writer.WriteEndObject();
    }
}
