namespace Hypercall.Testing.Twin;

/// <summary>Check 12, the bands, and the margin that withdrawals and mode changes must leave.</summary>
internal sealed partial class NaiveEngine
{
    private NaivePricing Pricing => new(_state);

    private NaiveFees Fees => new(_state);

    private NaiveRisk Risk => new(_state);

    private NaiveRisk LastRisk => new(_state, NaiveMarks.CurrentElseLast);

    /// <summary>Check 4: around the mark, else the last mark, else none.</summary>
    private NaiveReject? CheckBand(string symbol, Side side, long price) =>
        _state.Rules.MarginEnabled
        && new NaiveRules(_state.Rules, UnderlyingOf(symbol)).PriceBand is PriceBandRules band
            ? CheckBand(symbol, side, price, band.MarkPpm, band.Floor.Units)
            : null;

    /// <summary>What an order of a wallet in distress must keep to as well.</summary>
    private NaiveReject? CheckDistressBand(string symbol, Side side, long price) =>
        new NaiveRules(_state.Rules, UnderlyingOf(symbol)).Distress is DistressRules band
            ? CheckBand(symbol, side, price, band.BandPpm, band.Floor.Units)
            : null;

    private NaiveReject? CheckBand(string symbol, Side side, BigInteger price, BigInteger ppm, BigInteger floor)
    {
        NaiveInstrument? instrument = _state.Instrument(symbol);
        if (instrument is null || instrument.IsPending)
            return null;
        if (Pricing.Value(instrument, NaiveMarks.CurrentElseLast)?.Mark is not BigInteger mark)
            return null;
        BigInteger width = BigInteger.Max(NaiveMath.DivideRounded(mark * ppm, NaiveMath.PartsPerMillion), floor);
        BigInteger bound = side == Side.Buy ? mark + width : mark - width;
        bool outside = side == Side.Buy ? price > bound : price < bound;
        if (outside && Pricing.Mark(instrument) is null)
            Reach("band around a last mark");
        return outside ? NaiveReject.Of(RejectCode.PriceOutOfBand, price, bound) : null;
    }

    private static NaiveReject? CheckUnmargined(NaiveWallet wallet) =>
        BigInteger.Abs(wallet.Cash) > NaiveMath.MaxUnmarginedCash ? NaiveReject.Of(RejectCode.Overflow) : null;

    /// <param name="own">The wallet's open orders, without one that is replaced.</param>
    private NaiveReject? CheckMargin(NaiveWallet wallet, OrderTerms terms, List<NaiveOrder> own)
    {
        if (!_state.Rules.MarginEnabled)
            return CheckUnmargined(wallet);
        NaiveMarginCase now = NaiveMarginCase.Of(wallet, own);
        ReachShape(now);
        NaiveReject? distressed = IsDistressed(wallet, now)
            ? CheckDistressBand(terms.Symbol, terms.Side, terms.Price.Units)
            : null;
        if (distressed is not null)
        {
            Reach($"distress {terms.Side} {wallet.Liquidation}");
            return distressed;
        }

        return ReducesRisk(wallet, terms, own) ? CheckReducing(wallet, terms, now) : CheckIncreasing(terms, now);
    }

    private bool IsDistressed(NaiveWallet wallet, NaiveMarginCase now) =>
        wallet.Liquidation != LiquidationState.Healthy || LastRisk.Margin(now)?.Excess < 0;

    /// <summary>What kinds of wallets margin is asked for.</summary>
    private void ReachShape(NaiveMarginCase now)
    {
        if (now.Debt > 0)
            Reach($"{now.Mode} margin beside a debt");
        if (now.Mode == MarginMode.Standard)
            return;
        foreach (NaivePerp perp in now.Perps)
        {
            BigInteger? index = Pricing.LastIndex(perp.Underlying);
            string what = index is null ? "never marked" : perp.Size * (index - perp.EntryPrice) > 0 ? "gains" : "loses";
            Reach($"perp {what}");
        }
    }

