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
        seed.Within(0UL, ulong.MaxValue);
        var keep = new Option<string>("--keep")
        {
            Description = "Keep the journal in this directory.", HelpName = "DIR",
        };
        var command = new Command("day", "Run a day with margin, settlement and a crash, and verify its journal.")
        {
            seed, keep,
        };
        command.SetAction((parsed, _) => DemoVerb.InFolderAsync(
            terminal,
            parsed.GetValue(keep),
            folder => new DayDemonstration(terminal, parsed.GetRequiredValue(seed), folder).RunAsync()));
        return command;
    }
}
