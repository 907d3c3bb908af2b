namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>A read on its way: which host got it, and what that host had acknowledged before.</summary>
internal sealed class SimRead
{
    public SimHost? Host { get; set; }

    public long AckedSequence { get; set; }
}
