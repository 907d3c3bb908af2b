using Hypercall.Cli.Demo.Day;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall demo day</c>: a day of margin, requests for quote, settlement and a crash on a durable node, told and
/// verified. Needs no file.
/// </summary>
internal static class DemoDayVerb
{
    public static Command Create(Terminal terminal, ulong defaultSeed)
    {
        var seed = new Option<ulong>("--seed")
        {
            Description = "Seed of the commands.", DefaultValueFactory = _ => defaultSeed,
        };
        var keep = new Option<string>("--keep")
        {
            Description = "Keep the journal in this directory.", HelpName = "DIR",
        };
        var command = new Command("day", "Run a day with margin, settlement and a crash, and verify its journal.")
        {
            seed, keep,
        };
        command.SetAction((parsed, _) => RunAsync(terminal, parsed.GetRequiredValue(seed), parsed.GetValue(keep)));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, ulong seed, string? keep)
    {
        if (keep is not null)
        {
            await new DayDemonstration(terminal, seed, keep).RunAsync();
            return ExitCode.Done;
        }

        using var folder = new WorkingFolder(Path.GetTempPath(), terminal.Interruption);
        await new DayDemonstration(terminal, seed, folder.FullName).RunAsync();
        return ExitCode.Done;
    }
}
