using Akka.Actor;

namespace Hypercall.Actors.Views;

/// <summary>
/// From <see cref="JournalOutcomes"/>: the journal no longer holds what comes before the range, nor a snapshot to begin
/// at. It was archived: only a newer snapshot leads on.
/// </summary>
/// <param name="RequestId">The feed's request.</param>
internal sealed record RangeGone(long RequestId) : INoSerializationVerificationNeeded;
