namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>The host's process ends in the middle of an effect.</summary>
internal sealed class SimulatedCrashException : Exception;
