using Akka.Actor;
using Hypercall.Actors.Protocol;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Actors.Engine.Reports;

/// <summary>A skip record was stored, or could not be.</summary>
/// <param name="Command">The operator's request.</param>
/// <param name="Operator">Who made it.</param>
/// <param name="Skips">All skip records now.</param>
/// <param name="Error">Why it was not stored; null when it is.</param>
internal sealed record SkipStored(
    SkipCommand Command, IActorRef Operator, IReadOnlyList<SkipRecord> Skips, string? Error)
    : INoSerializationVerificationNeeded;
