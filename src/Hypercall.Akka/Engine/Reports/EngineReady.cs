using Akka.Actor;

namespace Hypercall.Actors.Engine.Reports;

/// <summary>The fence is durable: commands are taken.</summary>
/// <param name="Generation">The supervisor's number.</param>
/// <param name="Engine">The engine actor.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Sequence">Last command applied.</param>
internal sealed record EngineReady(int Generation, IActorRef Engine, long Epoch, long Sequence)
    : EngineReport(Generation);
