using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Actors.Engine;

/// <summary>Lets an engine that has recovered write its fence.</summary>
/// <param name="Terms">What is known from others.</param>
internal sealed record FenceNow(FenceTerms Terms) : INoSerializationVerificationNeeded;

/// <summary>Of what an operator accepts as lost no snapshot is left: the fence may follow.</summary>
/// <param name="Terms">Those that the fence waited with.</param>
internal sealed record LostSnapshotsDeleted(FenceTerms Terms) : INoSerializationVerificationNeeded;

/// <summary>Ends an engine that has recovered: the journal is not to be taken.</summary>
/// <param name="Detail">A sentence.</param>
internal sealed record FenceNot(StopReason Reason, string Detail) : INoSerializationVerificationNeeded;

/// <summary>Tells an engine, or its partition's actor, of snapshots in the store.</summary>
/// <param name="Numbers">Their numbers, the newest first; none where they could not be read.</param>
internal sealed record SnapshotsListed(IReadOnlyList<long> Numbers) : INoSerializationVerificationNeeded;

/// <summary>A snapshot of an engine's is made and checked, or cannot be.</summary>
/// <param name="RecordNumber">Its record number.</param>
/// <param name="Result">What came of it.</param>
internal sealed record SnapshotCompleted(long RecordNumber, CheckedSnapshot Result)
    : INoSerializationVerificationNeeded;

/// <summary>Tells an engine that its clock is not the others'.</summary>
/// <param name="Detail">A sentence.</param>
internal sealed record ClockRefused(string Detail) : INoSerializationVerificationNeeded;
