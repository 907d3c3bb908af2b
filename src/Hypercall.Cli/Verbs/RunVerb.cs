namespace Hypercall.Cli.Verbs;

/// <summary><c>hypercall run</c>: one node, until SIGTERM, Ctrl-C or its removal from the cluster.</summary>
internal static class RunVerb
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("run", "Run one node until it is told to end (SIGTERM, Ctrl-C).");
        var options = new NodeOptions(command);
        var untilInputEnds = new Option<bool>("--until-input-ends") { Hidden = true };
        command.Add(untilInputEnds);
        command.SetAction((parsed, _) => NodeProcess.RunAsync(
            terminal, options.Compose(parsed), parsed.GetValue(untilInputEnds)));
        return command;
    }
}