    /// <summary>Resting whole; in standard mode filled whole too, in portfolio mode by worth too.</summary>
    private NaiveReject? CheckIncreasing(OrderTerms terms, NaiveMarginCase now)
    {
        NaiveMarginCase withOrder = now.WithOrder(terms);
        NaiveMargin? before = Risk.Margin(now);
        NaiveMargin? after = Risk.Margin(withOrder);
        if (before is null || after is null)
            return NaiveReject.Of(RejectCode.MissingMark);
        if (now.Mode == MarginMode.Standard)
        {
            NaiveMargin? filled = Risk.Margin(Filled(now, terms, terms.Size.Units));
            if (filled is null)
                return NaiveReject.Of(RejectCode.MissingMark);
            after = after.Excess < filled.Excess ? after : filled;
        }

        // Other orders' risk must not hide this one's: in portfolio mode they may fill without it, and it without them.
        BigInteger had = (now.Mode == MarginMode.Standard ? before : Risk.Margin(now.WithoutOrders())!).Excess;
        bool leavesExcess = after.Excess >= BigInteger.Min(0, had);
        bool leavesWorth = now.Mode == MarginMode.Standard
            || Risk.Worth(withOrder)!.Value >= BigInteger.Min(0, Risk.Worth(now)!.Value);
        if (!leavesExcess && after.Excess >= BigInteger.Min(0, before.Excess))
            Reach("refused though other orders hide it");
        if (leavesExcess && !leavesWorth)
            Reach("refused for its worth");
        if (leavesExcess && leavesWorth && Pricing.Mark(terms.Symbol) is null)
            Reach("standard buy without a mark");
        return leavesExcess && leavesWorth ? null : Insufficient(after, now);
    }

    /// <summary>Filled whole at its limit, the others resting, by marks however old.</summary>
    private NaiveReject? CheckReducing(NaiveWallet wallet, OrderTerms terms, NaiveMarginCase now)
    {
        BigInteger size = terms.Size.Units;
        if (terms.Flags.HasFlag(OrderFlags.ReduceOnly))
            size = BigInteger.Min(size, Room(wallet, terms.Symbol, terms.Side));
        if (size < terms.Size.Units)
            Reach("reduce-only judged at less");
        NaiveMarginCase after = Filled(now, terms, size);
        NaiveMargin? marginBefore = LastRisk.Margin(now);
        NaiveMargin? marginAfter = LastRisk.Margin(after);
        BigInteger? worthBefore = LastRisk.Worth(now);
        BigInteger? worthAfter = LastRisk.Worth(after);
        if (marginBefore is null || marginAfter is null || worthBefore is null || worthAfter is null)
            return CheckCash(now, after) ?? CheckBesideUnmarked(terms, now, after);
        BigInteger aloneBefore = ExcessOfAlone(now);
        BigInteger had = now.Mode == MarginMode.Portfolio ? aloneBefore : marginBefore.Excess;
        bool leavesExcess = marginAfter.Excess >= BigInteger.Min(0, had);
        bool leavesWorth = worthAfter >= BigInteger.Min(0, worthBefore.Value);
        bool leavesAlone = ExcessOfAlone(after) >= BigInteger.Min(0, aloneBefore);
        bool admitted = leavesExcess && leavesWorth && leavesAlone;
        string marks = Risk.Margin(now) is null ? "last marks" : "current marks";
        string where = marginBefore.Excess < 0 ? "below zero" : "above zero";
        Reach($"{now.Mode} reducing by {marks} {where} {(admitted ? "admitted" : "refused")}");
        if (leavesExcess && !leavesWorth)
            Reach($"{now.Mode} reducing refused for its worth");
        if ((!leavesExcess && marginAfter.Excess >= BigInteger.Min(0, marginBefore.Excess))
            || (leavesExcess && leavesWorth && !leavesAlone))
        {
            Reach("reducing refused though other orders hide it");
        }

        return admitted ? null : Insufficient(marginAfter, now);
    }

