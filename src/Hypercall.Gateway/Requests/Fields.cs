namespace Hypercall.Gateway.Requests;

/// <summary>
/// The fields of one JSON object of a request, each taken once by its name. null is absent everywhere; what is missing,
/// of another type or unknown ends the request, naming the field.
/// </summary>
/// <param name="path">Where it stands, ending with a point; empty: it is the body.</param>
internal sealed class Fields(JsonElement element, string path = "")
{
    private const int LongestNameShown = 80;
    private const int UsualFields = 24;
    private readonly List<string> _taken = new(UsualFields);

    /// <summary>The object of a value.</summary>
    public static Fields Of(JsonElement element, string path = "") =>
        element.ValueKind == JsonValueKind.Object
            ? new Fields(element, path)
            : throw Refused(path.TrimEnd('.'), "an object");

    /// <summary>A text that must be there; it may be empty.</summary>
    public string Text(string name, string expected = "a string") =>
        OptionalText(name, expected) ?? throw Missing(name, expected);

    /// <summary>A text, or null.</summary>
    public string? OptionalText(string name, string expected = "a string")
    {
        if (!Take(name, out JsonElement value))
            return null;
        return TextOf(value) ?? throw Wrong(name, expected);
    }

    /// <summary>The text of a value; null where it is none, half of a surrogate pair among it.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>One of some words.</summary>
    public T Choice<T>(string name, T? absent, params (string Word, T Value)[] choices)
        where T : struct
    {
        if (!Take(name, out JsonElement given))
            return absent ?? throw Missing(name, WordsOf(choices));
        string? text = TextOf(given);
        foreach ((string word, T value) in choices)
        {
            if (text == word)
                return value;
        }

        throw Wrong(name, WordsOf(choices));
    }

    /// <summary>true or false; absent: false.</summary>
    public bool Flag(string name) => OptionalFlag(name) ?? false;

    /// <summary>true or false that must be there.</summary>
    public bool NeededFlag(string name) => OptionalFlag(name) ?? throw Missing(name, "true or false");

    /// <summary>true, false or null.</summary>
    public bool? OptionalFlag(string name)
    {
        if (!Take(name, out JsonElement value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(name, "true or false"),
        };
    }

    /// <summary>A whole number that must be there.</summary>
    public long Integer(string name, long least, long most) =>
        OptionalInteger(name, least, most) ?? throw Missing(name, Range(least, most));

    /// <summary>A whole number, or null.</summary>
    public long? OptionalInteger(string name, long least, long most)
    {
        if (!Take(name, out JsonElement value))
            return null;
        return value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out long number) && number >= least && number <= most
                ? number
                : throw Wrong(name, Range(least, most));
    }

    /// <summary>An address in any case.</summary>
    public WalletAddress Wallet(string name) => OptionalWallet(name) ?? throw Missing(name, Addresses.Expected);

    /// <summary>An address, or null.</summary>
    public WalletAddress? OptionalWallet(string name)
    {
        if (OptionalText(name, Addresses.Expected) is not { } text)
            return null;
        return Addresses.TryParse(text, out WalletAddress address) ? address : throw Wrong(name, Addresses.Expected);
    }

    /// <summary>The units of a decimal in a text that was taken already.</summary>
    public Int128 Units(string name, string text, int decimals) =>
        DecimalText.TryParse(text, decimals, out Int128 units) ? units : throw Wrong(name, DecimalOf(decimals));

    /// <summary>As <see cref="Units"/>, for what is kept in 64 bits.</summary>
    public long SmallUnits(string name, string text, int decimals) =>
        DecimalText.TryParse(text, decimals, out long units) ? units : throw Wrong(name, DecimalOf(decimals));

    /// <summary>A list of objects that must be there.</summary>
    public IReadOnlyList<JsonElement> Items(string name, int least, int most) =>
        OptionalItems(name, least, most) ?? throw Missing(name, ListOf(least, most));

    /// <summary>A list, or null.</summary>
    public IReadOnlyList<JsonElement>? OptionalItems(string name, int least, int most)
    {
        string expected = ListOf(least, most);
        if (!Take(name, out JsonElement value))
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < least || value.GetArrayLength() > most)
            throw Wrong(name, expected);
        return [.. value.EnumerateArray()];
    }

    /// <summary>Where an item of a list of this object stands.</summary>
    public string PathOf(string name, int index) => $"{path}{name}[{index}].";

    /// <summary>Ends the object: what nobody has taken is unknown.</summary>
    public void Finish()
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string? name = NameOf(property);
            if (name is null || !_taken.Contains(name))
                throw Refused(path + Shown(name ?? "?"), "no such field");
        }
    }

    /// <summary>The refusal of a field whose value is wrong.</summary>
    public RefusedException Wrong(string name, string expected) => Refused(path + name, expected);

    private RefusedException Missing(string name, string expected) =>
        Refused(path + name, $"{expected}, it is missing");

    private bool Take(string name, out JsonElement value)
    {
        _taken.Add(name);
        return element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static RefusedException Refused(string field, string expected) => new(GatewayError.InvalidRequest(
        "the request is not valid",
        field.Length == 0 ? $"expected {expected}" : $"field '{field}': expected {expected}"));

    private static string DecimalOf(int decimals) => $"a decimal string with at most {decimals} decimals";

    private static string WordsOf<T>((string Word, T Value)[] choices) =>
        $"one of {string.Join(", ", choices.Select(choice => choice.Word))}";

    private static string ListOf(int least, int most) => $"a list of {least} to {most} items";

    private static string Range(long least, long most) => $"an integer from {least} to {most}";

    /// <summary>A name that a client chose, as an error may repeat it.</summary>
    public static string Shown(string name)
    {
        string cut = name.Length > LongestNameShown ? name[..LongestNameShown] + "..." : name;
        return string.Concat(cut.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));
    }
}
