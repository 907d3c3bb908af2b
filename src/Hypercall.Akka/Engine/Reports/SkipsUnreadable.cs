using Akka.Actor;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Engine.Reports;

/// <summary>The partition's skip records could not be read; the ledger stops.</summary>
/// <param name="Failure">Whether another try may help.</param>
/// <param name="Detail">Why.</param>
internal sealed record SkipsUnreadable(RecoveryFailure Failure, string Detail) : INoSerializationVerificationNeeded;
