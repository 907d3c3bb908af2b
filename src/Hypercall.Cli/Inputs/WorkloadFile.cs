using Hypercall.Benchmarks.Workloads;

namespace Hypercall.Cli.Inputs;

/// <summary>
/// Reads the workload generator's CSV (side,price,qty,type,order_id,cancel_id,account) and, where it lies beside it,
/// the <c>.expected.txt</c> that says what must trade.
/// </summary>
internal static class WorkloadFile
{
    private const string Header = "side,price,qty,type,order_id,cancel_id,account";
    private const int Columns = 7;

    /// <summary>Above every price, size and id, below what overflows in their products.</summary>
    private const long LargestField = int.MaxValue;

    /// <summary>Reads a workload.</summary>
    /// <exception cref="InputException">A file cannot be read or a line is malformed.</exception>
    public static Workload Read(string path)
    {
        var commands = new List<WorkloadCommand>();
        foreach ((long number, string line) in InputFile.ReadLines(path))
        {
            if (number > 1)
                commands.Add(Parse(path, number, line));
            else if (line != Header)
                throw InputException.AtLine(path, number, $"expected the header {Header}");
        }

        if (commands.Count == 0)
            throw new InputException(path, "holds no commands");
        string name = Path.GetFileNameWithoutExtension(path);
        return new Workload(name, [.. commands], ReadExpected(Path.ChangeExtension(path, ".expected.txt")));
    }

    private static WorkloadCommand Parse(string path, long number, string line)
    {
        string[] fields = line.Split(',');
        if (fields.Length != Columns)
            throw InputException.AtLine(path, number, $"expected {Columns} columns, found {fields.Length}");
        Side side = fields[0] switch
        {
            "B" => Side.Buy,
            "S" => Side.Sell,
            _ => throw InputException.AtLine(path, number, $"side '{fields[0]}' is neither B nor S"),
        };
        WorkloadAction action = fields[3] switch
        {
            "L" => WorkloadAction.Limit,
            "I" => WorkloadAction.ImmediateOrCancel,
            "C" => WorkloadAction.Cancel,
            _ => throw InputException.AtLine(path, number, $"type '{fields[3]}' is not one of L, I, C"),
        };
        long id = Number(path, number, fields[action == WorkloadAction.Cancel ? 5 : 4]);
        return new WorkloadCommand(
            action, side, id, Number(path, number, fields[1]), Number(path, number, fields[2]),
            (int)Number(path, number, fields[6]));
    }

    private static TradeTally? ReadExpected(string path)
    {
        if (!File.Exists(path))
            return null;
        Dictionary<string, string> values = InputFile.ReadLines(path)
            .SelectMany(line => line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        if (!values.TryGetValue("trade_hash", out string? text)
            || !ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hash))
            throw new InputException(path, "holds no trade_hash");
        return TradeTally.Recorded(Value("trades"), Value("traded_qty"), Value("notional"), hash);

        long Value(string name) => Number(path, 1, values.GetValueOrDefault(name, ""), long.MaxValue);
    }

    private static long Number(string path, long line, string text, long largest = LargestField) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value <= largest
            ? value
            : throw InputException.AtLine(path, line, $"'{text}' is no whole number");
}
