namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// Portfolio margin (engine.md §10, risk.md §A4): underlying by underlying a grid of scenarios over positions and open
/// orders, a floor and a gamma overlay for short options that no long covers; a gain on one underlying does not pay for
/// another. What a wallet has is kept in its <see cref="PortfolioBlock"/>s; a hypothesis costs what it changes.
/// </summary>
internal sealed class PortfolioMargin(EngineState state, OptionValuer valuer)
{
    /// <summary>What is kept of each wallet between two questions, by underlying and exposure.</summary>
    private readonly Numbered<Numbered<PortfolioBlock?>?> _kept = new();
    private readonly List<PortfolioBlock> _supposed = [];
    private readonly List<PortfolioBlock> _blocks = [];

    /// <summary>Keeps the sums over a wallet's open orders.</summary>
    public void Note(
        WalletExposure exposure, Instrument instrument, in OrderNode order, long beforeUnits, long afterUnits) =>
        Find(exposure)?.Orders.Note(instrument, order, beforeUnits, afterUnits);

    /// <summary>Margin in a hypothesis, open orders and the hypothesis's further order resting.</summary>
    public MarginFigures Compute(MarginHypothesis hypothesis)
    {
        Lay(hypothesis);
        MarkQuality marks = MarkQuality.Current;
        Int128 equity = hypothesis.FundsUnits;
        Int128 requirement = 0;
        foreach (PortfolioBlock block in _blocks)
        {
            marks = MarkQualities.Worse(marks, block.Marks(RestingIn(block, hypothesis), withPerp: true));
            equity += block.ValueUnits + block.PerpValueUnits(hypothesis.IgnoresPerpProfit);
            requirement += Require(block, hypothesis).Units;
        }

        return new MarginFigures(marks, equity, requirement);
    }

    /// <summary>Excess in a hypothesis as if no order were open.</summary>
    public Int128 ExcessAloneUnits(MarginHypothesis hypothesis)
    {
        Lay(hypothesis);
        Int128 excess = hypothesis.FundsUnits;
        foreach (PortfolioBlock block in _blocks)
        {
            excess += block.ValueUnits + block.PerpValueUnits(hypothesis.IgnoresPerpProfit)
                - block.RequireHeld().Units;
        }

        return excess;
    }

    /// <summary>
    /// The worst mark of what is held in a hypothesis: that of the reported equity, in which no order counts.
    /// </summary>
    public MarkQuality MarksOfHeld(MarginHypothesis hypothesis)
    {
        Lay(hypothesis);
        MarkQuality marks = MarkQuality.Current;
        foreach (PortfolioBlock block in _blocks)
            marks = MarkQualities.Worse(marks, block.MarksOfHeld());
        return marks;
    }

    /// <summary>Own equity less what the open orders would lose, in a hypothesis; perpetuals do not count.</summary>
    public WorthFigure Worth(MarginHypothesis hypothesis)
    {
        Lay(hypothesis);
        MarkQuality marks = MarkQuality.Current;
        Int128 worth = hypothesis.FundsUnits;
        foreach (PortfolioBlock block in _blocks)
        {
            marks = MarkQualities.Worse(marks, block.Marks(RestingIn(block, hypothesis), withPerp: false));
            worth += block.ValueUnits - block.Orders.LostUnits;
        }

        if (hypothesis.RestingInstrument is not { } resting)
            return new WorthFigure(marks, worth);
        OptionValuation valuation = valuer.Best(resting, out _);
        return new WorthFigure(marks, worth - OpenOrderRisk.LossUnits(
            resting.Underlying, valuation, hypothesis.RestingSignedUnits, hypothesis.RestingPriceUnits));
    }

    /// <summary>The scenario that loses most on each underlying.</summary>
    /// <param name="areKnown">False where marks are missing: no scenario is told then.</param>
    public WorstScenarios FindWorst(MarginHypothesis hypothesis, bool areKnown)
    {
        Lay(hypothesis);
        var worst = new List<KeyValuePair<string, string?>>(_blocks.Count);
        foreach (PortfolioBlock block in _blocks)
        {
            int scenario = areKnown ? Require(block, hypothesis).WorstScenario : -1;
            string? id = scenario < 0 ? null : block.Underlying.Rules.Portfolio.Scenarios[scenario].Id;
            worst.Add(KeyValuePair.Create(block.Underlying.Name, id));
        }

        return new WorstScenarios(worst);
    }

