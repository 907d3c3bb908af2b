namespace Hypercall.Actors.Engine.Reports;

/// <summary>Something an operator should know, which the engine went on after.</summary>
/// <param name="Generation">The supervisor's number.</param>
/// <param name="Text">A sentence.</param>
internal sealed record EngineWarning(int Generation, string Text) : EngineReport(Generation);
