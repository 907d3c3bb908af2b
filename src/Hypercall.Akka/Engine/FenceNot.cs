using Akka.Actor;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Engine;

/// <summary>Ends an engine that has recovered: the journal is not to be taken.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Detail">A sentence.</param>
internal sealed record FenceNot(StopReason Reason, string Detail) : INoSerializationVerificationNeeded;
