using Akka.Actor;

namespace Hypercall.Actors.Engine;

/// <summary>Tells an <see cref="EpochReader"/> to read now; answered by <see cref="EpochRead"/>.</summary>
/// <param name="FromRecord">The last record known to be durable.</param>
/// <param name="Earlier">One before it, to be read too; 0: none.</param>
internal sealed record ReadEpoch(long FromRecord, long Earlier = 0) : INoSerializationVerificationNeeded;
