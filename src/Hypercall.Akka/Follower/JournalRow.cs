namespace Hypercall.Actors.Follower;

/// <summary>One row of a journal.</summary>
/// <param name="Number">Akka's sequence number.</param>
/// <param name="Payload">What was persisted, decoded by the serializer.</param>
internal readonly record struct JournalRow(long Number, object Payload);