    /// <summary>
    /// Equity, initial and maintenance margin of positions and perpetuals alone; never waits for a mark.
    /// </summary>
    public void OfPositions(WalletAccount wallet, out Int128 equity, out Int128 initial, out Int128 maintenance)
    {
        equity = wallet.CashUnits - wallet.DebtUnits;
        initial = 0;
        Int128 sum = 0;
        foreach (PortfolioBlock block in Held(wallet))
        {
            equity += block.ValueUnits + block.PerpValueUnits(ignoresProfit: false);
            Int128 required = block.RequireHeld().Units;
            initial += required;
            sum += required / Rounding.PpmUnit * block.Underlying.Rules.Portfolio.MmPpm;
        }

        maintenance = Rounding.Divide(sum, Cash.UnitsPerRoundedUnit) * Cash.UnitsPerRoundedUnit;
    }

    /// <summary>The wallet's blocks, up to date but for their orders, those of nothing left out.</summary>
    public IReadOnlyList<PortfolioBlock> Held(WalletAccount wallet)
    {
        _blocks.Clear();
        for (WalletExposure? exposure = wallet.FirstExposure; exposure is not null; exposure = exposure.Next)
        {
            PortfolioBlock block = UpToDate(exposure);
            if (!block.IsEmpty)
                _blocks.Add(block);
        }

        return _blocks;
    }

    /// <summary>Whether what is kept of a wallet on an underlying is what it would be if it were made anew.</summary>
    public bool IsSound(WalletExposure exposure)
    {
        if (Find(exposure) is not { IsCurrent: true } kept)
            return true;
        kept.Refresh(exposure);
        kept.RefreshOrders(exposure);
        var anew = new PortfolioBlock(state, valuer, exposure.Underlying);
        anew.Refresh(exposure);
        anew.RefreshOrders(exposure);
        return kept.Equals(anew);
    }

    /// <summary>
    /// Finds the blocks of a hypothesis: the wallet's own, and copies where positions are supposed to change.
    /// </summary>
    private void Lay(MarginHypothesis hypothesis)
    {
        _blocks.Clear();
        int supposed = 0;
        WalletExposure? exposure = hypothesis.Wallet?.FirstExposure;
        for (; exposure is not null; exposure = exposure.Next)
        {
            PortfolioBlock block = UpToDate(exposure);
            block.RefreshOrders(exposure);
            bool isChanged = hypothesis.Touches(exposure.Underlying) && !IsEnough(block, hypothesis);
            if (isChanged)
                block = Suppose(block, exposure.Underlying, hypothesis, ref supposed);
            if (isChanged || !block.IsEmpty)
                _blocks.Add(block);
        }

        foreach (ref readonly HypotheticalPosition changed in hypothesis.Changed)
            LayNew(changed.Instrument.Underlying, hypothesis, ref supposed);
        if (hypothesis.RestingInstrument is { } resting)
            LayNew(resting.Underlying, hypothesis, ref supposed);
    }

    /// <summary>Lays what is supposed on an underlying where the wallet never held or quoted anything.</summary>
    private void LayNew(Underlying underlying, MarginHypothesis hypothesis, ref int supposed)
    {
        foreach (PortfolioBlock block in _blocks)
        {
            if (block.Underlying == underlying)
                return;
        }

        _blocks.Add(Suppose(null, underlying, hypothesis, ref supposed));
    }

    /// <summary>Whether a hypothesis of a further order alone needs no copy: its option stands in the block.</summary>
    private static bool IsEnough(PortfolioBlock block, MarginHypothesis hypothesis) =>
        !hypothesis.Changes(block.Underlying) && block.Has(hypothesis.RestingInstrument!);

    private PortfolioBlock Suppose(
        PortfolioBlock? source, Underlying underlying, MarginHypothesis hypothesis, ref int supposed)
    {
        if (supposed == _supposed.Count)
            _supposed.Add(new PortfolioBlock(state, valuer, underlying));
        PortfolioBlock block = _supposed[supposed++];
        block.Suppose(source, underlying, hypothesis);
        return block;
    }

    private PortfolioBlock UpToDate(WalletExposure exposure)
    {
        PortfolioBlock block = (_kept[exposure.Underlying.Number] ??= new())[exposure.Number]
            ??= new PortfolioBlock(state, valuer, exposure.Underlying);
        block.Refresh(exposure);
        return block;
    }

    /// <summary>What is kept of an exposure, or null before it was first asked for.</summary>
    private PortfolioBlock? Find(WalletExposure exposure) =>
        _kept.Find(exposure.Underlying.Number)?.Find(exposure.Number);

    private static Instrument? RestingIn(PortfolioBlock block, MarginHypothesis hypothesis) =>
        hypothesis.RestingInstrument is { } resting && resting.Underlying == block.Underlying ? resting : null;

    private static BlockRequirement Require(PortfolioBlock block, MarginHypothesis hypothesis) => block.Require(
        RestingIn(block, hypothesis), hypothesis.RestingSignedUnits, hypothesis.RestingPriceUnits);
}
