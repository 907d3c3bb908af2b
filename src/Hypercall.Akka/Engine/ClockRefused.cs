using Akka.Actor;

namespace Hypercall.Actors.Engine;

/// <summary>Tells an engine that its clock is not the others'.</summary>
/// <param name="Detail">A sentence.</param>
internal sealed record ClockRefused(string Detail) : INoSerializationVerificationNeeded;
