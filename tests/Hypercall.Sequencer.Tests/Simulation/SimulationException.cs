namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>A property of the system does not hold.</summary>
internal sealed class SimulationException(string message) : Exception(message);

/// <summary>The host's process ends in the middle of an effect.</summary>
internal sealed class SimulatedCrashException : Exception;
