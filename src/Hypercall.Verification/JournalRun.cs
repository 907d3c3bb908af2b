namespace Hypercall.Verification;

/// <summary>
/// A journal executed command by command: from record 1, or from the oldest snapshot where the records before it were
/// archived.
/// </summary>
internal sealed class JournalRun : IDisposable
{
    private readonly JournalCommands _commands;
    private bool _hasApplied;

    private JournalRun(VenueJournal journal, JournalReplayer start)
    {
        Engine = start.Engine;
        _commands = new JournalCommands(journal, start.NextRecordNumber);
    }

    public ExchangeEngine Engine { get; }

    /// <summary>The last command applied; null before any.</summary>
    public JournaledCommand? LastCommand =>
        _hasApplied ? new JournaledCommand(_commands.RecordNumber, _commands.Current) : null;

    /// <summary>A run that stands before the first command there is.</summary>
    public static JournalRun Begin(VenueJournal journal) => new(
        journal,
        journal.FirstRecord > 1 ? ReplayStart.AtOldest(journal) : ReplayStart.New(journal));

    /// <summary>Applies the next command.</summary>
    /// <returns>False at the end.</returns>
    public bool TryApply()
    {
        if (!_commands.MoveNext())
            return false;
        _commands.ApplyTo(Engine);
        _hasApplied = true;
        return true;
    }

    public void Dispose() => _commands.Dispose();
}
