namespace Hypercall.Actors.Engine.Reports;

/// <summary>A new engine reads snapshot and journal.</summary>
/// <param name="Generation">The supervisor's number.</param>
internal sealed record EngineRecovering(int Generation) : EngineReport(Generation);
