using Hypercall.Sequencer.Recovery;

namespace Hypercall.Sequencer.Snapshots;

/// <summary>
/// A snapshot as the sequencer gives it away: not yet put together, digested and checked, which takes many times what
/// encoding the state does, and a thread of its own.
/// </summary>
public sealed class SnapshotDraft
{
    private readonly EngineSnapshot _description;
    private readonly StateDraft _state;
    private readonly ReplayOptions _replay;

    internal SnapshotDraft(EngineSnapshot description, StateDraft state, ReplayOptions replay)
    {
        _description = description;
        _state = state;
        _replay = replay;
    }

    /// <summary>A draft of an engine's state at a record's boundary.</summary>
    /// <param name="header">The journal's header.</param>
    /// <param name="at">Epoch and number of the last record that the state holds.</param>
    /// <param name="skipped">The sequences skipped up to it.</param>
    internal static SnapshotDraft Of(
        ExchangeEngine engine,
        JournalRecord header,
        (long Epoch, long RecordNumber) at,
        IReadOnlyList<long> skipped,
        ReplayOptions replay)
    {
        EngineSnapshot description = EngineSnapshot.Blank with
        {
            EngineId = header.EngineId,
            Epoch = at.Epoch,
            RecordNumber = at.RecordNumber,
            Sequence = engine.Sequence,
            Hash = engine.Hash,
            TimeSource = header.TimeSource,
            Origin = header.Origin,
            Skipped = skipped,
        };
        return new SnapshotDraft(description, engine.DraftSnapshot(), replay);
    }

    /// <summary>
    /// Puts the snapshot together and checks it as recovery would: its state is restored, with every invariant, and
    /// encoded again. Once, on any thread; never throws.
    /// </summary>
    public CheckedSnapshot Complete()
    {
        try
        {
            byte[] bytes = SnapshotCodec.Encode(_description, _state);
            ReplayVerdict verdict = new JournalReplayer(_replay).OfferSnapshot(_description.RecordNumber, bytes);
            return verdict.Accepted
                ? new CheckedSnapshot(bytes, SnapshotFlaw.None, null)
                : new CheckedSnapshot(default, SnapshotFlaw.Contradiction, verdict.Error);
        }
        catch (Exception exception)
        {
            return new CheckedSnapshot(
                default, SnapshotFlaw.NotMade, $"{exception.GetType().Name}: {exception.Message}");
        }
    }
}
