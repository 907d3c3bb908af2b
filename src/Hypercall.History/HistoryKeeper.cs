using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.History.Storage;

namespace Hypercall.History;

/// <summary>
/// Keeps a partition's history up to the journal: is shown every command in order, with the engine after it, folds and
/// stores. Begins wherever its source does and passes over what is stored, so that what a crash took comes again from
/// the journal and nothing comes twice. One caller at a time.
/// </summary>
public sealed class HistoryKeeper(HistoryDatabase database)
{
    private readonly HistoryWriter _writer = new(database);
    private HistoryFold? _fold;
    private HistoryMark _stored = HistoryMark.None;
    private HistoryMark _seen = HistoryMark.None;

    /// <summary>False where what is shown begins behind an archive: not all of it would come again.</summary>
    private bool _isWhole;

    /// <summary>How far the store goes.</summary>
    public HistoryMark Stored => Volatile.Read(ref _stored);

    /// <summary>
    /// The commands from where an engine stands follow. Where what lies before was archived, and is not shown, a store
    /// that does not hold it would have a hole: it begins anew.
    /// </summary>
    /// <param name="engine">Has applied nothing, or stands at a snapshot.</param>
    /// <exception cref="HistoryContradictedException">
    /// What is stored goes as far as the engine and is not of this journal; it has been taken away. Or another version
    /// of the program has taken the store over since this keeper began first.
    /// </exception>
    public void Begin(ExchangeEngine engine)
    {
        HistoryMark stored = _writer.Begin(mayReplace: _fold is null);
        HistoryMark anew = HistoryMark.None with { Since = engine.Sequence };
        while (engine.Sequence > stored.Sequence && stored != anew)
            stored = _writer.Replace(stored, anew);
        _fold = new HistoryFold(engine);
        _isWhole = engine.Sequence == 0;
        if (stored.Sequence >= engine.Sequence)
            _fold.Forget();
        _seen = new HistoryMark(0, engine.Sequence, engine.Hash, engine.TimestampMs);
        Volatile.Write(ref _stored, stored);
        if (engine.Sequence > 0)
            RequireSame();
    }

    /// <summary>Folds a command.</summary>
    /// <exception cref="HistoryContradictedException">
    /// What is stored is not of this journal; it has been taken away.
    /// </exception>
    public void Applied(in CommandEnvelope envelope, ApplyOutput outcome, ExchangeEngine engine)
    {
        _fold!.Apply(envelope, outcome, engine);
        _seen = new HistoryMark(0, outcome.Sequence, outcome.Hash, outcome.TimestampMs);
        if (outcome.Sequence > _stored.Sequence)
            return;
        _fold.Forget();
        RequireSame();
    }

    /// <summary>Stores what was folded; one that throws anything else may be called again.</summary>
    /// <param name="isEnd">
    /// Whether the journal had a record, and no more, when it was last read, after the call before. One that is shown
    /// whole, and ends before what is stored, has lost that, or is another one.
    /// </param>
    /// <exception cref="HistoryContradictedException">
    /// What is stored is not of this journal, and has been taken away; or it is not what this keeper stored or found.
    /// </exception>
    public void Save(bool isEnd = false)
    {
        if (isEnd && _isWhole && _seen.Sequence < _stored.Sequence)
            throw Contradicted($"it goes up to sequence {_stored.Sequence}, the journal up to {_seen.Sequence}");
        if (_seen.Sequence <= _stored.Sequence)
            return;
        HistoryMark stored = _writer.Save(_fold!.Batch, _stored, _seen);
        _fold.Forget();
        Volatile.Write(ref _stored, stored);
        RequireSame();
    }

    private void RequireSame()
    {
        if (_seen.Sequence == _stored.Sequence && _seen.Hash != _stored.Hash)
            throw Contradicted($"after sequence {_stored.Sequence} it has another hash");
    }

    /// <summary>Takes away what was stored of another journal, unless somebody has done so already.</summary>
    private HistoryContradictedException Contradicted(string how)
    {
        _writer.Replace(_stored, HistoryMark.None);
        return new HistoryContradictedException($"the history was not made of this journal: {how}");
    }
}
