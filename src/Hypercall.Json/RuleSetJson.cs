using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Shapes;
using Hypercall.Json.Reading;
using Hypercall.Json.Writing;

namespace Hypercall.Json;

/// <summary>
/// A rule set as JSON, in the shape of wire.md §Rules: what SetRules carries and <c>hypercall rules</c> prints.
/// Writing and parsing give the same rule set.
/// </summary>
public static class RuleSetJson
{
    /// <summary>Writes a rule set as one object.</summary>
    public static void Write(Utf8JsonWriter writer, RuleSet rules)
    {
        var output = new JsonOutput(writer);
        output.Open();
        RuleSetShape.Walk(ref output, rules);
        output.Close();
    }

    /// <summary>The object as text, on one line or indented for people.</summary>
    public static string Format(RuleSet rules, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, indented ? JsonStyle.Indented : JsonStyle.Compact))
            Write(writer, rules);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>
    /// Parses one object into the command that carries it. A member that is unknown, missing, doubled or of the wrong
    /// type is no error here: the command then names it and the engine rejects it as InvalidRules.
    /// </summary>
    /// <param name="utf8Json">The object and nothing else.</param>
    /// <param name="command">The command, when true is returned.</param>
    /// <param name="error">Why the text is no JSON object, when false is returned.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8Json,
        [NotNullWhen(true)] out SetRules? command,
        [NotNullWhen(false)] out JsonError? error)
    {
        command = null;
        error = null;
        try
        {
            var reader = new Utf8JsonReader(utf8Json);
            bool isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            if (!Utf8.IsValid(utf8Json))
                error = new JsonError(null, "the text is not UTF-8");
            else if (!isObject)
                error = new JsonError(null, "expected an object");
            else
                command = Read(utf8Json);
        }
        catch (JsonException exception)
        {
            error = CommandJson.InvalidJson(exception);
        }

        return command is not null;
    }

    private static SetRules Read(ReadOnlySpan<byte> utf8Json)
    {
        RuleSet? rules = ObjectFields.Attempt<RuleSet, RuleSetShape>(
            utf8Json, "rules", SetRules.MaxMemberBytes, out string? malformed);
        return new SetRules(rules, malformed);
    }
}
