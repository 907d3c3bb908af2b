namespace Hypercall.Engine.Modules.Margin;

/// <summary>A position that a hypothesis changes: as it is, and as it would be.</summary>
internal struct HypotheticalPosition
{
    public Instrument Instrument;
    public long QuantityUnits;
    public Int128 CostUnits;
    public long NewQuantityUnits;
    public Int128 NewCostUnits;
}

/// <summary>
/// What would be if: a wallet's cash, mode, positions and one more open order, laid over its state without touching it.
/// Started for a wallet, changed step by step, then given to the engine's margin calculation. Reused; one at a time.
/// </summary>
internal sealed class MarginHypothesis(PositionTable positions)
{
    private readonly ReusedList<HypotheticalPosition> _changed = new();

    /// <summary>The wallet; null for one that does not exist yet.</summary>
    public WalletAccount? Wallet { get; private set; }

    /// <summary>Margin mode that is supposed.</summary>
    public MarginMode Mode { get; set; }

    /// <summary>Cash that is supposed.</summary>
    public Int128 CashUnits { get; set; }

    /// <summary>The supposed cash less the wallet's debt.</summary>
    public Int128 FundsUnits => CashUnits - (Wallet?.DebtUnits ?? 0);

    /// <summary>
    /// True for withdrawals and modes: what lies elsewhere cannot be seized, so that profit of perpetuals may not
    /// leave.
    /// </summary>
    public bool IgnoresPerpProfit { get; set; }

    /// <summary>Instrument of the additional open order, or null.</summary>
    public Instrument? RestingInstrument { get; private set; }

    public Side RestingSide { get; private set; }

    public long RestingPriceUnits { get; private set; }

    public long RestingUnits { get; private set; }

    /// <summary>Positions that are supposed to change.</summary>
    public ReadOnlySpan<HypotheticalPosition> Changed => _changed.Items;

    /// <summary>Contracts of the additional open order, positive for a buy.</summary>
    public long RestingSignedUnits => Sides.Signed(RestingSide, RestingUnits);

    /// <summary>Whether anything on an underlying is supposed to be other than it is.</summary>
    public bool Touches(Underlying underlying) => RestingInstrument?.Underlying == underlying || Changes(underlying);

    /// <summary>Whether positions on an underlying are supposed to change.</summary>
    public bool Changes(Underlying underlying)
    {
        foreach (ref readonly HypotheticalPosition position in Changed)
        {
            if (position.Instrument.Underlying == underlying)
                return true;
        }

        return false;
    }

    /// <summary>The supposed position of an instrument, or null where it is what it is.</summary>
    public long? NewQuantityUnits(Instrument instrument)
    {
        foreach (ref readonly HypotheticalPosition position in Changed)
        {
            if (position.Instrument == instrument)
                return position.NewQuantityUnits;
        }

        return null;
    }

    /// <summary>Starts with what is.</summary>
    public MarginHypothesis Start(WalletAccount? wallet)
    {
        Wallet = wallet;
        Mode = wallet?.Mode ?? MarginMode.Standard;
        CashUnits = wallet?.CashUnits ?? 0;
        RestingInstrument = null;
        RestingUnits = 0;
        IgnoresPerpProfit = false;
        _changed.Clear();
        return this;
    }

    /// <summary>Supposes one more open order.</summary>
    public void Rest(Instrument instrument, Side side, long priceUnits, long units)
    {
        RestingInstrument = instrument;
        RestingSide = side;
        RestingPriceUnits = priceUnits;
        RestingUnits = units;
    }

    /// <summary>Supposes a fill at a price; cash moves as the mode says, and the fee is paid.</summary>
    /// <param name="signedUnits">Contracts, positive for a buy.</param>
    /// <param name="priceUnits">Price per contract.</param>
    /// <param name="feeUnits">Fee to pay, zero or more.</param>
    public void Fill(Instrument instrument, long signedUnits, long priceUnits, Int128 feeUnits)
    {
        ref HypotheticalPosition position = ref Change(instrument);
        EnginePosition.PreviewFill(
            position.NewQuantityUnits, position.NewCostUnits, signedUnits, priceUnits,
            out Int128 newCost, out Int128 realizedPnl);
        position.NewQuantityUnits += signedUnits;
        position.NewCostUnits = newCost;
        CashUnits += Ledger.FillCashUnits(Mode, signedUnits, priceUnits, realizedPnl) - feeUnits;
    }

    /// <summary>The supposed position of an instrument, which can be changed.</summary>
    private ref HypotheticalPosition Change(Instrument instrument)
    {
        foreach (ref HypotheticalPosition changed in _changed.Items)
        {
            if (changed.Instrument == instrument)
                return ref changed;
        }

        ref HypotheticalPosition added = ref _changed.Append();
        ref readonly PositionEntry entry = ref positions.Of(Wallet, instrument);
        added.Instrument = instrument;
        added.QuantityUnits = added.NewQuantityUnits = entry.QuantityUnits;
        added.CostUnits = added.NewCostUnits = entry.CostUnits;
        return ref added;
    }
}
