namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>
/// A machine on which hosts run, one incarnation after the other: ownership goes to another one and comes back. It has
/// a clock of its own, which may be wrong.
/// </summary>
internal sealed class SimNode(SimWorld world, int number)
{
    public int Number => number;

    /// <summary>How far its wall clock is off.</summary>
    public long ClockErrorMs { get; set; }

    /// <summary>Whether a host of this machine has owned the journal.</summary>
    public bool HasOwned { get; set; }

    public long WallMs => world.WallMs + ClockErrorMs;
}
