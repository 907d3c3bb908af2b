using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hypercall.Cli.Inputs;
using Hypercall.Cli.Output;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// Measures this build and another in turns, each turn in processes of their own and the other order, so that an hour's
/// mood of the machine falls on both. A ratio is the median over the rounds; above 1 this build is the better one.
/// </summary>
internal sealed class BenchComparison(Terminal terminal, string other, IReadOnlyList<string> arguments)
{
    private readonly Dictionary<(string Id, string What), List<(double Ours, double Theirs)>> _figures = [];
    private readonly Dictionary<(string Id, string What), bool> _higherIsBetter = [];

    /// <returns>The exit code.</returns>
    /// <exception cref="InputException">The other build is not there, or is none that can be compared.</exception>
    public int Run(int rounds)
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
        return ExitCode.Done;
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
    private void Add(List<BenchFigure> ours, List<BenchFigure> theirs)
    {
        Dictionary<(string, string), double> known =
            theirs.ToDictionary(figure => (figure.Id, figure.What), figure => figure.Value);
        foreach (BenchFigure figure in ours)
        {
            (string Id, string What) key = (figure.Id, figure.What);
            if (!known.TryGetValue(key, out double value))
                continue;
            _higherIsBetter[key] = figure.HigherIsBetter;
            if (!_figures.TryGetValue(key, out List<(double, double)>? pairs))
                _figures.Add(key, pairs = []);
            pairs.Add((figure.Value, value));
        }
    }

    private ReportTable Table()
    {
        var table = new ReportTable("", "what", "this", "other", "ratio", "least", "most") { FirstNumber = 2 };
        foreach (((string id, string what), List<(double Ours, double Theirs)> pairs) in _figures)
        {
            bool isRate = _higherIsBetter[(id, what)];
            double[] ratios =
                [.. pairs.Select(pair => isRate ? pair.Ours / pair.Theirs : pair.Theirs / pair.Ours).Order()];
            table.Add(
                id, what,
                Number(Median(pairs.Select(pair => pair.Ours))), Number(Median(pairs.Select(pair => pair.Theirs))),
                Ratio(Median(ratios)), Ratio(ratios[0]), Ratio(ratios[^1]));
        }

        return table;
    }

    /// <summary>The middle value; of an even number the lower of the two.</summary>
    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(sorted.Length - 1) / 2];
    }

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 1e4 ? "#,##0" : "0.##", CultureInfo.InvariantCulture);

    private static string Ratio(double value) => double.IsFinite(value)
        ? value.ToString("0.00", CultureInfo.InvariantCulture) + " ×"
        : Figures.None;
}
