namespace Hypercall.Engine.State;

/// <summary>
/// What the engine knows of an underlying: index price, volatility smiles, trading modes, and the rules that apply to
/// it. Numbered in the order of first mention by an accepted command.
/// </summary>
internal sealed class Underlying(int number, string name, UnderlyingRules rules)
{
    public int Number { get; } = number;

    public string Name { get; } = name;

    /// <summary>The rule set's members for this underlying; derived from the rules.</summary>
    public UnderlyingRules Rules { get; set; } = rules;

    /// <summary>Last index price, or 0 before the first.</summary>
    public long IndexPriceUnits { get; set; }

    /// <summary>When the index price was set.</summary>
    public long IndexTimeMs { get; set; }

    /// <summary>
    /// Counts changes of the index price, the smiles and the rules, so that what was derived from them is known to be
    /// out of date (derived itself).
    /// </summary>
    public long MarketVersion { get; set; }

    /// <summary>Counts changes of the index price and the rules, from 1 (derived).</summary>
    public long IndexVersion { get; set; } = 1;

    /// <summary>Trading modes, or null when never set (all).</summary>
    public TradingModes? Modes { get; set; }

    /// <summary>Settlement pool, or null when never set.</summary>
    public SettlementPoolConfig? SettlementPool { get; set; }

    /// <summary>Index prices that a settlement average may need.</summary>
    public IndexHistory History { get; } = new();

    /// <summary>Number of instruments in the state (derived from the instruments).</summary>
    public int InstrumentCount { get; set; }

    /// <summary>How many wallets ever held something on it since the engine started (derived).</summary>
    public int ExposureCount { get; set; }

    /// <summary>Wallets with options or perpetuals on it (derived from the positions).</summary>
    public HolderList Holders { get; } = new();

    /// <summary>Smiles, ascending by expiry date.</summary>
    public List<VolatilitySmile> Smiles { get; } = [];
}
