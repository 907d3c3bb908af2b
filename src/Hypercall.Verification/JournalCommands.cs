using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Verification;

/// <summary>
/// Reads a journal command by command, whatever record each stands in, and applies it to an engine: for tools that
/// stop in the middle of a record or run two journals side by side. Checks the records' encoding; comparing hashes is
/// the verifier's work.
/// </summary>
/// <param name="firstRecord">The record whose commands come first.</param>
public sealed class JournalCommands(VenueJournal journal, long firstRecord = 1) : IDisposable
{
    private readonly JournalCursor _cursor = journal.Read(firstRecord);
    private readonly HashSet<long> _skipped = [.. journal.ReadSkips().Select(skip => skip.Sequence)];
    private readonly List<CommandEnvelope> _envelopes = [];
    private int _next;

    /// <summary>Record of the current command.</summary>
    public long RecordNumber { get; private set; }

    /// <summary>The current command.</summary>
    public CommandEnvelope Current => _envelopes[_next - 1];

    /// <summary>Moves to the next command.</summary>
    /// <returns>False at the end of the journal.</returns>
    /// <exception cref="JournalDamagedException">A record cannot be read.</exception>
    public bool MoveNext()
    {
        while (_next == _envelopes.Count)
        {
            if (!_cursor.MoveNext())
                return false;
            Decode(_cursor.Current);
        }

        _next++;
        return true;
    }

    /// <summary>Applies the current command, or skips it where the operator said so.</summary>
    public ApplyOutput ApplyTo(ExchangeEngine engine) =>
        _skipped.Contains(Current.Sequence) ? engine.ApplySkipped(Current) : engine.Apply(Current);

    public void Dispose() => _cursor.Dispose();

    private void Decode(JournalRow row)
    {
        _envelopes.Clear();
        _next = 0;
        RecordNumber = row.Number;
        var reader = new JournalCommandReader(journal.Decode(row), new Utf8StringPool());
        while (reader.TryRead(out CommandEnvelope envelope))
            _envelopes.Add(envelope);
        if (reader.Error is { } error)
            throw new JournalDamagedException(journal.Location, row.Number, error);
    }
}
