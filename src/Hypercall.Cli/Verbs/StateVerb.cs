namespace Hypercall.Cli.Verbs;

/// <summary><c>hypercall state</c>: prints a journal's state, at its end or after a command.</summary>
internal static class StateVerb
{
    public static Command Create()
    {
        var command = new Command("state", "Print the state of a journal as JSON.");
        var journal = new JournalArguments(command, withAt: true);
        command.SetAction(parsed =>
        {
            EngineView view = journal.Load(parsed).View();
            JsonOutput.ToStandardOutput(writer => StateJson.Write(writer, view));
        });
        return command;
    }
}
