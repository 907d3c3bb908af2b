using Akka.Actor;
using Hypercall.Sequencer.Ownership;

namespace Hypercall.Actors.Engine;

/// <summary>Answer to <see cref="ReadEpoch"/>.</summary>
/// <param name="Found">What stands there; no epoch where no sound record does.</param>
/// <param name="Tries">Reads it took.</param>
internal sealed record EpochRead(JournalObservation Found, int Tries) : INoSerializationVerificationNeeded;
