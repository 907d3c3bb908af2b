namespace Hypercall.Verification;

/// <summary>
/// A journal executed command by command: from record 1, or from the oldest snapshot where the records before it were
/// archived.
/// </summary>
internal sealed class JournalRun(VenueJournal journal, JournalReplayer start) : IDisposable
{
    private readonly JournalCommands _commands = new(journal, start.NextRecordNumber);

    public ExchangeEngine Engine { get; } = start.Engine;

    /// <summary>The last command applied; null before any.</summary>
    public JournaledCommand? LastCommand { get; private set; }

    /// <summary>A run that stands before the first command there is.</summary>
    public static JournalRun Begin(VenueJournal journal) => new(
        journal,
        ReplayStart.At(journal, journal.FirstRecord > 1 ? journal.ReadSnapshotNumbers().Reverse() : []));

    /// <summary>Applies the next command.</summary>
    /// <returns>False at the end.</returns>
    public bool TryApply()
    {
        if (!_commands.MoveNext())
            return false;
        _commands.ApplyTo(Engine);
        LastCommand = new JournaledCommand(_commands.RecordNumber, _commands.Current);
        return true;
    }

    public void Dispose() => _commands.Dispose();
}
