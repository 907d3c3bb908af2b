namespace Hypercall.Actors.Engine.Reports;

/// <summary>A snapshot failed its checks: the engine stops, and wants to recover from an older one.</summary>
/// <param name="Generation">The supervisor's number.</param>
/// <param name="RecordNumber">The snapshot's number in the store.</param>
/// <param name="Error">What is wrong with it.</param>
internal sealed record EngineSnapshotRefused(int Generation, long RecordNumber, string Error)
    : EngineReport(Generation);
