namespace Hypercall.Cli.Bench;

/// <summary>What a load found.</summary>
/// <param name="Count">Orders that were answered; with subscribers, messages that arrived.</param>
/// <param name="Seconds">How long they took together.</param>
/// <param name="P50Ms">Time from when one was due to its answer: half of them took no longer.</param>
/// <param name="P99Ms">Of a hundred, one took longer.</param>
internal sealed record LoadFigures(long Count, double Seconds, double P50Ms, double P99Ms)
{
    public double Rate => Count / Seconds;
}
