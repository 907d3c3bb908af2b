using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hypercall.Json.Tests.Documents;

/// <summary>
/// Tables of the commands' fields. What a field holds is what the reader says when it holds something else, and
/// whether it has to be there is found by leaving it out. A limit is found by going far beyond it.
/// </summary>
internal static partial class CommandTables
{
    private const string Head = "| field | needed | holds |\n|---|---|---|\n";

    private const int TooManyBytes = 100_000;
    private const int TooManyItems = 10_000;

    private static readonly string[] EnvelopeFields =
        ["type", "timestamp", "requestId", "firstSentAt", "signer", "nonce"];

    public static string Envelope()
    {
        JsonObject[] lines = [Parsed("", new Tick())];
        var table = new StringBuilder(Head);
        foreach (string field in EnvelopeFields)
            table.Append(Row(field, lines));
        return table.ToString();
    }

    public static string Commands()
    {
        var tables = new StringBuilder();
        foreach (CommandType type in Enum.GetValues<CommandType>())
        {
            (string Fields, EngineCommand Command)[] cases = type == CommandType.NonceAdvance
                ? [("", new NonceAdvance())]
                : [.. CommandCases.All.Where(item => item.Command.Type == type)];
            Append(tables, cases[0].Command, [.. cases.Select(item => Parsed(item.Fields, item.Command))]);
        }

        return tables.ToString();
    }

    private static void Append(StringBuilder tables, EngineCommand command, JsonObject[] lines)
    {
        tables.Append($"\n### {command.Type}\n\nNumber {(byte)command.Type}, {Sender(command.Class)}.");
        string[] paths = [.. lines.SelectMany(line => Paths(line, "")).Distinct().Except(EnvelopeFields)];
        if (command.Type == CommandType.NonceAdvance)
            paths = ["signer", "nonce"];
        tables.Append(paths.Length == 0 ? " No field of its own.\n" : "\n\n" + Head);
        foreach (string path in paths)
            tables.Append(Row(path, lines));
    }

    private static string Sender(CommandClass sender) => sender switch
    {
        CommandClass.Wallet => "of the wallet or an agent of it",
        CommandClass.WalletOnly => "of the wallet itself, no agent",
        _ => "of the venue",
    };

    private static string Row(string path, JsonObject[] lines)
    {
        bool needed = lines.All(line => ParentOf(line, path) is null || IsNeeded(line, path));
        string holds = Holds(lines.First(line => path.IndexOf('.') < 0 || ParentOf(line, path) is not null), path)
            + MostItems(lines, path);
        return $"| `{path.Replace("[0]", "[]", StringComparison.Ordinal)}` | {(needed ? "yes" : "no")} | {holds} |\n";
    }

    private static bool IsNeeded(JsonObject line, string path)
    {
        JsonObject copy = line.DeepClone().AsObject();
        ParentOf(copy, path)!.Remove(NameOf(path));
        return !CommandJson.TryParse(Encoding.UTF8.GetBytes(copy.ToJsonString()), out _, out _);
    }

    /// <summary>What a reader expects of a field, from its complaints about values that no field takes.</summary>
    private static string Holds(JsonObject line, string path)
    {
        string typeError = Complaint(line, path, new JsonArray(new JsonArray()));
        if (Complaint(line, path, true) == "an array")
            return $"an array, each item {typeError}";
        JsonNode[] wrong = ["", new string('x', TooManyBytes), 1e300];
        IEnumerable<string> more = wrong.Select(value => Complaint(line, path, value));
        string longest = more.Append(typeError).MaxBy(text => text.Length)!;
        return longest.StartsWith(typeError, StringComparison.Ordinal) ? longest : typeError;
    }

    /// <summary>How many items an array takes, where a reader refuses more of a kind that it takes.</summary>
    private static string MostItems(JsonObject[] lines, string path)
    {
        JsonObject? line = lines.FirstOrDefault(
            candidate => ParentOf(candidate, path)?[NameOf(path)] is JsonArray { Count: > 0 });
        if (line is null)
            return "";
        JsonNode item = ParentOf(line, path)![NameOf(path)]![0]!;
        JsonNode[] items = [.. Enumerable.Range(0, TooManyItems).Select(_ => item.DeepClone())];
        Match most = Most().Match(Complaint(line, path, new JsonArray(items)));
        return most.Success ? $", {most.Value}" : "";
    }

    private static string Complaint(JsonObject line, string path, JsonNode wrong)
    {
        JsonObject copy = line.DeepClone().AsObject();
        ParentOf(copy, path)![NameOf(path)] = wrong;
        return CommandJson.TryParse(Encoding.UTF8.GetBytes(copy.ToJsonString()), out _, out JsonError? error)
            ? ""
            : Expectation().Replace(error.Problem, "");
    }

    private static IEnumerable<string> Paths(JsonObject node, string prefix)
    {
        foreach ((string name, JsonNode? value) in node)
        {
            yield return prefix + name;
            IEnumerable<string> below = value switch
            {
                JsonObject child when name != "rules" => Paths(child, $"{prefix}{name}."),
                JsonArray { Count: > 0 } array when array[0] is JsonObject item && name != "actions" =>
                    Paths(item, $"{prefix}{name}[0]."),
                _ => [],
            };
            foreach (string path in below)
                yield return path;
        }
    }

    private static JsonObject? ParentOf(JsonObject line, string path)
    {
        JsonNode? node = line;
        foreach (string part in path.Split('.')[..^1])
        {
            bool isItem = part.EndsWith("[0]", StringComparison.Ordinal);
            node = node?[isItem ? part[..^3] : part];
            if (isItem)
                node = node?.AsArray().FirstOrDefault();
        }

        return node?.AsObject();
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('.') + 1)..];

    private static JsonObject Parsed(string fields, EngineCommand command) =>
        JsonNode.Parse(CommandCases.Line(fields, command, true))!.AsObject();

    [GeneratedRegex("^at most [0-9]+")]
    private static partial Regex Most();

    [GeneratedRegex("^(missing, )?expected ")]
    private static partial Regex Expectation();
}
