namespace Hypercall.Gateway.Standing;

/// <summary>Which rows of the chains a socket wants, and which side of them.</summary>
/// <param name="ExpiryDate">Date as YYYYMMDD; null: all.</param>
/// <param name="Type">Calls or puts; null: both.</param>
/// <param name="Symbols">Names of options or of underlyings, of which a row has one; null: all.</param>
internal sealed record ChainFilter(int? ExpiryDate, OptionType? Type, IReadOnlySet<string>? Symbols)
{
    /// <summary>True: it leaves nothing out.</summary>
    public bool IsAll => ExpiryDate is null && Type is null && Symbols is null;

    /// <summary>Underlyings that it asks for; null: all.</summary>
    public IReadOnlySet<string>? Underlyings { get; } = Symbols?.Select(symbol => symbol.Split('-')[0]).ToHashSet();

    public bool Hears(ChainRow row) =>
        (ExpiryDate is null || ExpiryDate == row.ExpiryDate)
        && (Symbols is null || Symbols.Contains(row.Key.Underlying)
            || row.Names.Any(name => name is not null && Symbols.Contains(name)));

    public bool IsSame(ChainFilter other) =>
        ExpiryDate == other.ExpiryDate && Type == other.Type
        && (Symbols is null ? other.Symbols is null : other.Symbols is not null && Symbols.SetEquals(other.Symbols));
}
