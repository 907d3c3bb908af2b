namespace Hypercall.Engine.State;

/// <summary>
/// A wallet that an accepted command touched. Its number is dense in the order of first touch and names it inside the
/// engine. Orders and positions are found from here; they are kept in their own tables.
/// </summary>
internal sealed class WalletAccount
{
    /// <summary>
    /// The first exposure of most wallets, made with the wallet: an old object that begins to refer to a young one is
    /// what the collector would have to look for.
    /// </summary>
    private WalletExposure? _unused;

    public WalletAccount(int number, WalletAddress address)
    {
        Number = number;
        Address = address;
        _unused = new WalletExposure(this);
    }

    public int Number { get; }

    public WalletAddress Address { get; }

    public Int128 CashUnits { get; set; }

    public MarginMode Mode { get; set; }

    public LiquidationState LiquidationState { get; set; }

    /// <summary>What settlement left unpaid, zero or more; the cash is then 0 or what came in since.</summary>
    public Int128 DebtUnits { get; set; }

    /// <summary>The stage of liquidation that it is in by itself, or null.</summary>
    public LiquidationStage? Stage { get; set; }

    /// <summary>External equity as last reported.</summary>
    public Int128 HypercoreEquityUnits { get; set; }

    /// <summary>Name of the tier, or null for the rules' default limits.</summary>
    public string? Tier { get; set; }

    public int TierMaxOpenOrders { get; set; }

    public int TierMaxOpenPositions { get; set; }

    /// <summary>Liquidation bonus in ppm, or -1 when never set.</summary>
    public int BonusPpm { get; set; } = -1;

    /// <summary>When the dead-man's switch fires, or 0 when disarmed.</summary>
    public long CancelAllAtMs { get; set; }

    /// <summary>Number of open orders.</summary>
    public int OpenOrders { get; set; }

    /// <summary>Slot of the open order with the smallest id, or -1.</summary>
    public int FirstOrder { get; set; } = -1;

    /// <summary>Slot of the open order with the greatest id, or -1.</summary>
    public int LastOrder { get; set; } = -1;

    /// <summary>Number of positions that are not flat.</summary>
    public int OpenPositions { get; set; }

    /// <summary>Number of short positions (derived from the positions).</summary>
    public int ShortPositions { get; set; }

    /// <summary>Slot of the first position entry, or -1.</summary>
    public int FirstPosition { get; set; } = -1;

    /// <summary>Slot where a position entry of its was last found, or -1; who looks there checks (derived).</summary>
    public int RecentPosition { get; set; } = -1;

    /// <summary>Number of the first agent that it has approved, or -1.</summary>
    public int FirstAgent { get; set; } = -1;

    /// <summary>Number of the last agent that it has approved, or -1.</summary>
    public int LastAgent { get; set; } = -1;

    /// <summary>Counts the position entries that came and went (derived).</summary>
    public long EntriesVersion { get; set; }

    /// <summary>Counts the changes of its positions (derived).</summary>
    public long PositionsVersion { get; set; }

    /// <summary>First of what it holds per underlying, or null.</summary>
    public WalletExposure? FirstExposure { get; set; }

    /// <summary>Σ limit × remaining of its open buys (derived from the orders).</summary>
    public Int128 OpenBuyNotionalUnits { get; set; }

    /// <summary>Whether no mark can bring it below maintenance: it owes nothing that could grow.</summary>
    public bool IsBeyondExamination => LiquidationState == LiquidationState.Healthy
        && Mode == MarginMode.Standard
        && ShortPositions == 0
        && CashUnits >= DebtUnits;

    public static int CompareByAddress(WalletAccount left, WalletAccount right) =>
        left.Address.CompareTo(right.Address);

    /// <summary>What it holds or held, underlying by underlying.</summary>
    public IEnumerable<WalletExposure> Exposures()
    {
        for (WalletExposure? exposure = FirstExposure; exposure is not null; exposure = exposure.Next)
            yield return exposure;
    }

    /// <summary>What it holds on an underlying, or null when it never held anything there.</summary>
    public WalletExposure? FindExposure(Underlying underlying)
    {
        WalletExposure? exposure = FirstExposure;
        while (exposure is not null && exposure.Underlying != underlying)
            exposure = exposure.Next;
        return exposure;
    }

    /// <summary>What it holds on an underlying, added if it is not there.</summary>
    public WalletExposure GetOrAddExposure(Underlying underlying) =>
        FindExposure(underlying) ?? AddExposure(underlying);

    private WalletExposure AddExposure(Underlying underlying)
    {
        WalletExposure added = _unused ?? new WalletExposure(this);
        _unused = null;
        FirstExposure = added.Of(underlying, FirstExposure);
        return added;
    }
}
