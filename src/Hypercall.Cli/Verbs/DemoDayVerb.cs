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
        Option<ulong> seed = Options.WithDefault("--seed", defaultSeed, "Seed of the commands.")
            .Within(0UL, ulong.MaxValue);
        Option<string> keep = Options.Optional<string>("--keep", "Keep the journal in this directory.", "DIR");
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
