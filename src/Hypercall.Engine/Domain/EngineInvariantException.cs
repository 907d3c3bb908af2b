namespace Hypercall.Engine.Domain;

/// <summary>An invariant of the state does not hold: a defect of the engine, never a bad command.</summary>
public sealed class EngineInvariantException(string message) : InvalidOperationException(message);
