using System.CommandLine;
using System.Globalization;
using Hypercall.Akka.Node.Bench;
using Hypercall.Cli;

namespace Hypercall.Akka.Node.Verbs;

/// <summary><c>hypercall-node bench</c>: M4 and M5 of the engine actor on SQLite beside a plain persistent
/// actor.</summary>
internal static class BenchVerb
{
    private const double LeastTimesPlain = 5;
    private const double LeastRecovery = 700_000;

    public static Command Create()
    {
        var commands = new Option<int>("--commands")
        {
            Description = "Commands of the workload.", DefaultValueFactory = _ => 400_000,
        };
        var runs = new Option<int>("--runs") { Description = "Runs; medians are shown.", DefaultValueFactory = _ => 5 };
        var directory = new Option<string>("--dir")
        {
            Description = "Where journals are made and removed again.", DefaultValueFactory = _ => Path.GetTempPath(),
        };
        var command = new Command(
            "bench", "Measure the engine actor (M4, M5) beside an actor that persists each event.")
        {
            commands, runs, directory,
        };
        command.SetAction(parsed => RunAsync(
            parsed.GetRequiredValue(commands), parsed.GetRequiredValue(runs), parsed.GetRequiredValue(directory)));
        return command;
    }

    private static async Task<int> RunAsync(int commands, int runs, string directory)
    {
        var results = new List<BenchResult>();
        for (int run = 0; run < runs; run++)
        {
            string folder = Directory.CreateDirectory(
                Path.Combine(directory, $"hypercall-bench-{Environment.ProcessId}-{run}")).FullName;
            try
            {
                results.Add(await new EngineActorBenchmark(commands, folder).RunAsync());
            }
            catch (CheckFailedException exception)
            {
                Console.Error.WriteLine("hypercall-node: " + exception.Message);
                return ExitCode.NotReady;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        Report(results);
        return ExitCode.Done;
    }

    private static void Report(IReadOnlyList<BenchResult> results)
    {
        double plain = Median(results, result => result.PlainRate);
        double engine = Median(results, result => result.EngineRate);
        double times = engine / plain;
        double recovery = Median(results, result => result.RecoveryRate);
        Line($"{results[0].Commands:N0} commands, SQLite, 1,024 in flight, median of {results.Count} run(s)");
        Line($"plain actor, PersistAsync per event   {plain,12:N0} /s");
        Line($"M4 engine actor, every hash kept      {engine,12:N0} /s  {times:N1} x (asked for {LeastTimesPlain:N0} x)");
        Line($"M5 recovery, hash-checked             {recovery,12:N0} /s  (asked for {LeastRecovery:N0})");
    }

    private static double Median(IReadOnlyList<BenchResult> results, Func<BenchResult, double> value) =>
        results.Select(value).Order().ElementAt(results.Count / 2);

    private static void Line(FormattableString text) =>
        Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
