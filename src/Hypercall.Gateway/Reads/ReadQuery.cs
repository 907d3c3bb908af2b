using Microsoft.Extensions.Primitives;

namespace Hypercall.Gateway.Reads;

/// <summary>
/// The parameters of a read, each taken once by its name. What is missing, wrong, given twice or unknown ends the
/// request, naming the parameter.
/// </summary>
internal sealed class ReadQuery
{
    private const string MinSequenceHeader = "X-Min-Sequence";

    /// <summary>The parameter that says which sequence a read is to be as of at least.</summary>
    public const string MinSequenceName = "min_sequence";

    /// <summary>How many items a client may leave out.</summary>
    public const int MostOffset = 10_000;

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public ReadQuery(HttpContext context)
    {
        Context = context;
        long header = Parse(MinSequenceHeader, Single(MinSequenceHeader, context.Request.Headers[MinSequenceHeader]), 0,
            long.MaxValue) ?? 0;
        MinSequence = Math.Max(header, Number(MinSequenceName, 0, long.MaxValue) ?? 0);
    }

    /// <summary>The request.</summary>
    public HttpContext Context { get; }

    /// <summary>The client has left.</summary>
    public CancellationToken Cancellation => Context.RequestAborted;

    /// <summary>The least sequence that the answer is to be as of; 0: whatever there is.</summary>
    public long MinSequence { get; }

    /// <summary>A parameter's text; null where it is not given or empty.</summary>
    public string? Text(string name)
    {
        _taken.Add(name);
        return Single(name, Context.Request.Query[name]) is { Length: > 0 } text ? text : null;
    }

    /// <summary>A parameter that must be there.</summary>
    public string NeededText(string name, string expected) => Text(name) ?? throw Wrong(name, expected);

    /// <summary>A whole number, or null.</summary>
    public long? Number(string name, long least, long most) => Parse(name, Text(name), least, most);

    /// <summary>true, false or null.</summary>
    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw Wrong(name, "true or false"),
    };

    /// <summary>How many items at most; not given: as many as that.</summary>
    public int Limit(int most) => (int)(Number("limit", 1, most) ?? most);

    /// <summary>
    /// Which items of a list, the newest first. Those that are left out cost as if they were read: only so many may
    /// be, and before_id reads on from the last one without a bound.
    /// </summary>
    public HistorySlice Slice(int most) => new(
        Limit(most), (int)(Number("offset", 0, MostOffset) ?? 0), Number("before_id", 1, long.MaxValue));

    /// <summary>The wallet, which must be there.</summary>
    public WalletAddress Wallet() => OptionalWallet("wallet") ?? throw Wrong("wallet", Addresses.Expected);

    /// <summary>A wallet, or null.</summary>
    public WalletAddress? OptionalWallet(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return Addresses.TryParse(text, out WalletAddress wallet) ? wallet : throw Wrong(name, Addresses.Expected);
    }

    /// <summary>An option's symbol in any of its forms, or null.</summary>
    public string? Symbol(string name) => Text(name) is { } text ? SymbolNames.Canonical(text) : null;

    /// <summary>One of some words, or null.</summary>
    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (Text(name) is not { } text)
            return null;
        return choices.TryGetValue(text, out T value)
            ? value
            : throw Wrong(name, $"one of {string.Join(", ", choices.Keys)}");
    }

    /// <summary>Some of some words, divided by commas, each once; not given: all of them.</summary>
    public IReadOnlyList<T> Choices<T>(string name, IReadOnlyDictionary<string, T> choices) =>
        Text(name) is not { } text
            ? [.. choices.Values]
            : [
                .. text.Split(',').Distinct().Select(word => choices.TryGetValue(word, out T? value)
                    ? value
                    : throw Wrong(name, $"some of {string.Join(", ", choices.Keys)}, divided by commas")),
            ];

    /// <summary>Ends the parameters: what nobody has taken is unknown.</summary>
    public ReadQuery Finish()
    {
        foreach (string name in Context.Request.Query.Keys)
        {
            if (!_taken.Contains(name))
                throw Wrong(Fields.Shown(name), "no such parameter");
        }

        return this;
    }

    /// <summary>Whether a text is an id: digits alone.</summary>
    public static bool IsId(string? text, out long id) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    /// <summary>The refusal of a parameter.</summary>
    public static RefusedException Wrong(string name, string expected) => new(
        GatewayError.InvalidRequest("the request is not valid", $"parameter '{name}': expected {expected}"));

    private static string? Single(string name, StringValues values) =>
        values.Count <= 1 ? values.ToString() is { Length: > 0 } text ? text : null : throw Wrong(name, "one value");

    private static long? Parse(string name, string? text, long least, long most)
    {
        if (text is null)
            return null;
        bool isNumber = long.TryParse(
            text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        return isNumber && number >= least && number <= most
            ? number
            : throw Wrong(name, $"an integer from {least} to {most}");
    }
}
