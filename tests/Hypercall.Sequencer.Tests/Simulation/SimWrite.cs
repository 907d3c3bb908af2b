namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>A write on its way to the journal.</summary>
internal sealed class SimWrite(long number, byte[] bytes)
{
    public long Number => number;

    public byte[] Bytes => bytes;

    public bool Landed { get; set; }

    public bool Dropped { get; set; }
}
