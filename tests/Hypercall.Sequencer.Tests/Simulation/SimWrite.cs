namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>A host's write on its way to the journal as it was when it set out.</summary>
internal sealed class SimWrite(SimHost host, long number, byte[] bytes, int journalGeneration)
{
    public SimHost Host => host;

    public long Number => number;

    public byte[] Bytes => bytes;

    public int JournalGeneration => journalGeneration;

    public bool Landed { get; set; }

    public bool Dropped { get; set; }
}
