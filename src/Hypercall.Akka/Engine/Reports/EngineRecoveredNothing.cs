namespace Hypercall.Actors.Engine.Reports;

/// <summary>
/// Recovery failed before it was given a snapshot or record: the snapshot store or the journal cannot be read. The
/// engine stops.
/// </summary>
/// <param name="Generation">The supervisor's number.</param>
/// <param name="Detail">Why.</param>
internal sealed record EngineRecoveredNothing(int Generation, string Detail) : EngineReport(Generation);
