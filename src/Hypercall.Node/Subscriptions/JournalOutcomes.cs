using Hypercall.Engine.Commands;
using Hypercall.Engine.Encoding;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Node.Storage;
using Hypercall.Node.Verification;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Node.Subscriptions;

/// <summary>
/// Outcomes made anew from the journal: runs it, from the newest snapshot before the wanted range, through an engine
/// of its own and encodes what it does. Equal to what was published, because the engine is deterministic and each
/// record's hash is compared. May run beside the node that writes the journal.
/// </summary>
internal sealed class JournalOutcomes : IReplayObserver
{
    private readonly CanonicalWriter _writer = new(64 * 1024);
    private readonly List<int> _ends = [];
    private long _firstWanted;
    private long _lastWanted;
    private Hash256 _hash;

    private JournalOutcomes(long firstSequence, long lastSequence)
    {
        _firstWanted = firstSequence;
        _lastWanted = lastSequence;
    }

    /// <summary>Outcomes of a range, one batch per record.</summary>
    /// <exception cref="JournalException">The journal does not hold them, or is damaged.</exception>
    public static IEnumerable<PublishedBatch> Read(NodeStorage storage, long firstSequence, long lastSequence)
    {
        using NodeStorage reading = storage.OpenForReading();
        var outcomes = new JournalOutcomes(firstSequence, lastSequence);
        foreach (PublishedBatch batch in outcomes.Run(reading.Journal, reading.Snapshots))
            yield return batch;
    }

    public void Applied(long recordNumber, in CommandEnvelope envelope, ApplyOutput output)
    {
        if (output.Sequence < _firstWanted || output.Sequence > _lastWanted)
            return;
        OutcomeCodec.Write(_writer, output);
        _ends.Add(_writer.Length);
        _hash = output.Hash;
    }

    private IEnumerable<PublishedBatch> Run(IJournal journal, ISnapshotStore snapshots)
    {
        JournalReplayer replayer = ReplayStart.Before(journal, snapshots, _firstWanted, observer: this);
        using IJournalCursor cursor = journal.Read(replayer.NextRecordNumber);
        while (_firstWanted <= _lastWanted)
        {
            if (!cursor.MoveNext())
            {
                throw new JournalDamagedException(
                    journal.Location, null, $"sequence {_lastWanted} is not in the journal");
            }

            ReplayVerdict verdict = replayer.Replay(cursor.Current.Number, cursor.Current.Bytes);
            if (!verdict.Accepted)
                throw new JournalDamagedException(journal.Location, verdict.RecordNumber, verdict.Error!);
            if (_ends.Count > 0)
                yield return TakeBatch(replayer.Report.Epoch);
        }
    }

    private PublishedBatch TakeBatch(long epoch)
    {
        var header = new BatchHeader(epoch, _firstWanted, _ends.Count, _firstWanted - 1, _hash);
        PublishedBatch batch = PublishedBatch.FromOutcomes(header, _writer.ToArray(), [.. _ends]);
        _firstWanted += _ends.Count;
        _writer.Reset();
        _ends.Clear();
        return batch;
    }
}
