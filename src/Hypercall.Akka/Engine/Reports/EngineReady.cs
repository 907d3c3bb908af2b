using Akka.Actor;
using Hypercall.Sequencer.Ownership;

namespace Hypercall.Actors.Engine.Reports;

/// <summary>The fence is durable: commands are taken.</summary>
/// <param name="Generation">The supervisor's number.</param>
/// <param name="Engine">The engine actor.</param>
/// <param name="At">Its epoch, the last command applied, the hash after it.</param>
/// <param name="AcceptedLoss">What of the journal an operator accepted as lost, or null.</param>
internal sealed record EngineReady(int Generation, IActorRef Engine, JournalMark At, string? AcceptedLoss)
    : EngineReport(Generation);
