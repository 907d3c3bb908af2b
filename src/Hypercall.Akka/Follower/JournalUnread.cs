using Akka.Actor;

namespace Hypercall.Actors.Follower;

/// <summary>A journal could not be read, or did not answer in time.</summary>
/// <param name="Cause">Why.</param>
internal sealed record JournalUnread(Exception Cause) : INoSerializationVerificationNeeded;
