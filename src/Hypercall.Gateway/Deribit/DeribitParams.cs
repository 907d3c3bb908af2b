using Microsoft.Extensions.Primitives;

namespace Hypercall.Gateway.Deribit;

/// <summary>
/// The parameters of a call, from a query or a JSON object: there a number is its text, so that both are read by the
/// same rules. What is unknown is ignored (gateway.md §2); what is wrong ends the call, naming the parameter.
/// </summary>
internal sealed class DeribitParams
{
    private const int LongestNumber = 40;
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _lists = new(StringComparer.Ordinal);

    public static DeribitParams None { get; } = new();

    /// <summary>Those of a query.</summary>
    public static DeribitParams Of(IQueryCollection query)
    {
        var parameters = new DeribitParams();
        foreach ((string name, StringValues values) in query)
        {
            if (values.Count != 1)
                throw Wrong(Fields.Shown(name), "expected one value");
            parameters._texts.Add(name, values.ToString());
        }

        return parameters;
    }

    /// <summary>Those of a JSON-RPC message.</summary>
    public static DeribitParams Of(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return None;
        if (value.ValueKind != JsonValueKind.Object)
            throw Wrong("params", "expected an object");
        var parameters = new DeribitParams();
        foreach (JsonProperty member in value.EnumerateObject())
        {
            string name = member.Name;
            if (member.Value.ValueKind == JsonValueKind.Array)
                parameters._lists[name] = [.. member.Value.EnumerateArray().Select(item => TextOf(name, item))];
            else if (member.Value.ValueKind != JsonValueKind.Null)
                parameters._texts[name] = TextOf(name, member.Value);
        }

        return parameters;
    }

    /// <summary>The refusal of a parameter.</summary>
    public static DeribitException Wrong(string name, string reason) =>
        new(DeribitError.InvalidParams(name, reason));

    /// <summary>A text; null where it is not given or empty.</summary>
    public string? Text(string name) => _texts.TryGetValue(name, out string? text) && text.Length > 0 ? text : null;

    /// <summary>A text as it stands; an absent one is empty.</summary>
    public string RawText(string name) => _texts.GetValueOrDefault(name, "");

    public string Needed(string name) => Text(name) ?? throw Wrong(name, "it is missing");

    /// <summary>An option's symbol, from any of its names.</summary>
    public string Symbol() => SymbolNames.Canonical(Needed("instrument_name"));

    public long? Integer(string name, long least, long most)
    {
        if (Text(name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number >= least && number <= most
                ? number
                : throw Wrong(name, $"expected an integer from {least} to {most}");
    }

    public long NeededInteger(string name, long least, long most) =>
        Integer(name, least, most) ?? throw Wrong(name, "it is missing");

    /// <summary>The least sequence that a read is to be as of; 0: whatever there is.</summary>
    public long MinSequence() => Integer(ReadQuery.MinSequenceName, 0, long.MaxValue) ?? 0;

    public bool Flag(string name, bool absent = false) => Text(name) switch
    {
        null => absent,
        "true" => true,
        "false" => false,
        _ => throw Wrong(name, "expected true or false"),
    };

    public T Choice<T>(string name, T absent, params (string Word, T Value)[] choices)
    {
        if (Text(name) is not { } text)
            return absent;
        foreach ((string word, T value) in choices)
        {
            if (word == text)
                return value;
        }

        throw Wrong(name, $"expected one of {string.Join(", ", choices.Select(choice => choice.Word))}");
    }

    /// <summary>A decimal in units of a scale, exactly; a JSON number may have an exponent.</summary>
    public long? Units(string name, int decimals)
    {
        if (Text(name) is not { } text)
            return null;
        if (DecimalText.TryParse(text, decimals, out long units))
            return units;
        if (text.Length <= LongestNumber
            && text.Contains('e', StringComparison.OrdinalIgnoreCase)
            && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
            && DecimalText.TryParse(value.ToString(CultureInfo.InvariantCulture), decimals, out units))
            return units;
        throw Wrong(name, $"expected a number with at most {decimals} decimals");
    }

    /// <summary>A list of texts that must be there.</summary>
    public IReadOnlyList<string> List(string name, int most)
    {
        if (!_lists.TryGetValue(name, out string[]? items) || items.Length == 0)
            throw Wrong(name, "expected a list of strings");
        return items.Length <= most ? items : throw Wrong(name, $"expected at most {most} items");
    }

    private static string TextOf(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Fields.TextOf(value) ?? throw Wrong(Fields.Shown(name), "expected a text"),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw Wrong(Fields.Shown(name), "expected a text, a number, true or false"),
    };
}
