using System.Runtime.InteropServices;
using Hypercall.Cli.Demo;
using Hypercall.Cli.Demo.Cluster;
using Hypercall.Cli.Demo.Serve;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall demo</c>: market makers and takers on three nodes, of which the one that owns the market is killed, or
/// with <c>--single</c> on one; nothing is lost. Needs no file. The nodes run as processes of this executable.
/// </summary>
internal static class DemoVerb
{
    /// <summary>The hidden verb that is the one node's side.</summary>
    public const string NodeVerb = "demo-node";

    private const ulong DefaultSeed = 20_260_105;
    private const int DefaultCommands = 20_000;
    private const int FewestCommands = 1_000;
    private const double DefaultSeconds = 4;
    private const string DefaultUrl = "http://127.0.0.1:3000";
    private const double LeastSeconds = 1;
    private const double MostSeconds = 600;

    public static Command Create(Terminal terminal)
    {
        Option<ulong> seed = Seed();
        Option<int> commands = Commands();
        Option<double> seconds = Seconds();
        var single = new Option<bool>("--single")
        {
            Description = "One node on SQLite: a process that is killed half-way and started again.",
        };
        var postgresql = new LocationOption("--postgresql")
        {
            Description = "Three nodes on this database, e.g. \"Host=db;Database=hypercall;Username=hypercall\".",
            HelpName = "CONNECTION",
        };
        var keep = new Option<string?>("--keep")
        {
            Description = "Keep the journal, and what the clients were told, in this directory.", HelpName = "DIR",
        };
        var serve = new Option<bool>("--serve")
        {
            Description = "A venue in memory with makers and a gateway, until Ctrl-C: something to try clients on.",
        };
        var http = new Option<string>("--http")
        {
            Description = "Where the gateway of --serve listens.",
            HelpName = "URL",
            DefaultValueFactory = _ => DefaultUrl,
        };
        var fund = new Option<string[]>("--fund")
        {
            Description = "A wallet, 0x and 40 hex digits, that --serve gives 100,000 USDC; may be repeated.",
            HelpName = "WALLET",
            DefaultValueFactory = _ => [],
        };
        var command = new Command("demo", "Kill the node that owns the market, and show that nothing is lost.")
        {
            single, seconds, postgresql, commands, seed, keep, serve, http, fund,
            DemoDayVerb.Create(terminal, DefaultSeed), DemoCheckVerb.Create(terminal),
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(single) && result.GetValue(postgresql) is not null)
                result.AddError("demo takes either --single or --postgresql");
        });
        command.SetAction((parsed, _) => parsed.GetValue(serve)
            ? ServeAsync(
                terminal,
                new ServeDemonstration(
                    terminal,
                    parsed.GetRequiredValue(seed),
                    parsed.GetRequiredValue(http),
                    [.. parsed.GetRequiredValue(fund).Select(WalletOf)]))
            : InFolderAsync(
                terminal,
                parsed.GetValue(keep),
                folder => parsed.GetValue(single)
                    ? new Demonstration(
                        terminal,
                        new DemoPlan(parsed.GetRequiredValue(seed), parsed.GetRequiredValue(commands)),
                        folder).RunAsync()
                    : new ClusterDemonstration(
                        terminal,
                        new ClusterPlan(
                            parsed.GetRequiredValue(seed),
                            parsed.GetRequiredValue(seconds),
                            parsed.GetValue(postgresql),
                            folder)).RunAsync()));
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

    /// <summary>Ctrl-C and SIGTERM end it in order.</summary>
    private static async Task<int> ServeAsync(Terminal terminal, ServeDemonstration venue)
    {
        terminal.Interruption.LeaveToVerb();
        using var end = new CancellationTokenSource();
        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            end.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        await venue.RunAsync(end.Token);
        return ExitCode.Done;
    }

    private static WalletAddress WalletOf(string text) =>
        WalletAddress.TryParse(text.ToLowerInvariant(), out WalletAddress wallet)
            ? wallet
            : throw new InputException("--fund", $"'{text}' is no wallet: 0x and 40 hex digits");

    /// <summary>Runs a demonstration in the folder that is kept, or in one that goes with it.</summary>
    private static async Task<int> InFolderAsync(Terminal terminal, string? keep, Func<string, Task> run)
    {
        if (keep is not null)
        {
            if (Directory.Exists(keep) && Directory.EnumerateFileSystemEntries(keep).Any())
                throw new InputException(keep, "is not empty; a demonstration begins with a journal of its own");
            Directory.CreateDirectory(keep);
            await run(keep);
            return ExitCode.Done;
        }

        using var folder = new WorkingFolder(Path.GetTempPath(), terminal.Interruption);
        await run(folder.FullName);
        return ExitCode.Done;
    }

    private static Option<ulong> Seed() => new("--seed")
    {
        Description = "Seed of the commands.", DefaultValueFactory = _ => DefaultSeed,
    };

    private static Option<double> Seconds()
    {
        var option = new Option<double>("--seconds")
        {
            Description = "Seconds of trading on three nodes, before the kill and again after it.",
            DefaultValueFactory = _ => DefaultSeconds,
        };
        return option.Within(LeastSeconds, MostSeconds);
    }

    private static Option<int> Commands()
    {
        var option = new Option<int>("--commands")
        {
            Description = "How many commands one node takes.", DefaultValueFactory = _ => DefaultCommands,
        };
        return option.Within(FewestCommands, int.MaxValue);
    }
}
