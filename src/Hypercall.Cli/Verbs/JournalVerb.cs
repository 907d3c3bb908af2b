using Hypercall.Actors.Storage;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall journal init</c>: makes the tables of a venue, which no node of a cluster does by itself: a mistyped
/// place must not become a second venue, and a node that starts must not wait for another's locks.
/// </summary>
internal static class JournalVerb
{
    public static Command Create(Terminal terminal) => new("journal", "Make ready where a venue's journal is to be.")
    {
        CreateInit(terminal),
    };

    private static Command CreateInit(Terminal terminal)
    {
        Argument<string> location = JournalArguments.Location("LOCATION");
        location.Arity = ArgumentArity.ZeroOrOne;
        Option<string?> config = Options.Optional<string?>(
            "--config", "HOCON file of the nodes, where it names other places than LOCATION.", "FILE");
        var command = new Command("init", "Make the tables that are missing; those that are there stay as they are.")
        {
            location, config,
        };
        command.Validators.Add(result =>
        {
            if (string.IsNullOrEmpty(result.GetValue(location)) && result.GetValue(config) is null)
                result.AddError("journal init takes a folder, a connection string or --config");
        });
        command.SetAction(parsed => Run(terminal, Compose(parsed.GetValue(location), parsed.GetValue(config))));
        return command;
    }

    private static Config Compose(string? location, string? file)
    {
        Config own = file is null ? Config.Empty : HypercallConfig.ReadFile(file);
        if (string.IsNullOrEmpty(location))
            return NodeConfig.OfNode(own);
        if (!ConnectionText.IsOfServer(location))
            Directory.CreateDirectory(location);
        string settings = JournalLocation.Settings("LOCATION", location, journal: null);
        return NodeConfig.OfNode(ConfigurationFactory.ParseString(settings).WithFallback(own));
    }

    private static void Run(Terminal terminal, Config config)
    {
        IReadOnlyList<JournalStore> stores = JournalStore.Of(config, withTransfers: true);
        if (stores.Count == 0)
            throw new InputException("journal init", "this journal has no tables");
        foreach (JournalStore store in stores)
        {
            IReadOnlyList<string> made = store.Make();
            string what = made.Count == 0 ? "was ready" : $"made {string.Join(", ", made)}";
            terminal.Line($"{store.Location}: {store.Kind.ToString().ToLowerInvariant()}, {what}");
        }
    }
}
