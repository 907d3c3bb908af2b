using System.Text.Json.Nodes;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Json.Tests.Documents;

/// <summary>
/// Table of the rules: every member of the default rule set with its value and its range. The ends of a range are
/// searched by halving, each step asking the reader and the engine's validation whether they take the value while all
/// other members have their defaults.
/// </summary>
internal static class RuleTable
{
    private const long Farthest = 1_000_000_000_000_000_000;

    public static string Rules()
    {
        var table = new StringBuilder("| member | default | range |\n|---|---|---|\n");
        Append(table, "", Default());
        return table.ToString();
    }

    private static void Append(StringBuilder table, string prefix, JsonObject node)
    {
        foreach ((string name, JsonNode? value) in node)
        {
            string path = prefix + name;
            if (value is JsonArray { Count: > 0 } array)
                Append(table, path + "[0].", array[0]!.AsObject());
            else if (value is JsonObject { Count: > 0 } child)
                Append(table, path + ".", child);
            else
                table.Append($"| `{path.Replace("[0]", "[]")}` | {Plain(value)} | {Range(path)} |\n");
        }
    }

    private static string Plain(JsonNode? value) => value?.ToJsonString().Trim('"') ?? "null";

    private static string Range(string path)
    {
        if (At(Default(), path, out _) is not JsonValue value)
            return "";
        if (value.TryGetValue(out long number))
            return Range(number, candidate => candidate, path, candidate => candidate.ToString());
        bool isDecimal = value.TryGetValue(out string? text) && DecimalText.TryParse(text, 8, out number);
        return isDecimal ? Range(number, units => Text(units), path, Text) : "";
    }

    private static string Range(long start, Func<long, JsonNode> node, string path, Func<long, string> text)
    {
        long step = !IsTaken(path, node(start + 1)) && IsTaken(path, node(start + 100)) ? 100 : 1;
        long low = End(start, -step, candidate => IsTaken(path, node(candidate)));
        long high = End(start, step, candidate => IsTaken(path, node(candidate)));
        return low == high ? "only this" : $"{text(low)} to {text(high)}";
    }

    /// <summary>The farthest value in a direction that is taken; what lies between is taken too.</summary>
    private static long End(long start, long step, Func<long, bool> taken)
    {
        long near = 0;
        long far = Farthest / Math.Abs(step);
        while (far - near > 1)
        {
            long middle = near + (far - near) / 2;
            if (taken(start + middle * step))
                near = middle;
            else
                far = middle;
        }

        return start + near * step;
    }

    private static bool IsTaken(string path, JsonNode value)
    {
        JsonObject rules = Default();
        At(rules, path, out JsonObject parent);
        parent[path[(path.LastIndexOf('.') + 1)..]] = value;
        return RuleText.Parse(rules.ToJsonString()).Rules is { } read && RuleSetValidation.FirstInvalidMember(read) is null;
    }

    private static JsonNode? At(JsonObject rules, string path, out JsonObject parent)
    {
        JsonNode node = rules;
        foreach (string part in path.Split('.')[..^1])
            node = part.EndsWith("[0]", StringComparison.Ordinal) ? node[part[..^3]]![0]! : node[part]!;
        parent = node.AsObject();
        return parent[path[(path.LastIndexOf('.') + 1)..]];
    }

    private static string Text(long units) => DecimalText.Format(units, 8);

    private static JsonObject Default() =>
        JsonNode.Parse(RuleText.Of(RuleSet.Default))!.AsObject();
}
