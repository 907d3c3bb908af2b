using Akka.Actor;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Actors.Engine.Reports;

/// <summary>The partition's skip records are read: all there are, in the order in which they were made.</summary>
/// <param name="Ledger">The ledger's actor, for a further one.</param>
/// <param name="Skips">The records.</param>
internal sealed record SkipsLoaded(IActorRef Ledger, IReadOnlyList<SkipRecord> Skips)
    : INoSerializationVerificationNeeded;
