using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;
using static Hypercall.Json.Tests.Samples;

namespace Hypercall.Json.Tests.Documents;

/// <summary>Tables of what the engine answers: outcome lines, events, codes, spellings, the state file.</summary>
internal static partial class OutcomeTables
{
    /// <summary>Those with a table of their own, those that are fields of their own, and those that no line has.</summary>
    private static readonly Type[] Unspelled =
    [
        typeof(CommandType), typeof(RejectCode), typeof(EventKind), typeof(OrderFlags), typeof(TradingModes),
        typeof(CommandClass), typeof(OptionType), typeof(EnumForm),
    ];

    public static string Outcome()
    {
        var output = new ApplyOutput
        {
            Sequence = 9,
            TimestampMs = 1_700_000_000_000,
            First = new FirstOutcome(3, 8, OrderStatus.Filled, Qty("0.5")),
            HasResults = true,
            Hash = Hash256.Compute([]),
        };
        output.AddResult(new ActionResult(Rejection.None, 8));
        return Members(Text(writer => OutcomeJson.Write(writer, output)));
    }

    public static string Events()
    {
        var tables = new StringBuilder();
        foreach (EventKind kind in Enum.GetValues<EventKind>())
        {
            string fields = OutcomeJsonTests.EventCase(kind).Expected;
            tables.Append($"\n### {kind}\n\nNumber {(byte)kind}.\n\n{Members($"{{{fields}}}")}");
        }

        return tables.ToString();
    }

    public static string Codes()
    {
        var table = new StringBuilder("| no. | code | said when |\n|---|---|---|\n");
        XDocument comments = XDocument.Load(Path.ChangeExtension(typeof(RejectCode).Assembly.Location, ".xml"));
        foreach (RejectCode code in Enum.GetValues<RejectCode>().Where(code => code != RejectCode.None))
        {
            string name = $"F:{typeof(RejectCode).FullName}.{code}";
            XElement member = comments.Descendants("member").Single(item => item.Attribute("name")!.Value == name);
            table.Append($"| {(byte)code} | `{code}` | {Spaces().Replace(member.Value.Trim(), " ")} |\n");
        }

        return table.ToString();
    }

    public static string Spellings()
    {
        var table = new StringBuilder("| of | values |\n|---|---|\n");
        foreach (Type type in typeof(Side).Assembly.GetExportedTypes().OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            if (!type.IsEnum || Unspelled.Contains(type))
                continue;
            dynamic names = typeof(EnumNames<>).MakeGenericType(type).GetProperty("Wire")!.GetValue(null)!;
            table.Append($"| {Words().Replace(type.Name, " $1").Trim().ToLowerInvariant()} | {Values(names)} |\n");
        }

        return table.ToString();
    }

    public static string State()
    {
        string golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "state.json"));
        var table = new StringBuilder("| member | for example |\n|---|---|\n");
        Append(table, "", JsonNode.Parse(golden)!.AsObject());
        return table.ToString();
    }

    private static string Values<T>(EnumNames<T> names)
        where T : struct, Enum => names.Expected["one of ".Length..];

    private static string Members(string json)
    {
        var table = new StringBuilder("| field | for example |\n|---|---|\n");
        foreach ((string name, JsonNode? value) in JsonNode.Parse(json)!.AsObject())
            table.Append($"| `{name}` | `{value?.ToJsonString() ?? "null"}` |\n");
        return table.ToString();
    }

    /// <summary>Of members named by data (wallets, symbols) the first stands for all.</summary>
    private static void Append(StringBuilder table, string prefix, JsonObject node)
    {
        foreach ((string name, JsonNode? value) in node)
        {
            bool isData = char.IsAsciiLetterUpper(name[0]) || name.StartsWith("0x", StringComparison.Ordinal);
            string path = prefix + (isData ? NameOfData(name) : name);
            if (value is JsonArray array && array.FirstOrDefault() is JsonObject item)
                Append(table, path + "[].", item);
            else if (value is JsonObject { Count: > 0 } child)
                Append(table, path + ".", child);
            else
                table.Append($"| `{path}` | `{value?.ToJsonString() ?? "null"}` |\n");
            if (isData)
                break;
        }
    }

    private static string NameOfData(string name) =>
        name[0] == '0' ? "WALLET" : name.Contains('-', StringComparison.Ordinal) ? "SYMBOL" : "UNDERLYING";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("([A-Z])")]
    private static partial Regex Words();
}
