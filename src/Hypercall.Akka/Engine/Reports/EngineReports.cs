namespace Hypercall.Actors.Engine.Reports;

/// <summary>What an engine actor tells its partition's actor.</summary>
internal abstract record EngineReport : INoSerializationVerificationNeeded;

/// <summary>A new engine reads snapshot and journal.</summary>
internal sealed record EngineRecovering : EngineReport;

/// <summary>
/// Snapshot and journal are read: the engine waits for <see cref="FenceNow"/> or <see cref="FenceNot"/>.
/// </summary>
/// <param name="Epoch">The journal's highest epoch.</param>
/// <param name="LastRecord">The journal's last number.</param>
/// <param name="PreviousOwner">Host of that epoch; null where recovery did not read its fence.</param>
internal sealed record EngineRecovered(long Epoch, long LastRecord, string? PreviousOwner) : EngineReport;

/// <summary>
/// Recovery failed before it was given a snapshot or record: the snapshot store or the journal cannot be read. The
/// engine stops.
/// </summary>
internal sealed record EngineRecoveredNothing(string Detail) : EngineReport;

/// <summary>A snapshot failed its checks: the engine stops, and wants to recover from an older one.</summary>
/// <param name="RecordNumber">The snapshot's number in the store.</param>
/// <param name="Error">What is wrong with it.</param>
/// <param name="AcceptedLoss">What it shows to be lost of the journal and an operator accepted, or null.</param>
internal sealed record EngineSnapshotRefused(long RecordNumber, string Error, string? AcceptedLoss) : EngineReport;

/// <summary>The engine has its fence written: from now on the journal may hold it.</summary>
/// <param name="Epoch">Its epoch.</param>
internal sealed record EngineFencing(long Epoch) : EngineReport;

/// <summary>A snapshot was made, checked and saved.</summary>
/// <param name="RecordNumber">The snapshot's number in the store.</param>
internal sealed record EngineSnapshotSaved(long RecordNumber) : EngineReport;

/// <summary>The fence is durable: commands are taken.</summary>
/// <param name="At">Its epoch, the last command applied, the hash after it.</param>
/// <param name="AcceptedLoss">What of the journal an operator accepted as lost, or null.</param>
internal sealed record EngineReady(JournalMark At, string? AcceptedLoss) : EngineReport;

/// <summary>Something an operator should know, which the engine went on after.</summary>
/// <param name="Text">A sentence.</param>
internal sealed record EngineWarning(string Text) : EngineReport;

/// <summary>The engine has ended; everything it had taken is answered.</summary>
internal sealed record EngineEnded(StopNotice Notice) : EngineReport;
