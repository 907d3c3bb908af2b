namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// Standard margin (engine.md §10, after Deribit's): option by option, long options need nothing,
/// open buys reserve premium and fee, open sells beyond the long position need initial margin. What a wallet needs now
/// is found once per question by <see cref="Prepare"/>; each hypothesis then costs only what it changes. Most orders
/// leave so much that <see cref="PrepareAtMost"/> is enough to admit them.
/// </summary>
internal sealed class StandardMargin(EngineState state, OptionValuer valuer, ReservedFees fees)
{
    private Int128 _requirementUnits;
    private MarkQuality _marks;

    /// <summary>Initial margin of one short contract, in units of 1e-8 USDC; pending: its mark.</summary>
    public static long InitialUnits(Instrument instrument, OptionValuation valuation)
    {
        if (!valuation.HasStandardMargin)
            FillIn(instrument, valuation);
        return valuation.InitialMarginUnits;
    }

    /// <summary>Maintenance margin of one short contract, in units of 1e-8 USDC; pending: its mark.</summary>
    public static long MaintenanceUnits(Instrument instrument, OptionValuation valuation)
    {
        if (!valuation.HasStandardMargin)
            FillIn(instrument, valuation);
        return valuation.MaintenanceMarginUnits;
    }

    /// <summary>Both margins, once for a valuation.</summary>
    private static void FillIn(Instrument instrument, OptionValuation valuation)
    {
        long mark = valuation.MarkUnits;
        long maintenance = MaintenanceUnits(instrument, valuation, mark);
        valuation.InitialMarginUnits = InitialUnits(instrument, valuation, mark, maintenance);
        valuation.MaintenanceMarginUnits = maintenance;
        valuation.HasStandardMargin = true;
    }

    /// <summary>Initial margin at a mark; a put's is at least its maintenance margin, which the caller has.</summary>
    private static long InitialUnits(
        Instrument instrument, OptionValuation valuation, long markUnits, long maintenanceUnits)
    {
        if (valuation.IsPending)
            return markUnits;
        StandardMarginRules rules = instrument.Underlying.Rules.Standard;
        ContractKey contract = instrument.Parsed.Key;
        long index = valuation.IndexUnits;
        bool isCall = contract.Type == OptionType.Call;
        long outOfTheMoney = Math.Max(0, isCall ? contract.Strike.Units - index : index - contract.Strike.Units);
        Int128 ofIndex = Int128.Max(
            Math.BigMul(rules.ImPpm, index) - Math.BigMul(outOfTheMoney, Rounding.PpmUnit),
            Math.BigMul(rules.ImFloorPpm, index));
        long initial = WithMark(ofIndex, markUnits);
        return isCall ? initial : Math.Max(initial, maintenanceUnits);
    }

    private static long MaintenanceUnits(Instrument instrument, OptionValuation valuation, long markUnits)
    {
        if (valuation.IsPending)
            return markUnits;
        bool isCall = instrument.Parsed.Key.Type == OptionType.Call;
        long index = valuation.IndexUnits;
        long ofBase = isCall ? index : Math.Max(index, markUnits);
        return WithMark(Math.BigMul(instrument.Underlying.Rules.Standard.MmPpm, ofBase), markUnits);
    }

    /// <summary>Finds what the wallet needs now; null needs nothing.</summary>
    public void Prepare(WalletAccount? wallet)
    {
        Start(wallet);
        if (wallet is null)
            return;
        PositionTable positions = state.Positions;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = positions[slot].NextOfWallet)
        {
            ref readonly PositionEntry entry = ref positions[slot];
            Instrument instrument = state.Markets[entry.Instrument]!;
            _requirementUnits += Needed(instrument, entry, entry.QuantityUnits, entry.OpenSellUnits, ref _marks);
        }

