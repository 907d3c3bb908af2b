namespace Hypercall.Engine.State;

/// <summary>
/// The stage of liquidation that a wallet is in by itself, with its instants: the grace of PreLiquidation, partial
/// liquidation through the book, the auction of the whole portfolio and the auto-deleveraging that may follow. A wallet
/// that is Healthy, Liquidated or held by an operator's command has none.
/// </summary>
internal sealed record LiquidationStage
{
    /// <summary>Grace, partial or full.</summary>
    public required LiquidationMode Mode { get; init; }

    /// <summary>When the wallet entered it.</summary>
    public required long EnteredAtMs { get; init; }

    /// <summary>When it ends; a halt of what the wallet holds puts it off.</summary>
    public required long EndsAtMs { get; init; }

    /// <summary>Until when it can be put off; fixed on entry.</summary>
    public required long PauseUntilMs { get; init; }

    /// <summary>Partial: when the next step is due.</summary>
    public long NextAtMs { get; init; }

    /// <summary>Partial: steps done.</summary>
    public int Step { get; init; }

    /// <summary>Full: the auction that runs, or 0 where none does.</summary>
    public long AuctionId { get; init; }

    /// <summary>Full: from when on the price asked falls.</summary>
    public long StartedAtMs { get; init; }

    /// <summary>Partial: contracts of each position that it found on entry, ascending by symbol (ordinal).</summary>
    public ImmutableArray<EntrySize> EntrySizes { get; init; } = [];

    /// <summary>Full: whether an auto-deleveraging is under way.</summary>
    public bool IsDeleveraging { get; init; }

    /// <summary>
    /// Full: what an auto-deleveraging is to close and at which worst prices, ascending by symbol (ordinal).
    /// </summary>
    public ImmutableArray<BankruptcyPrice> Bankruptcy { get; init; } = [];

    /// <summary>Full: whether the auto-deleveraging has closed anything at another price than its mark.</summary>
    public bool IsOffMark { get; init; }

    /// <summary>When time next does something about it.</summary>
    public long DueMs => Mode == LiquidationMode.Partial ? Math.Min(NextAtMs, EndsAtMs) : EndsAtMs;
}

/// <summary>Contracts, without a sign, of a position when partial liquidation began.</summary>
internal readonly record struct EntrySize(string Symbol, long SizeUnits);

/// <summary>The price at which closing a position would leave the wallet at nothing.</summary>
/// <param name="Side">The side on which the wallet closes.</param>
/// <param name="PriceUnits">Price per contract, at most the largest price there is.</param>
internal readonly record struct BankruptcyPrice(string Symbol, Side Side, long PriceUnits);