    /// <summary>Where the option itself has a mark, what was never marked counts as in maintenance.</summary>
    private NaiveReject? CheckBesideUnmarked(OrderTerms terms, NaiveMarginCase now, NaiveMarginCase after)
    {
        if (LastValue(terms.Symbol) is null)
            return null;
        var risk = new NaiveRisk(_state, NaiveMarks.Maintenance);
        NaiveMargin left = risk.Margin(after)!;
        BigInteger alone = risk.Margin(now.WithoutOrders())!.Excess;
        BigInteger had = now.Mode == MarginMode.Portfolio ? alone : risk.Margin(now)!.Excess;
        bool admitted = left.Excess >= BigInteger.Min(0, had)
            && risk.Worth(after)!.Value >= BigInteger.Min(0, risk.Worth(now)!.Value)
            && risk.Margin(after.WithoutOrders())!.Excess >= BigInteger.Min(0, alone);
        Reach($"{now.Mode} reducing beside what was never marked {(admitted ? "admitted" : "refused")}");
        NaiveMargin told = LastRisk.WithoutScenarios(after, left.Equity);
        return admitted ? null : Insufficient(told with { Requirement = left.Requirement }, now);
    }

    private BigInteger ExcessOfAlone(NaiveMarginCase wallet) => LastRisk.Margin(wallet.WithoutOrders())!.Excess;

    /// <summary>All that can be asked where an option was never marked.</summary>
    private NaiveReject? CheckCash(NaiveMarginCase before, NaiveMarginCase after)
    {
        BigInteger left = after.Cash - after.Debt;
        bool admitted = left >= BigInteger.Min(0, before.Cash - before.Debt);
        Reach($"reducing by cash alone {(admitted ? "admitted" : "refused")}");
        return admitted ? null : Insufficient(LastRisk.WithoutScenarios(after, left), before);
    }

    private NaiveMarginCase Filled(NaiveMarginCase now, OrderTerms terms, BigInteger size)
    {
        BigInteger price = terms.Price.Units;
        BigInteger fee = Fees.OfOrder(terms.Symbol, price, size);
        return now.WithFill(terms.Symbol, terms.Side == Side.Buy ? size : -size, price, fee);
    }

    /// <summary>What a withdrawal or a new mode leaves must do by itself, gains of perpetuals left out.</summary>
    private NaiveReject? CheckMarginAfter(NaiveMarginCase now, NaiveMarginCase after)
    {
        if (!_state.Rules.MarginEnabled)
            return null;
        NaiveMargin? margin = new NaiveRisk(_state, countsPerpGains: false).Margin(after);
        if (margin is null)
            return NaiveReject.Of(RejectCode.MissingMark);
        if (margin.Excess < 0 && Risk.Margin(after)!.Excess >= 0)
            Reach("gain of a perpetual does not leave");
        return margin.Excess < 0 ? Insufficient(margin, now) : null;
    }

    /// <summary>Underlyings of which nothing would be left are named too, and those of legs that cancel out.</summary>
    private static NaiveReject Insufficient(
        NaiveMargin margin, NaiveMarginCase now, IEnumerable<string>? quoted = null)
    {
        IEnumerable<(string Underlying, string? Scenario)>? worst = margin.Worst?
            .Concat(NaivePortfolioMargin.Underlyings(now).Concat(quoted ?? [])
                .Select(u => (Underlying: u, Scenario: (string?)null)))
            .DistinctBy(w => w.Underlying)
            .OrderBy(w => w.Underlying, StringComparer.Ordinal);
        return new NaiveReject(
            RejectCode.InsufficientMargin, margin.Requirement, margin.Equity,
            NaiveMargin.WorstText(worst is null ? null : [.. worst]));
    }

    private static bool ReducesRisk(NaiveWallet wallet, OrderTerms terms, List<NaiveOrder> own) =>
        terms.Flags.HasFlag(OrderFlags.ReduceOnly)
        || ReducesRisk(wallet, terms.Symbol, terms.Side, terms.Size.Units, OpenSize(own, terms.Symbol, terms.Side));

    /// <param name="open">Other open size on that side.</param>
    private static bool ReducesRisk(NaiveWallet wallet, string symbol, Side side, BigInteger size, BigInteger open) =>
        size + open <= Room(wallet, symbol, side);

    private static BigInteger OpenSize(IEnumerable<NaiveOrder> orders, string symbol, Side? side = null)
    {
        BigInteger sum = 0;
        foreach (NaiveOrder order in orders.Where(o => o.Symbol == symbol && (side is null || o.Side == side)))
            sum += order.Remaining;
        return sum;
    }

    private static BigInteger Signed(Side side, BigInteger size) => side == Side.Buy ? size : -size;
}
