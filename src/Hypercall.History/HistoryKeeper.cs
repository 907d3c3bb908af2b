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

    /// <summary>How far the store goes.</summary>
    public HistoryMark Stored => Volatile.Read(ref _stored);

    /// <summary>The commands from where an engine stands follow.</summary>
    /// <param name="engine">Has applied nothing, or stands at a snapshot.</param>
    public void Begin(ExchangeEngine engine)
    {
        _fold = new HistoryFold(engine);
        _stored = _writer.Begin();
        _seen = new HistoryMark(0, engine.Sequence, engine.Hash, engine.TimestampMs);
        if (engine.Sequence > _stored.Sequence)
            BeginBehindArchive(engine);
        else
            _fold.Forget();
    }

    /// <summary>Folds a command.</summary>
    /// <exception cref="HistoryContradictedException">
    /// What is stored is not of this journal; it has been taken away, and the journal is to be shown again from its
    /// start.
    /// </exception>
    public void Applied(in CommandEnvelope envelope, ApplyOutput outcome, ExchangeEngine engine)
    {
        _fold!.Apply(envelope, outcome, engine);
        _seen = new HistoryMark(0, outcome.Sequence, outcome.Hash, outcome.TimestampMs);
        if (outcome.Sequence > _stored.Sequence)
            return;
        _fold.Forget();
        if (outcome.Sequence == _stored.Sequence && outcome.Hash != _stored.Hash)
        {
            _writer.Reset(HistoryMark.None);
            throw new HistoryContradictedException(_stored.Sequence);
        }
    }

    /// <summary>Stores what was folded; one that throws may be called again.</summary>
    public void Save()
    {
        if (_seen.Sequence <= _stored.Sequence)
            return;
        HistoryMark stored = _writer.Save(_fold!.Batch, _seen);
        _fold.Forget();
        Volatile.Write(ref _stored, stored);
    }

    /// <summary>
    /// What lies before was archived and is not shown: a store that does not hold it would have a hole: it begins
    /// anew.
    /// </summary>
    private void BeginBehindArchive(ExchangeEngine engine)
    {
        _writer.Reset(HistoryMark.None with { Since = engine.Sequence });
        _stored = HistoryMark.None with { Since = engine.Sequence };
    }
}
