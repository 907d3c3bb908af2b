using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>
/// A view behind a lossy network: folds the outcomes it gets, fills gaps from the owner's ring or, where that is gone,
/// from the journal. Its content must in the end be that of a fresh fold over the journal.
/// </summary>
internal sealed class SimView(SimWorld world)
{
    private readonly BatchCursor _cursor = new();
    private bool _repairing;

    /// <summary>A digest of each outcome, by sequence from 1.</summary>
    public List<uint> Outcomes { get; } = [];

    public void Receive(BatchHeader header, uint[] outcomes)
    {
        BatchVerdict verdict = _cursor.Observe(header);
        if (verdict == BatchVerdict.Apply)
            Outcomes.AddRange(outcomes.AsSpan(_cursor.SkipCount));
        else if (verdict == BatchVerdict.Stale)
            world.Count(Fault.StaleBatchIgnored);
        else if (verdict == BatchVerdict.Gap && !_repairing)
            world.After(world.Random.Between(1, 40), Repair);
        _repairing |= verdict == BatchVerdict.Gap;
    }

    public static uint[] Digests(PublishedBatch batch)
    {
        uint[] digests = new uint[batch.Header.Count];
        for (int i = 0; i < digests.Length; i++)
            digests[i] = Crc32C.Compute(batch.Outcome(i).Span);
        return digests;
    }

    private void Repair()
    {
        _repairing = false;
        if (world.Current is { } host && host.Resend(_cursor.NextSequence) is { } kept)
        {
            foreach (PublishedBatch batch in kept)
                Resent(batch);
            world.Count(Fault.GapFilledFromRing);
            return;
        }

        var fold = new JournalFold();
        JournalReplayer? replayer = world.TryFold(fold);
        if (replayer is null)
            return;
        Outcomes.AddRange(fold.Outcomes.Skip(Outcomes.Count));
        _cursor.CaughtUp(fold.Outcomes.Count);
        world.Count(Fault.GapFilledFromJournal);
    }

    private void Resent(PublishedBatch batch)
    {
        if (_cursor.Observe(batch.Header) == BatchVerdict.Apply)
            Outcomes.AddRange(Digests(batch).AsSpan(_cursor.SkipCount));
    }
}