        _requirementUnits += fees.OfWallet(wallet);
    }

    /// <summary>
    /// Finds an amount that the wallet needs no more than now, the fees of open buys left out, without pricing anew
    /// what only time has changed: to be asked about by <see cref="SurelyLeavesExcess"/>.
    /// </summary>
    public void PrepareAtMost(WalletAccount? wallet)
    {
        Start(wallet);
        if (wallet is null || (wallet.ShortPositions == 0 && wallet.OpenOrders == 0))
            return;
        PositionTable positions = state.Positions;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = positions[slot].NextOfWallet)
        {
            ref readonly PositionEntry entry = ref positions[slot];
            long units = ShortUnits(entry.QuantityUnits, entry.OpenSellUnits);
            if (units == 0)
                continue;
            if (InitialUnitsAtMost(state.Markets[entry.Instrument]!) is not { } perContract)
            {
                _marks = MarkQuality.Never;
                return;
            }

            _requirementUnits += Cash.NotionalUnits(perContract, units);
        }
    }

    private void Start(WalletAccount? wallet)
    {
        _requirementUnits = wallet?.OpenBuyNotionalUnits ?? 0;
        _marks = MarkQuality.Current;
    }

    /// <summary>
    /// An amount that the initial margin of one short contract does not exceed now; null without a current mark. A
    /// margin rises by at most 11 times the mark, whose arithmetic is good to far more digits than are added here.
    /// </summary>
    private long? InitialUnitsAtMost(Instrument instrument)
    {
        OptionValuation valuation = valuer.ValueAtMost(instrument);
        if (!valuation.HasMark)
            return null;
        long scale = Math.Max(valuation.IndexUnits, instrument.Parsed.Key.Strike.Units);
        return InitialUnits(instrument, valuation) + (scale >> 24) + 32;
    }

    /// <summary>
    /// As <see cref="LeavesExcess"/> for a wallet that was prepared without fees, none of which is worked out: a fee is
    /// at most the premium, rounded.
    /// </summary>
    public bool SurelyLeavesExcess(
        WalletAccount? wallet, Int128 fundsUnits, Instrument instrument, in OrderTerms order)
    {
        Int128 mostFees = Cash.NotionalUnits(order.Price.Units, order.Size.Units) + Cash.UnitsPerRoundedUnit;
        if (wallet is not null)
            mostFees += wallet.OpenBuyNotionalUnits + (wallet.OpenOrders * Cash.UnitsPerRoundedUnit);
        return LeavesExcess(fundsUnits, instrument, order, mostFees);
    }

    /// <summary>
    /// Whether an order leaves the prepared wallet an excess whatever becomes of it, told without working out what
    /// does: a buy takes at most its premium and fee, a sell at most the initial margin of all its contracts and its
    /// fee. True means that the order is admitted; false means nothing.
    /// </summary>
    /// <param name="fundsUnits">The wallet's cash less its debt.</param>
    /// <param name="feeUnits">The larger of both fees at its limit.</param>
    public bool LeavesExcess(Int128 fundsUnits, Instrument instrument, in OrderTerms order, Int128 feeUnits)
    {
        if (_marks != MarkQuality.Current)
            return false;
        long perContract = order.Price.Units;
        if (order.Side == Side.Sell)
        {
            if (InitialUnitsAtMost(instrument) is not { } most)
                return false;
            perContract = most;
        }

        return fundsUnits - _requirementUnits >= Cash.NotionalUnits(perContract, order.Size.Units) + feeUnits;
    }

    /// <summary>Margin in a hypothesis about the wallet that was prepared.</summary>
    public MarginFigures Compute(MarginHypothesis hypothesis)
    {
        MarkQuality marks = MarkQuality.Current;
        Int128 requirement = _requirementUnits;
        bool isPrepared = hypothesis.Changed.IsEmpty;
        foreach (ref readonly HypotheticalPosition changed in hypothesis.Changed)
        {
            MarkQuality ignored = MarkQuality.Current;
            ref readonly PositionEntry entry = ref state.Positions.Of(hypothesis.Wallet, changed.Instrument);
            long sells = entry.OpenSellUnits;
            requirement += Needed(changed.Instrument, entry, changed.NewQuantityUnits, sells, ref marks)
                - Needed(changed.Instrument, entry, changed.QuantityUnits, sells, ref ignored);
        }

        marks = isPrepared ? _marks : MarkQualities.Worse(marks, MarksBesides(hypothesis));
        if (hypothesis.RestingInstrument is not null)
            requirement += NeededByResting(hypothesis, ref marks);
        return new MarginFigures(marks, hypothesis.FundsUnits, requirement);
    }

    /// <summary>Maintenance margin of the wallet's shorts; never waits for a mark.</summary>
    public Int128 Maintenance(WalletAccount wallet) => OfShorts(wallet, null, isInitial: false);

    /// <summary>Initial margin of the wallet's shorts without orders; never waits for a mark.</summary>
    public Int128 Initial(WalletAccount wallet) => OfShorts(wallet, null, isInitial: true);

    /// <summary>Funds less the initial margin of the shorts in a hypothesis; never waits for a mark.</summary>
    public Int128 ExcessOfPositionsUnits(MarginHypothesis hypothesis) =>
        hypothesis.FundsUnits - OfShorts(hypothesis.Wallet, hypothesis, isInitial: true);

    /// <summary>Own equity less what the open orders would lose, in a hypothesis.</summary>
    public WorthFigure Worth(MarginHypothesis hypothesis)
    {
        MarkQuality marks = MarkQuality.Current;
        Int128 worth = hypothesis.FundsUnits;
        PositionTable positions = state.Positions;
        for (int slot = hypothesis.Wallet?.FirstPosition ?? -1; slot >= 0; slot = positions[slot].NextOfWallet)
        {
            Instrument instrument = state.Markets[positions[slot].Instrument]!;
            if (hypothesis.NewQuantityUnits(instrument) is null)
                worth += Market(instrument, positions[slot].QuantityUnits, positions[slot].CostUnits, ref marks);
        }

        foreach (ref readonly HypotheticalPosition changed in hypothesis.Changed)
            worth += Market(changed.Instrument, changed.NewQuantityUnits, changed.NewCostUnits, ref marks);
        worth -= LostByOrders(hypothesis.Wallet, ref marks);
        return new WorthFigure(marks, worth);
    }

    /// <summary>Margin of the shorts that a wallet has, as they are or as a hypothesis has them.</summary>
    private Int128 OfShorts(WalletAccount? wallet, MarginHypothesis? hypothesis, bool isInitial)
    {
        Int128 sum = 0;
        PositionTable positions = state.Positions;
        for (int slot = wallet?.FirstPosition ?? -1; slot >= 0; slot = positions[slot].NextOfWallet)
        {
            ref readonly PositionEntry entry = ref positions[slot];
            Instrument instrument = state.Markets[entry.Instrument]!;
            long quantity = hypothesis?.NewQuantityUnits(instrument) ?? entry.QuantityUnits;
            if (quantity >= 0)
                continue;
            OptionValuation valuation = valuer.Best(instrument, out _);
            sum += Cash.NotionalUnits(OfShortUnits(instrument, valuation, entry, isInitial), -quantity);
        }

        return sum;
    }

    /// <summary>Margin of one contract of a short position, at its entry price where it was never marked.</summary>
    private static long OfShortUnits(
        Instrument instrument, OptionValuation valuation, in PositionEntry entry, bool isInitial)
    {
        if (valuation.HasMark)
            return isInitial ? InitialUnits(instrument, valuation) : MaintenanceUnits(instrument, valuation);
        long mark = valuation.MarkOf(entry.QuantityUnits, entry.CostUnits);
        long maintenance = MaintenanceUnits(instrument, valuation, mark);
        return isInitial ? InitialUnits(instrument, valuation, mark, maintenance) : maintenance;
    }

    /// <summary>
    /// Initial margin of a short position and of the open sells that no long position covers; at the entry price of
    /// <paramref name="entry"/> where the option was never marked.
    /// </summary>
    private Int128 Needed(
        Instrument instrument, in PositionEntry entry, long quantityUnits, long openSellUnits, ref MarkQuality marks)
    {
        long units = ShortUnits(quantityUnits, openSellUnits);
        if (units == 0)
            return 0;
        OptionValuation valuation = valuer.Best(instrument, out MarkQuality quality);
        marks = MarkQualities.Worse(marks, quality);
        return Cash.NotionalUnits(OfShortUnits(instrument, valuation, entry, isInitial: true), units);
    }

    private static long ShortUnits(long quantityUnits, long openSellUnits) =>
        Math.Max(0, -quantityUnits) + Math.Max(0, openSellUnits - Math.Max(quantityUnits, 0));

    /// <summary>The worst mark of the positions that the hypothesis does not change.</summary>
    private MarkQuality MarksBesides(MarginHypothesis hypothesis)
    {
        MarkQuality marks = MarkQuality.Current;
        if (_marks == MarkQuality.Current)
            return marks;
        PositionTable positions = state.Positions;
        for (int slot = hypothesis.Wallet?.FirstPosition ?? -1; slot >= 0; slot = positions[slot].NextOfWallet)
        {
            ref readonly PositionEntry entry = ref positions[slot];
            Instrument instrument = state.Markets[entry.Instrument]!;
            if (hypothesis.NewQuantityUnits(instrument) is null)
                Needed(instrument, entry, entry.QuantityUnits, entry.OpenSellUnits, ref marks);
        }

        return marks;
    }

    private Int128 NeededByResting(MarginHypothesis hypothesis, ref MarkQuality marks)
    {
        Instrument instrument = hypothesis.RestingInstrument!;
        if (hypothesis.RestingSide == Side.Buy)
        {
            return Cash.NotionalUnits(hypothesis.RestingPriceUnits, hypothesis.RestingUnits)
                + ReservedFees.OfOrder(instrument.Underlying, hypothesis.RestingPriceUnits, hypothesis.RestingUnits);
        }

        ref readonly PositionEntry now = ref state.Positions.Of(hypothesis.Wallet, instrument);
        MarkQuality ignored = MarkQuality.Current;
        return Needed(instrument, now, now.QuantityUnits, now.OpenSellUnits + hypothesis.RestingUnits, ref marks)
            - Needed(instrument, now, now.QuantityUnits, now.OpenSellUnits, ref ignored);
    }

    private Int128 Market(Instrument instrument, long quantityUnits, Int128 costUnits, ref MarkQuality marks)
    {
        if (quantityUnits == 0)
            return 0;
        OptionValuation valuation = valuer.Best(instrument, out MarkQuality quality);
        marks = MarkQualities.Worse(marks, quality);
        return Cash.NotionalUnits(valuation.MarkOf(quantityUnits, costUnits), quantityUnits);
    }

    private Int128 LostByOrders(WalletAccount? wallet, ref MarkQuality marks)
    {
        Int128 lost = 0;
        OrderStore orders = state.Orders.Store;
        for (int slot = wallet?.FirstOrder ?? -1; slot >= 0; slot = orders.Node(slot).NextOfWallet)
        {
            ref readonly OrderNode node = ref orders.Node(slot);
            if (node.Level < 0)
                continue;
            Instrument instrument = state.Markets[node.Instrument]!;
            OptionValuation valuation = valuer.Best(instrument, out MarkQuality quality);
            marks = MarkQualities.Worse(marks, quality);
            long signed = Sides.Signed(node.Side, node.RemainingUnits);
            lost += OpenOrderRisk.LossUnits(instrument.Underlying, valuation, signed, node.PriceUnits);
        }

        return lost;
    }

    /// <summary>
    /// A part in ppm of price units plus the mark, neither below zero, rounded once to 8 decimals: the mark lies on
    /// them, so that only the part is rounded.
    /// </summary>
    private static long WithMark(Int128 ppmUnits, long markUnits) => markUnits + (ppmUnits < long.MaxValue
        ? (long)(((ulong)ppmUnits + Rounding.PpmUnit / 2) / Rounding.PpmUnit)
        : (long)Rounding.Divide(ppmUnits, Rounding.PpmUnit));
}
