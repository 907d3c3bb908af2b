using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Cli.Replay;

/// <summary>
/// The commands before the first record of a journal whose head was archived. They are not there to be compared, but
/// the state that they lead to is known: an input is theirs where its own first commands lead to the same.
/// </summary>
/// <param name="lastSequence">The last of them.</param>
/// <param name="hash">State hash after it.</param>
/// <param name="skipped">Sequences that the operator had skipped.</param>
internal sealed class ArchivedHead(long lastSequence, Hash256 hash, HashSet<long> skipped)
{
    /// <summary>The head of a journal; null where the journal still holds it.</summary>
    public static ArchivedHead? Of(VenueJournal journal)
    {
        if (journal.FirstRecord == 1)
            return null;
        HashSet<long> skipped = [.. journal.ReadSkips().Select(skip => skip.Sequence)];
        if (journal.Mark is { } mark)
            return new ArchivedHead(mark.Sequence, mark.Hash, skipped);
        EngineSnapshot snapshot = JournalInspection.NewestSnapshot(journal);
        return new ArchivedHead(snapshot.Sequence, snapshot.Hash, skipped);
    }

    /// <summary>What tells an input from the one that the head came from; null where nothing does.</summary>
    public string? Difference(ICommandSource source)
    {
        var engine = new ExchangeEngine();
        foreach ((long sequence, InputCommand command) in InputSequence.Of(source))
        {
            if (sequence == engine.Sequence)
                continue;
            Apply(engine, command.Submitted.ToEnvelope(sequence));
            if (sequence == lastSequence)
                return engine.Hash == hash
                    ? null
                    : $"its first {sequence} commands, which were archived, are not those up to row {command.Row}";
        }

        return $"its first {lastSequence} commands were archived, and the input ends with command {engine.Sequence}";
    }

    private void Apply(ExchangeEngine engine, in CommandEnvelope envelope)
    {
        if (skipped.Contains(envelope.Sequence))
            engine.ApplySkipped(envelope);
        else
            engine.Apply(envelope);
    }
}
