using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// A wallet's margin, as it is and in a hypothesis, by the formulas of its mode. What liquidation asks (risk.md §A3,
/// §B1) are figures of positions alone that never wait: by current marks, else the last ones, else what counts of an
/// option that was never marked.
/// </summary>
internal sealed class MarginCalculator : IOpenOrderWatcher
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
        state.Orders.Watcher = this;
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
    public void Note(
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

    /// <summary>The mark that maintenance and liquidation count a position at.</summary>
    public long MaintenanceMarkUnits(in PositionEntry entry)
    {
        Instrument instrument = _state.Markets[entry.Instrument]!;
        return _valuer.Best(instrument, out _).MarkOf(entry.QuantityUnits, entry.CostUnits);
    }
}
