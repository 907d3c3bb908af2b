using System.CommandLine;
using Hypercall.Cli.Demo;
using Hypercall.Cli.Output;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall demo</c>: market makers and takers on a durable node that is killed half-way and loses nothing. Needs
/// no file. The node runs as this executable's hidden verb.
/// </summary>
internal static class DemoVerb
{
    /// <summary>The hidden verb that is the node's side.</summary>
    public const string NodeVerb = "demo-node";

    private const ulong DefaultSeed = 20_260_105;
    private const int DefaultCommands = 60_000;
    private const int FewestCommands = 1_000;

    public static Command Create(Terminal terminal)
    {
        Option<ulong> seed = Seed();
        Option<int> commands = Commands();
        var keep = new Option<string>("--keep")
        {
            Description = "Keep the journals in this directory.", HelpName = "DIR",
        };
        var command = new Command("demo", "Kill a node half-way, start it again, and show that nothing is lost.")
        {
            seed, commands, keep, DemoDayVerb.Create(terminal, DefaultSeed),
        };
        command.SetAction((parsed, _) => RunAsync(
            terminal,
            new DemoPlan(parsed.GetRequiredValue(seed), parsed.GetRequiredValue(commands)),
            parsed.GetValue(keep)));
        return command;
    }

    public static Command CreateNode(Terminal terminal)
    {
        Option<ulong> seed = Seed();
        Option<int> commands = Commands();
        var journal = new Option<string>("--journal") { Required = true };
        var holdAfter = new Option<long?>("--hold-after");
        var command = new Command(NodeVerb, "The node's side of the demonstration.")
        {
            seed, commands, journal, holdAfter,
        };
        command.Hidden = true;
        command.SetAction((parsed, _) => DemoNode.RunAsync(
            terminal,
            new DemoPlan(parsed.GetRequiredValue(seed), parsed.GetRequiredValue(commands)),
            parsed.GetRequiredValue(journal),
            parsed.GetValue(holdAfter)));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, DemoPlan plan, string? keep)
    {
        if (keep is not null)
        {
            await new Demonstration(terminal, plan, keep).RunAsync();
            return ExitCode.Done;
        }

        using var folder = new WorkingFolder(Path.GetTempPath(), terminal.Interruption);
        await new Demonstration(terminal, plan, folder.FullName).RunAsync();
        return ExitCode.Done;
    }

    private static Option<ulong> Seed() => new("--seed")
    {
        Description = "Seed of the commands.", DefaultValueFactory = _ => DefaultSeed,
    };

    private static Option<int> Commands()
    {
        var option = new Option<int>("--commands")
        {
            Description = "How many commands.", DefaultValueFactory = _ => DefaultCommands,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < FewestCommands)
                result.AddError($"--commands takes a number from {FewestCommands} on");
        });
        return option;
    }
}
