using System.Text.Json;
using Hypercall.Engine.Events;
using Hypercall.Json;

namespace Hypercall.Cli.Output;

/// <summary>Outcomes as lines of JSON, as <c>hypercall submit</c> writes them.</summary>
internal sealed class OutcomeDisplay : IWatchDisplay
{
    private readonly Stream _stream = Console.OpenStandardOutput();
    private readonly Utf8JsonWriter _writer;

    public OutcomeDisplay() => _writer = new Utf8JsonWriter(_stream, JsonStyle.Compact);

    public bool NeedsHistory => false;

    public int Take(ApplyOutput outcome)
    {
        _writer.Reset(_stream);
        OutcomeJson.Write(_writer, outcome);
        _writer.Flush();
        _stream.WriteByte((byte)'\n');
        return 1;
    }

    public int Show(long sequence)
    {
        _stream.Flush();
        return 0;
    }

    public void PassedOver(long first, long last) =>
        Console.Error.WriteLine($"hypercall: outcomes {first} to {last} were missed; the journal has them");
}
