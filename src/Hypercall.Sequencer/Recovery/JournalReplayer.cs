using Hypercall.Engine;
using Hypercall.Engine.State;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Sequencer.Recovery;

/// <summary>
/// Applies a journal to an engine and refuses, naming record and sequence, whatever does not fit: a gap, an epoch
/// going back, a damaged or unknown record, a hash that differs from the recomputed one. It never skips on its own and
/// never repairs. Recovery, followers and <c>verify</c> use it.
/// </summary>
public sealed class JournalReplayer
{
    /// <summary>A replay that has read nothing.</summary>
    /// <param name="engineId">Whose journal it must be; null: any, the first record decides.</param>
    /// <param name="options">How the engine runs.</param>
    /// <param name="skips">The operator's skips.</param>
    /// <param name="observer">Sees every command applied, or null.</param>
    public JournalReplayer(
        string? engineId,
        EngineOptions? options = null,
        IReadOnlyList<SkipRecord>? skips = null,
        IReplayObserver? observer = null) => throw new NotSupportedException();

    /// <summary>The engine as of the last record.</summary>
    public ExchangeEngine Engine => throw new NotSupportedException();

    /// <summary>The journal's header: its first record, or what the snapshot carries of it; null before either.</summary>
    public JournalRecord? Header => throw new NotSupportedException();

    /// <summary>Number the next record must have.</summary>
    public long NextRecordNumber => throw new NotSupportedException();

    /// <summary>What has been done so far.</summary>
    public RecoveryReport Report => throw new NotSupportedException();

    /// <summary>Begins with a snapshot; nothing may have been replayed yet.</summary>
    /// <param name="storeRecordNumber">The record number under which the store keeps it.</param>
    /// <param name="bytes">The snapshot.</param>
    public ReplayVerdict OfferSnapshot(long storeRecordNumber, ReadOnlyMemory<byte> bytes) =>
        throw new NotSupportedException();

    /// <summary>Applies the next record.</summary>
    public ReplayVerdict Replay(long recordNumber, ReadOnlyMemory<byte> bytes) => throw new NotSupportedException();

    /// <summary>Ends the replay: a skip of a command that the journal does not hold is refused here.</summary>
    public ReplayVerdict Complete() => throw new NotSupportedException();
}
