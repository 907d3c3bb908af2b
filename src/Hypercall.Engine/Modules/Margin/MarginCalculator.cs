namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// A wallet's margin, as it is and in a hypothesis, by the formulas of its mode. What liquidation asks (risk.md §A3,
/// §B1) are figures of positions alone that never wait: by current marks, else the last ones, else what counts of an
/// option that was never marked.
/// </summary>
internal sealed class MarginCalculator
{
    private readonly EngineState _state;
    private readonly OptionValuer _valuer;

    public MarginCalculator(EngineState state, OptionValuer valuer)
    {
        _state = state;
        _valuer = valuer;
        Fees = new ReservedFees(state);
        Standard = new StandardMargin(state, valuer, Fees);
        Portfolio = new PortfolioMargin(state, valuer);
        Hypothesis = new MarginHypothesis(state.Positions);
        state.Orders.Watcher = Note;
    }

    /// <summary>Fees reserved for open buys.</summary>
    public ReservedFees Fees { get; }

    /// <summary>Formulas of standard mode.</summary>
    public StandardMargin Standard { get; }

    /// <summary>Formulas of portfolio mode.</summary>
    public PortfolioMargin Portfolio { get; }

    /// <summary>The hypothesis that every question about a wallet starts anew; one at a time.</summary>
    public MarginHypothesis Hypothesis { get; }

    /// <summary>Keeps the sums over a wallet's open orders, portfolio margin's and the fees reserved.</summary>
    private void Note(
        WalletExposure exposure, Instrument instrument, in OrderNode order, long beforeUnits, long afterUnits)
    {
        Portfolio.Note(exposure, instrument, order, beforeUnits, afterUnits);
        if (order.Side == Side.Buy)
            Fees.Change(exposure, order, beforeUnits, afterUnits);
    }

    /// <summary>Margin of a wallet as it is, prepared for hypotheses about it.</summary>
    public MarginFigures Before(WalletAccount? wallet)
    {
        Hypothesis.Start(wallet);
        Prepare();
        return Compute();
    }

    /// <summary>Makes ready for the wallet and mode that the hypothesis has now.</summary>
    public void Prepare()
    {
        if (Hypothesis.Mode == MarginMode.Standard)
            Standard.Prepare(Hypothesis.Wallet);
    }

    /// <summary>Margin in a hypothesis of the wallet and mode that were prepared last.</summary>
    public MarginFigures Compute() => Hypothesis.Mode == MarginMode.Portfolio
        ? Portfolio.Compute(Hypothesis)
        : Standard.Compute(Hypothesis);

    /// <summary>
    /// Portfolio mode: excess of the positions alone in a hypothesis. Standard mode reserves for each order by itself,
    /// so that none hides another: zero, which asks for nothing.
    /// </summary>
    public Int128 ExcessAloneUnits() =>
        Hypothesis.Mode == MarginMode.Portfolio ? Portfolio.ExcessAloneUnits(Hypothesis) : 0;

    /// <summary>Worth in a hypothesis.</summary>
    public WorthFigure Worth() => Hypothesis.Mode == MarginMode.Portfolio
        ? Portfolio.Worth(Hypothesis)
        : Standard.Worth(Hypothesis);

    /// <summary>Excess of the positions alone in the hypothesis; never waits for a mark.</summary>
    public Int128 ExcessOfPositionsUnits() => Hypothesis.Mode == MarginMode.Portfolio
        ? Portfolio.ExcessAloneUnits(Hypothesis)
        : Standard.ExcessOfPositionsUnits(Hypothesis);

    /// <summary>Excess of a wallet's positions alone; never waits for a mark.</summary>
    public Int128 ExcessOfPositionsUnits(WalletAccount wallet)
    {
        if (wallet.Mode == MarginMode.Standard)
            return wallet.CashUnits - wallet.DebtUnits - Standard.Initial(wallet);
        Portfolio.OfPositions(wallet, out Int128 equity, out Int128 initial, out _);
        return equity - initial;
    }

    /// <summary>Whether liquidation has nothing more to ask of a wallet.</summary>
    public bool HasRecovered(WalletAccount wallet) =>
        wallet.OpenPositions == 0 || ExcessOfPositionsUnits(wallet) >= 0;

    /// <summary>Own equity (risk.md §A4): what the wallet itself has here; never waits for a mark.</summary>
    public Int128 OwnEquityUnits(WalletAccount wallet)
    {
        Int128 equity = wallet.CashUnits - wallet.DebtUnits;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = _state.Positions[slot].NextOfWallet)
        {
            ref readonly PositionEntry entry = ref _state.Positions[slot];
            Instrument instrument = _state.Markets[entry.Instrument]!;
            if (entry.QuantityUnits != 0)
                equity += OwnValueUnits(wallet.Mode, instrument, entry.QuantityUnits, entry.CostUnits);
        }

        return equity;
    }

    /// <summary>What a position adds to own equity.</summary>
    public Int128 OwnValueUnits(MarginMode mode, Instrument instrument, long quantityUnits, Int128 costUnits)
    {
        long mark = _valuer.Best(instrument, out _).MarkOf(quantityUnits, costUnits);
        Int128 value = Cash.NotionalUnits(mark, quantityUnits);
        return mode == MarginMode.Portfolio ? value - costUnits : value;
    }

    /// <summary>Whether a wallet is below maintenance; one without option positions is not.</summary>
    public bool IsBelowMaintenance(WalletAccount wallet)
    {
        if (wallet.OpenPositions == 0)
            return false;
        if (wallet.Mode == MarginMode.Standard)
            return wallet.CashUnits - wallet.DebtUnits < Standard.Maintenance(wallet);
        Portfolio.OfPositions(wallet, out Int128 equity, out _, out Int128 maintenance);
        return equity < maintenance;
    }

    /// <summary>Maintenance margin of the positions.</summary>
    public Int128 MaintenanceUnits(WalletAccount wallet)
    {
        if (wallet.Mode == MarginMode.Standard)
            return Standard.Maintenance(wallet);
        Portfolio.OfPositions(wallet, out _, out _, out Int128 maintenance);
        return maintenance;
    }
}
