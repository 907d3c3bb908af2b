using System.Runtime.InteropServices;
using Hypercall.Cli.Demo.Cluster;
using Hypercall.Cli.Demo.Serve;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall demo</c>: market makers and takers on three nodes, of which the one that owns the market is killed, and
/// nothing is lost. Needs no file. The nodes run as processes of this executable.
/// </summary>
internal static class DemoVerb
{
    private const ulong DefaultSeed = 20_260_105;
    private const double DefaultSeconds = 4;
    private const string DefaultUrl = "http://127.0.0.1:3000";
    private const double LeastSeconds = 1;
    private const double MostSeconds = 600;

    public static Command Create(Terminal terminal)
    {
        Option<ulong> seed = Options.WithDefault("--seed", DefaultSeed, "Seed of the commands.")
            .Within(0UL, ulong.MaxValue);
        Option<double> seconds = Options.WithDefault(
            "--seconds",
            DefaultSeconds,
            "Seconds of trading on three nodes, before the kill and again after it.").Within(LeastSeconds, MostSeconds);
        var postgresql = new LocationOption("--postgresql")
        {
            Description = "Three nodes on this database, e.g. \"Host=db;Database=hypercall;Username=hypercall\".",
            HelpName = "CONNECTION",
        };
        Option<string?> keep = Options.Optional<string?>(
            "--keep", "Keep the journal and the nodes' logs in this directory.", "DIR");
        Option<bool> serve = Options.Optional<bool>(
            "--serve", "A venue in memory with makers and a gateway, until Ctrl-C: something to try clients on.");
        Option<string> http = Options.WithDefault("--http", DefaultUrl, "Where the gateway of --serve listens.", "URL");
        Option<string[]> fund = Options.Several(
            "--fund", "A wallet, 0x and 40 hex digits, that --serve gives 100,000 USDC; may be repeated.", "WALLET");
        fund.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !result.GetValue(serve))
                result.AddError("--fund goes with --serve only");
        });
        var command = new Command("demo", "Kill the node that owns the market, and show that nothing is lost.")
        {
            seconds, postgresql, seed, keep, serve, http, fund,
            DemoDayVerb.Create(terminal, DefaultSeed),
        };
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
                MakeEmpty(parsed.GetValue(keep)),
                folder => new ClusterDemonstration(
                    terminal,
                    new ClusterPlan(
                        parsed.GetRequiredValue(seed),
                        parsed.GetRequiredValue(seconds),
                        parsed.GetValue(postgresql),
                        folder)).RunAsync()));
        return command;
    }

    /// <summary>Ctrl-C and SIGTERM end it in order.</summary>
    private static async Task ServeAsync(Terminal terminal, ServeDemonstration venue)
    {
        using var end = new CancellationTokenSource();
        using IDisposable signals = terminal.Interruption.LeaveToVerb(
            end.Cancel, PosixSignal.SIGINT, PosixSignal.SIGTERM);
        await venue.RunAsync(end.Token);
    }

    private static WalletAddress WalletOf(string text) =>
        WalletAddress.TryParse(text.ToLowerInvariant(), out WalletAddress wallet)
            ? wallet
            : throw new InputException("--fund", $"'{text}' is no wallet: 0x and 40 hex digits");

    /// <summary>Runs a demonstration in the folder that is kept, or in one that goes with it.</summary>
    public static async Task InFolderAsync(Terminal terminal, string? keep, Func<string, Task> run)
    {
        using WorkingFolder? own = keep is null ? new WorkingFolder(Path.GetTempPath(), terminal.Interruption) : null;
        await run(keep ?? own!.FullName);
    }

    /// <summary>Makes the folder that is kept, where one is.</summary>
    private static string? MakeEmpty(string? keep)
    {
        if (keep is null)
            return null;
        if (Directory.Exists(keep) && Directory.EnumerateFileSystemEntries(keep).Any())
            throw new InputException(keep, "is not empty; a demonstration begins with a journal of its own");
        Directory.CreateDirectory(keep);
        return keep;
    }
}
