namespace Hypercall.Actors.Views;

/// <summary>
/// To <see cref="JournalOutcomes"/>: outcomes of a range. Answered as the owner's ring answers: RangeBatch per record,
/// then RangeCompleted, or RangeUnavailable.
/// </summary>
/// <param name="RequestId">The feed's request.</param>
/// <param name="FirstSequence">First sequence wanted.</param>
/// <param name="LastSequence">Last sequence wanted.</param>
internal sealed record ReadOutcomes(long RequestId, long FirstSequence, long LastSequence)
    : INoSerializationVerificationNeeded;

/// <summary>
/// From <see cref="JournalOutcomes"/>: the journal no longer holds what comes before the range, nor a snapshot to begin
/// at. It was archived: only a newer snapshot leads on.
/// </summary>
/// <param name="RequestId">The feed's request.</param>
internal sealed record RangeGone(long RequestId) : INoSerializationVerificationNeeded;
