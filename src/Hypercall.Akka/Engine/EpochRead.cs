using Akka.Actor;

namespace Hypercall.Akka.Engine;

/// <summary>Answer to <see cref="ReadEpoch"/>.</summary>
/// <param name="Epoch">The highest epoch found, 0 where the record was not there.</param>
internal sealed record EpochRead(long Epoch) : INoSerializationVerificationNeeded;
