namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// What a wallet in liquidation holds, option by option and in sums (risk.md §B2 to §B4); nothing waits for marks.
/// </summary>
internal sealed class HeldPortfolio(EngineState state, OptionValuer valuer, MarginCalculator margin)
{
    /// <summary>Replaces the content of a list by a wallet's positions, ascending by symbol (ordinal).</summary>
    public void List(WalletAccount wallet, List<HeldOption> target)
    {
        target.Clear();
        for (int slot = wallet.FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfWallet)
        {
            if (state.Positions[slot].QuantityUnits != 0)
                target.Add(Read(state.Positions[slot]));
        }

        target.Sort(static (left, right) => string.CompareOrdinal(left.Instrument.Symbol, right.Instrument.Symbol));
    }

    /// <summary>Σ mark × contracts, shorts taken off.</summary>
    public static Int128 NetUnits(List<HeldOption> held) =>
        held.Aggregate(Int128.Zero, static (sum, option) => sum + option.ValueUnits);

    /// <summary>Σ mark × contracts without signs.</summary>
    public static Int128 GrossUnits(List<HeldOption> held) =>
        held.Aggregate(Int128.Zero, static (sum, option) => sum + option.GrossUnits);

    /// <summary>
    /// What the risk of a portfolio costs to take over: its maintenance margin, in standard mode without the marks that
    /// are in it.
    /// </summary>
    public Int128 RiskUnits(WalletAccount wallet, List<HeldOption> held)
    {
        Int128 risk = margin.MaintenanceUnits(wallet);
        if (wallet.Mode == MarginMode.Portfolio)
            return risk;
        foreach (HeldOption option in held)
            risk += Int128.Min(0, option.ValueUnits);
        return risk;
    }

    /// <summary>Whether a position's option trades in its book now.</summary>
    public bool Trades(Instrument instrument) => instrument.Status == InstrumentStatus.Active
        && state.Markets.Allows(instrument.Underlying, TradingModes.Orderbook);

    /// <summary>
    /// Whether one in so many parts of what a wallet holds, or more, does not trade; where all marks are 0 anything
    /// that does not is enough.
    /// </summary>
    /// <param name="countsPending">Whether what awaits its price counts too.</param>
    public bool IsHeldUp(WalletAccount wallet, int parts, bool countsPending)
    {
        Int128 all = 0;
        Int128 heldUp = 0;
        bool isAnyHeldUp = false;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfWallet)
        {
            if (state.Positions[slot].QuantityUnits == 0)
                continue;
            HeldOption option = Read(state.Positions[slot]);
            bool isHeldUp = option.Instrument.Status == InstrumentStatus.ExpiredPendingPrice
                ? countsPending || !state.Markets.Allows(option.Instrument.Underlying, TradingModes.Orderbook)
                : !Trades(option.Instrument);
            all += option.GrossUnits;
            heldUp += isHeldUp ? option.GrossUnits : 0;
            isAnyHeldUp |= isHeldUp;
        }

        return isAnyHeldUp && heldUp * parts >= all;
    }

    private HeldOption Read(in PositionEntry entry)
    {
        Instrument instrument = state.Markets[entry.Instrument]!;
        OptionValuation valuation = valuer.Best(instrument, out MarkQuality marks);
        return new HeldOption(
            instrument, entry.QuantityUnits, valuation.MarkOf(entry.QuantityUnits, entry.CostUnits),
            valuation.IndexUnits, marks);
    }
}
