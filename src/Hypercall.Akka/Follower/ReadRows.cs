using Akka.Actor;

namespace Hypercall.Actors.Follower;

/// <summary>To a <see cref="JournalReader"/>: read some rows. Answered by <see cref="JournalRows"/> or
/// <see cref="JournalUnread"/>; one request at a time.</summary>
/// <param name="FirstNumber">Number of the first row wanted, from 1.</param>
/// <param name="Count">Most rows wanted.</param>
internal sealed record ReadRows(long FirstNumber, int Count) : INoSerializationVerificationNeeded;
