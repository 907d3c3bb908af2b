using System.ComponentModel;
using Hypercall.Benchmarks;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// Measures this build and another in turns, each turn in processes of their own and the other order, so that an hour's
/// mood of the machine falls on both. A ratio is the median over the rounds; above 1 this build is the better one.
/// </summary>
internal sealed class BenchComparison(Terminal terminal, string other, IReadOnlyList<string> arguments)
{
    private readonly List<(BenchFigure Ours, BenchFigure Theirs)> _pairs = [];

    /// <exception cref="InputException">The other build is not there, or is none that can be compared.</exception>
    public void Run(int rounds)
    {
        if (!File.Exists(other))
            throw new InputException("--compare", $"there is no file '{other}'");
        for (int round = 0; round < rounds; round++)
        {
            // The other first: what is none is told before anything is measured.
            bool oursFirst = round % 2 == 1;
            List<BenchFigure> first = Measure(oursFirst ? OwnProgram.Assembly : other);
            List<BenchFigure> second = Measure(oursFirst ? other : OwnProgram.Assembly);
            Add(oursFirst ? first : second, oursFirst ? second : first);
            terminal.Progress($"round {round + 1} of {rounds} is measured");
        }

        Table().Write(terminal);
    }

    private List<BenchFigure> Measure(string build)
    {
        ProcessStartInfo start = OwnProgram.Of(build, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            using Process process = Process.Start(start)!;
            using IDisposable undo = terminal.Interruption.Undo(() => process.Kill(entireProcessTree: true));
            Task<string> told = process.StandardError.ReadToEndAsync();
            string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            string words = told.GetAwaiter().GetResult().Trim();
            return process.ExitCode == ExitCode.Done
                ? [.. lines.Select(BenchFigure.Read)]
                : throw new InputException(build, $"its 'bench --figures' ended with {process.ExitCode}: {words}");
        }
        catch (Exception exception) when (exception is Win32Exception or JsonException)
        {
            throw new InputException(build, exception.Message);
        }
    }

    /// <summary>What only one of them measures is left out.</summary>
    private void Add(IEnumerable<BenchFigure> ours, IEnumerable<BenchFigure> theirs) => _pairs.AddRange(
        ours.Join(theirs, KeyOf, KeyOf, (our, their) => (our, their)));

    private ReportTable Table()
    {
        var table = new ReportTable("", "what", "this", "other", "ratio", "least", "most") { FirstNumber = 2 };
        foreach (var pairs in _pairs.GroupBy(pair => KeyOf(pair.Ours)))
        {
            double[] ratios = [.. pairs.Select(RatioOf).Order()];
            table.Add(
                pairs.Key.Id, pairs.Key.What,
                Number(Measurement.Median(pairs.Select(pair => pair.Ours.Value))),
                Number(Measurement.Median(pairs.Select(pair => pair.Theirs.Value))),
                Ratio(Measurement.Median(ratios)), Ratio(ratios[0]), Ratio(ratios[^1]));
        }

        return table;
    }

    private static (string Id, string What) KeyOf(BenchFigure figure) => (figure.Id, figure.What);

    /// <summary>Above 1 where ours is the better one.</summary>
    private static double RatioOf((BenchFigure Ours, BenchFigure Theirs) pair) => pair.Ours.HigherIsBetter
        ? pair.Ours.Value / pair.Theirs.Value
        : pair.Theirs.Value / pair.Ours.Value;

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 1e4 ? "#,##0" : "0.##", CultureInfo.InvariantCulture);

    private static string Ratio(double value) => double.IsFinite(value)
        ? value.ToString("0.00", CultureInfo.InvariantCulture) + " ×"
        : Figures.None;
}
