using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Views;

/// <summary>
/// Makes a range of outcomes anew: executes a journal's records, from a snapshot before the range where there is one,
/// and encodes what the range's commands do. Equal to what was published, because the engine is deterministic and every
/// recorded hash is compared.
/// </summary>
internal sealed class OutcomeReplay : IReplayObserver
{
    private readonly ReplayOptions _options;
    private readonly CanonicalWriter _writer = new(64 * 1024);
    private readonly List<int> _ends = [];
    private readonly long _lastWanted;
    private JournalReplayer _replayer;
    private long _firstWanted;
    private Hash256 _hash;

    public OutcomeReplay(ReplayOptions options, long firstSequence, long lastSequence)
    {
        _options = options with { Observer = this };
        _firstWanted = firstSequence;
        _lastWanted = lastSequence;
        _replayer = NewReplayer();
    }

    /// <summary>Number of the record to read next.</summary>
    public long NextRecordNumber => _replayer.NextRecordNumber;

    /// <summary>True once the range has been given.</summary>
    public bool IsDone => _firstWanted > _lastWanted;

    /// <summary>A replay that has read nothing, for <see cref="TryBegin"/> to begin with a snapshot.</summary>
    public JournalReplayer NewReplayer() => new(_options);

    /// <summary>Begins at a snapshot that lies before the range; else stays at the journal's start.</summary>
    public bool TryBegin(JournalReplayer snapshot)
    {
        if (snapshot.Engine.Sequence >= _firstWanted)
            return false;
        _replayer = snapshot;
        return true;
    }

    /// <summary>Executes the next record.</summary>
    /// <returns>Its outcomes within the range, or null where it has none.</returns>
    /// <exception cref="InvalidDataException">The record is damaged or gives another hash.</exception>
    public PublishedBatch? Execute(long recordNumber, ReadOnlyMemory<byte> record)
    {
        ReplayVerdict verdict = _replayer.Replay(recordNumber, record);
        if (!verdict.Accepted)
            throw new InvalidDataException(verdict.Error);
        if (_ends.Count == 0)
            return null;
        var header = new BatchHeader(
            _replayer.Report.Epoch, _firstWanted, _ends.Count, _firstWanted - 1, _hash);
        PublishedBatch batch = PublishedBatch.FromOutcomes(header, _writer.ToArray(), [.. _ends]);
        _firstWanted += _ends.Count;
        _writer.Reset();
        _ends.Clear();
        return batch;
    }

    public void Applied(in CommandEnvelope envelope, ApplyOutput output, ExchangeEngine engine)
    {
        if (output.Sequence < _firstWanted || output.Sequence > _lastWanted)
            return;
        OutcomeCodec.Write(_writer, output);
        _ends.Add(_writer.Length);
        _hash = output.Hash;
    }
}
