using Hypercall.Cli.Inputs;
using Hypercall.Cli.Running;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Cli.Tests.Inputs;

/// <summary>Bytes that are no text, byte order marks, and that submit reads what apply reads.</summary>
public sealed class NdjsonReaderTests : IDisposable
{
    private static readonly byte[] Tick = [.. """{"type":"Tick","timestamp":1}"""u8, (byte)'\n'];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_line()
    {
        NdjsonReader reader = Reader([0xEF, 0xBB, 0xBF, .. Tick, .. Tick]);
        Assert.Equal([1L, 2L], reader.Read().Select(command => command.Row));
        string text = _folder["text"];
        File.WriteAllBytes(text, [0xEF, 0xBB, 0xBF, .. "a\nb\n"u8]);
        Assert.Equal(["a", "b"], InputFile.ReadLines(text).Select(line => line.Text));
    }

    [Fact]
    public void A_byte_order_mark_further_on_is_an_error() =>
        Assert.Contains(":2: ", Assert.Throws<InputException>(
            () => Reader([.. Tick, 0xEF, 0xBB, 0xBF, .. Tick]).Read().Count()).Message);

    [Fact]
    public async Task Submit_refuses_bytes_that_are_no_text_after_answering_what_precedes_them()
    {
        var client = new RecordingClient();
        using var output = new MemoryStream();
        var submitting = new Submitting(client, inFlight: 8, output, () => Task.CompletedTask);
        byte[] signer = [.. "{\"type\":\"Tick\",\"timestamp\":1,\"signer\":\""u8, 0xFF, .. "\"}\n"u8];

        InputException error = await Assert.ThrowsAsync<InputException>(
            () => submitting.RunAsync(Reader([.. Tick, .. signer]), CancellationToken.None));

        Assert.Contains(":2: ", error.Message);
        Assert.Contains("UTF-8", error.Message);
        Assert.Equal(1, client.Submitted);
        Assert.Contains("\"line\":1", System.Text.Encoding.UTF8.GetString(output.ToArray()));
    }

    /// <summary>Else each of the lines that are left would be tried for as long as the first.</summary>
    [Fact]
    public async Task Submit_stops_where_no_node_is_left_and_names_the_commands_without_an_outcome()
    {
        var client = new RecordingClient();
        using var output = new MemoryStream();
        var submitting = new Submitting(client, inFlight: 1, output, () => client.Submitted < 2
            ? Task.CompletedTask
            : Task.FromException(new CheckFailedException("none of them answers")));

        CheckFailedException error = await Assert.ThrowsAsync<CheckFailedException>(
            () => submitting.RunAsync(Reader([.. Tick, .. Tick, .. Tick, .. Tick]), CancellationToken.None));

        Assert.Equal(
            "none of them answers; of 2 commands that were sent 2 have no outcome (lines 1, 2): "
            + "their request ids are in the output",
            error.Message);
        Assert.Equal(2, client.Submitted);
        Assert.Equal(2, System.Text.Encoding.UTF8.GetString(output.ToArray()).Count(letter => letter == '\n'));
    }

    private NdjsonReader Reader(byte[] bytes)
    {
        string path = _folder["in.ndjson"];
        File.WriteAllBytes(path, bytes);
        return new NdjsonReader(path);
    }

    private sealed class RecordingClient : IEngineClient
    {
        public int Submitted { get; private set; }

        public Task<SubmissionResult> SubmitAsync(ClientRequest request, CancellationToken cancellation)
        {
            Submitted++;
            return Task.FromResult(new SubmissionResult(SubmissionStatus.NotExecuted, null));
        }
    }
}
