using Akka.Actor;

namespace Hypercall.Actors.Engine;

/// <summary>Answer to <see cref="ReadEpoch"/>.</summary>
/// <param name="Epoch">The highest epoch found, 0 where no sound record was there.</param>
/// <param name="Tries">Reads it took.</param>
internal sealed record EpochRead(long Epoch, int Tries) : INoSerializationVerificationNeeded;
