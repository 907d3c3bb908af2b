using Hypercall.Benchmarks;
using Hypercall.Benchmarks.Workloads;
using Hypercall.Cli.Bench;
using Hypercall.Cli.Embedded;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall bench</c>: measures M1 to M10 and prints one table with what is asked for and aimed for, behind what
/// the machine gives at this hour.
/// </summary>
internal static class BenchVerb
{
    private const int DefaultCommands = 1_000_000;
    private const ulong DefaultSeed = 88_172_645_463_325_252;
    private const int DefaultRounds = 3;
    private const int MaxRounds = 1_000;

    private static readonly string[] Groups = [.. BenchmarkSuite.Groups, GatewayBenchmark.Group];

    public static Command Create(Terminal terminal)
    {
        Option<string[]> files = Options.Several(
            "--workload",
            "A workload's CSV (side,price,qty,type,order_id,cancel_id,account); may be repeated. "
                + "Without it, workloads of the same character are generated.",
            "FILE");
        Option<string[]> only = Options.Optional<string[]>("--only", "Measure only this; may be repeated.");
        only.AcceptOnlyFromAmong(Groups);
        Option<ulong> seed = Options.WithDefault("--seed", DefaultSeed, "Seed of the generated workloads.")
            .Within(0UL, ulong.MaxValue);
        Option<string> directory = Options.WithDefault(
            "--dir", ".", "Where journals are made and removed again; it decides which disk is measured.");
        Option<string?> compare = Options.Optional<string?>(
            "--compare",
            "Another build's hypercall or hypercall.dll: both are measured in turns, and ratios printed.",
            "OTHER");
        Option<int> rounds = Options.WithDefault(
            "--rounds", DefaultRounds, "With --compare: how often each is measured.").Within(1, MaxRounds);
        Option<bool> figures = Options.Optional<bool>(
            "--figures", "A line of JSON for each figure in place of the table, as --compare reads it.");
        var command = new Command("bench", "Measure book, engine, actor, recovery, snapshots and gateway.")
        {
            files, only, seed, directory, compare, rounds, figures, GatewayLoadVerb.Create(terminal),
        };
        command.SetAction(parsed =>
        {
            string[] chosen = parsed.GetValue(only) ?? [];
            string[] workloads = parsed.GetRequiredValue(files);
            ulong first = parsed.GetRequiredValue(seed);
            string folder = parsed.GetRequiredValue(directory);
            if (parsed.GetValue(compare) is { } other)
            {
                string[] same =
                [
                    "bench", "--figures", $"--seed={first}", "--dir", folder,
                    .. chosen.SelectMany(group => new[] { "--only", group }),
                    .. workloads.SelectMany(file => new[] { "--workload", file }),
                ];
                new BenchComparison(terminal, other, same).Run(parsed.GetValue(rounds));
                return;
            }

            string[] groups = chosen.Length > 0 ? chosen : Groups;
            bool isGatewayAlone = groups is [GatewayBenchmark.Group];
            Run(
                terminal,
                isGatewayAlone ? [] : Workloads(workloads, first),
                groups,
                folder,
                parsed.GetValue(figures));
        });
        return command;
    }

    private static void Run(
        Terminal terminal, List<Workload> workloads, IReadOnlyList<string> groups, string directory, bool asFigures)
    {
        BenchFolder Folder() => new(directory, terminal.Interruption);
        var table = new ReportTable("", "what", "measured", "must", "aim", "");
        IEnumerable<BenchmarkRow> figures = groups.SelectMany(group => group == GatewayBenchmark.Group
            ? GatewayBenchmark.Measure(Folder, terminal.Interruption)
            : BenchmarkSuite.Measure(group, workloads, Folder));
        foreach (BenchmarkRow row in BenchmarkSuite.Calibrate(Folder).Concat(figures))
        {
            terminal.Progress($"{row.Id} {row.What}: {row.Figure}");
            if (asFigures)
                terminal.Line(BenchFigure.Write(row));
            table.Add(row.Id, row.What, row.Figure, row.Must, row.Aim, Word(row.Verdict));
        }

        if (!asFigures)
            table.Write(terminal);
    }

    private static List<Workload> Workloads(string[] files, ulong seed) => files.Length > 0
        ? [.. files.Select(WorkloadFile.Read)]
        : [Generate(WorkloadShape.Wide, seed), Generate(WorkloadShape.Steady, seed)];

    private static Workload Generate(WorkloadShape shape, ulong seed) =>
        WorkloadGenerator.Generate(shape, DefaultCommands, seed);

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Aim => "aim met",
        Verdict.Must => "must met",
        Verdict.BelowAim => "aim missed",
        Verdict.Missed => "missed",
        _ => "",
    };
}
