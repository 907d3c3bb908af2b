namespace Hypercall.Cli.Output;

/// <summary>Outcomes as lines of JSON, as <c>hypercall submit</c> writes them.</summary>
internal sealed class OutcomeDisplay : IWatchDisplay
{
    private readonly JsonLines _lines = new(StandardOutput.Open());

    public bool NeedsHistory => false;

    public int Take(ApplyOutput outcome)
    {
        _lines.Write(writer => OutcomeJson.Write(writer, outcome));
        _lines.Flush();
        return 1;
    }

    public int Show(long sequence) => 0;

    public void PassedOver(long first, long last) =>
        Console.Error.WriteLine($"hypercall: outcomes {first} to {last} were missed; the journal has them");
}
