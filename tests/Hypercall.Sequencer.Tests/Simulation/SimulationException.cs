namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>A property of the system does not hold.</summary>
internal sealed class SimulationException(string message) : Exception(message);
