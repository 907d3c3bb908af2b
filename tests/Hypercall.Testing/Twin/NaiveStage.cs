namespace Hypercall.Testing.Twin;

/// <summary>What goes on with a wallet by itself: grace, partial liquidation, auction or deleveraging (risk.md B).</summary>
internal sealed class NaiveStage
{
    public required LiquidationMode Mode { get; init; }
    public required long EnteredAt { get; init; }
    public required long EndsAt { get; set; }

    /// <summary>How far the end can be put off.</summary>
    public required long PauseUntil { get; init; }

    /// <summary>Partial: when the next step is due, how many there were, and what there was to close at entry.</summary>
    public long NextAt { get; set; }

    public int Step { get; set; }
    public Dictionary<string, BigInteger> EntrySizes { get; init; } = [];

    /// <summary>Full: the auction that runs; null: none does.</summary>
    public long? AuctionId { get; set; }

    public long StartedAt { get; set; }

    /// <summary>Full: what deleveraging has begun to close, with its worst prices; null: it has not begun.</summary>
    public List<NaiveClosing>? Closings { get; set; }

    /// <summary>Deleveraging closed something elsewhere than at its mark.</summary>
    public bool IsOffMark { get; set; }

    public long Due => Mode == LiquidationMode.Partial ? Math.Min(NextAt, EndsAt) : EndsAt;
}

/// <summary>A position that deleveraging closes.</summary>
/// <param name="Symbol">The option.</param>
/// <param name="IsShort">Which side the wallet held.</param>
/// <param name="WorstPrice">p* of risk.md B4.</param>
internal sealed record NaiveClosing(string Symbol, bool IsShort, BigInteger WorstPrice);
