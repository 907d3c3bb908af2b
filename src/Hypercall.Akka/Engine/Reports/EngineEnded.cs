using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Engine.Reports;

/// <summary>The engine has ended; everything it had taken is answered.</summary>
/// <param name="Generation">The supervisor's number.</param>
/// <param name="Notice">Why.</param>
internal sealed record EngineEnded(int Generation, StopNotice Notice) : EngineReport(Generation);
