namespace Hypercall.Actors.Engine.Reports;

/// <summary>
/// What an engine actor tells its partition's actor: what an earlier engine still says is ignored.
/// </summary>
/// <param name="Generation">The engine's number.</param>
internal abstract record EngineReport(int Generation) : INoSerializationVerificationNeeded;

/// <summary>A new engine reads snapshot and journal.</summary>
internal sealed record EngineRecovering(int Generation) : EngineReport(Generation);

/// <summary>
/// Snapshot and journal are read: the engine waits for <see cref="FenceNow"/> or <see cref="FenceNot"/>.
/// </summary>
/// <param name="Engine">The engine actor.</param>
/// <param name="Epoch">The journal's highest epoch.</param>
/// <param name="LastRecord">The journal's last number.</param>
/// <param name="PreviousOwner">Host of that epoch; null where recovery did not read its fence.</param>
internal sealed record EngineRecovered(
    int Generation, IActorRef Engine, long Epoch, long LastRecord, string? PreviousOwner) : EngineReport(Generation);

/// <summary>
/// Recovery failed before it was given a snapshot or record: the snapshot store or the journal cannot be read. The
/// engine stops.
/// </summary>
/// <param name="Detail">Why.</param>
internal sealed record EngineRecoveredNothing(int Generation, string Detail) : EngineReport(Generation);

/// <summary>A snapshot failed its checks: the engine stops, and wants to recover from an older one.</summary>
/// <param name="RecordNumber">The snapshot's number in the store.</param>
/// <param name="Error">What is wrong with it.</param>
internal sealed record EngineSnapshotRefused(int Generation, long RecordNumber, string Error)
    : EngineReport(Generation);

/// <summary>A snapshot was made, checked and saved.</summary>
/// <param name="RecordNumber">The snapshot's number in the store.</param>
internal sealed record EngineSnapshotSaved(int Generation, long RecordNumber) : EngineReport(Generation);

/// <summary>The fence is durable: commands are taken.</summary>
/// <param name="Engine">The engine actor.</param>
/// <param name="At">Its epoch, the last command applied, the hash after it.</param>
/// <param name="AcceptedLoss">What of the journal an operator accepted as lost, or null.</param>
internal sealed record EngineReady(int Generation, IActorRef Engine, JournalMark At, string? AcceptedLoss)
    : EngineReport(Generation);

/// <summary>Something an operator should know, which the engine went on after.</summary>
/// <param name="Text">A sentence.</param>
internal sealed record EngineWarning(int Generation, string Text) : EngineReport(Generation);

/// <summary>The engine has ended; everything it had taken is answered.</summary>
/// <param name="Notice">Why.</param>
internal sealed record EngineEnded(int Generation, StopNotice Notice) : EngineReport(Generation);
