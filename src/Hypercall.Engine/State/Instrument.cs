namespace Hypercall.Engine.State;

/// <summary>A listed option with its book. Its number is dense in the order of creation and never used again.</summary>
internal sealed class Instrument(
    int number, ParsedInstrument parsed, Underlying underlying, long expiryMs, LimitOrderBook book)
{
    private readonly List<int> _holders = [];

    public int Number { get; } = number;

    public ParsedInstrument Parsed { get; } = parsed;

    /// <summary>The parsed symbol's text, kept here because every event names it.</summary>
    public string Symbol { get; } = parsed.Symbol;

    public Underlying Underlying { get; } = underlying;

    public LimitOrderBook Book { get; } = book;

    public InstrumentStatus Status { get; set; }

    /// <summary>Expiry instant, fixed at creation or by an early expiry.</summary>
    public long ExpiryMs { get; set; } = expiryMs;

    /// <summary>Settlement price from the average of the index before expiry, or 0 where there is none.</summary>
    public long TwapUnits { get; set; }

    /// <summary>What the venue holds of withdrawn contracts, zero or more.</summary>
    public long HeldUnits { get; set; }

    /// <summary>By expiry instant, then symbol.</summary>
    public static int CompareByExpiry(Instrument left, Instrument right) => left.ExpiryMs != right.ExpiryMs
        ? left.ExpiryMs.CompareTo(right.ExpiryMs)
        : string.CompareOrdinal(left.Symbol, right.Symbol);

    /// <summary>
    /// Slots of the positions that are not flat, in no order (derived from the positions); holds until one opens or
    /// closes.
    /// </summary>
    public ReadOnlySpan<int> Holders => CollectionsMarshal.AsSpan(_holders);

    /// <summary>Number of positions that are not flat.</summary>
    public int OpenPositions => _holders.Count;

    /// <summary>
    /// Σ of all wallets' positions, which must be −<see cref="HeldUnits"/> (derived from the positions).
    /// </summary>
    public long NetPositionUnits { get; set; }

    /// <summary>Σ of all wallets' long positions (derived from the positions).</summary>
    public Int128 LongUnits { get; set; }

    /// <summary>Contracts held long; stays at the largest value where they would not fit.</summary>
    public Quantity OpenInterest => new((long)Int128.Min(LongUnits, long.MaxValue));

    /// <summary>Its place among those that await their price, else -1 (derived).</summary>
    public int PendingPlace { get; set; } = -1;

    /// <summary>Number of open orders (derived from the orders).</summary>
    public int OpenOrders { get; set; }

    /// <summary>Σ of what remains of them, at most <see cref="Quantity.MaxOpenUnits"/> (derived).</summary>
    public long OpenUnits { get; set; }

    /// <summary>Adds a position to those that are not flat, at the end.</summary>
    public void AddHolder(int slot) => _holders.Add(slot);

    /// <summary>Takes a position from those that are not flat; the last one takes its place.</summary>
    public void RemoveHolder(int place)
    {
        _holders[place] = _holders[^1];
        _holders.RemoveAt(_holders.Count - 1);
    }
}
