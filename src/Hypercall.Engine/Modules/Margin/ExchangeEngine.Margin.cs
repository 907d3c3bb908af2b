using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Modules.Fees;
using Hypercall.Engine.Modules.Margin;
using Hypercall.Engine.Pricing;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>
/// Margin where the engine asks for it: price bands and check 12 of an order, what leaves a wallet, modes. The formulas
/// stand in the Margin folder; here are the hypotheses.
/// </summary>
public sealed partial class ExchangeEngine
{
    private readonly OptionValuer _valuer;
    private readonly StandardMargin _standardMargin;
    private readonly PortfolioMargin _portfolioMargin;
    private readonly MarginHypothesis _hypothesis;

    /// <summary>
    /// The band around the mark, else the last mark (risk.md §A3): a buy may not be far above it, a sell not far below.
    /// Where there is neither, and for what has expired, there is none.
    /// </summary>
    private RejectCode CheckBand(Instrument? instrument, Side side, long priceUnits)
    {
        if (!_state.Rules.MarginEnabled || instrument?.Underlying.Rules.PriceBand is not { } band)
            return RejectCode.None;
        return IsBeyondBand(instrument, side, priceUnits, band.MarkPpm, band.Floor.Units, out Int128 bound)
            ? Reject(RejectCode.PriceOutOfBand, priceUnits, bound)
            : RejectCode.None;
    }

    private bool IsBeyondBand(
        Instrument instrument, Side side, long priceUnits, long markPpm, long floorUnits, out Int128 bound)
    {
        bound = 0;
        OptionValuation valuation = _valuer.Best(instrument, out _);
        if (!valuation.HasMark || valuation.IsPending)
            return false;
        Int128 width = Int128.Max(Rounding.MultiplyDivide(valuation.MarkUnits, markPpm, PpmUnit), floorUnits);
        bound = side == Side.Buy ? valuation.MarkUnits + width : valuation.MarkUnits - width;
        return side == Side.Buy ? priceUnits > bound : priceUnits < bound;
    }

    /// <summary>
    /// Check 12: the wallet's margin with the order resting, in standard mode filled whole too; one that reduces risk
    /// is
    /// judged as filled whole only.
    /// </summary>
    private RejectCode CheckMargin(
        WalletAccount? wallet, in OrderTerms order, Instrument instrument, in Exposure exposure)
    {
        if (!_state.Rules.MarginEnabled)
            return RejectCode.None;
        bool reduces = ReducesRisk(order, exposure);
        PrepareMargin(_hypothesis.Start(wallet));
        if (!reduces && LeavesExcess(order, instrument))
            return RejectCode.None;
        MarginFigures before = ComputeMargin(_hypothesis);
        if (IsInDistress(wallet, before))
        {
            RejectCode rejection = CheckDistress(instrument, order.Side, order.Price.Units);
            if (rejection != RejectCode.None)
                return rejection;
        }

        if (reduces)
            return RejectFor(DecideReducing(order, instrument, exposure, before));
        return RejectFor(_hypothesis.Mode == MarginMode.Portfolio
            ? DecideResting(order, instrument, before)
            : DecideStandard(wallet, order, instrument, before));
    }

    /// <summary>
    /// Whether the order is admitted whatever becomes of it, told without working out what does. One that does not
    /// reduce
    /// comes this far from a Healthy wallet only, and what leaves an excess had one: no distress.
    /// </summary>
    private bool LeavesExcess(in OrderTerms order, Instrument instrument) =>
        _hypothesis.Mode == MarginMode.Standard
        && _standardMargin.LeavesExcess(
            _hypothesis.FundsUnits, instrument, order,
            LimitFeeUnits(instrument.Underlying, order.Price.Units, order.Size.Units));

    private MarginDecisionResult DecideReducing(
        in OrderTerms order, Instrument instrument, in Exposure exposure, in MarginFigures before)
    {
        bool isReduceOnly = (order.Flags & OrderFlags.ReduceOnly) != 0;
        long units = isReduceOnly
            ? Math.Min(order.Size.Units, Math.Abs(exposure.PositionUnits))
            : order.Size.Units;
        Int128 fundsBefore = _hypothesis.FundsUnits;
        WorthFigure worthBefore = ComputeWorth(_hypothesis);
        Int128 aloneBefore = ExcessAloneUnits(_hypothesis);
        Int128 fee = LimitFeeUnits(instrument.Underlying, order.Price.Units, units);
        _hypothesis.Fill(instrument, order.Side == Side.Buy ? units : -units, order.Price.Units, fee);
        var change = new MarginChange(
            before, ComputeMargin(_hypothesis), worthBefore, ComputeWorth(_hypothesis), aloneBefore,
            ExcessAloneUnits(_hypothesis));
        return MarginAdmission.DecideReducing(change, fundsBefore, _hypothesis.FundsUnits);
    }

    private MarginDecisionResult DecideResting(
        in OrderTerms order, Instrument instrument, in MarginFigures before)
    {
        WorthFigure worthBefore = ComputeWorth(_hypothesis);
        Int128 alone = ExcessAloneUnits(_hypothesis);
        _hypothesis.Rest(instrument, order.Side, order.Price.Units, order.Size.Units);
        return MarginAdmission.DecidePortfolioMargin(new MarginChange(
            before, ComputeMargin(_hypothesis), worthBefore, ComputeWorth(_hypothesis), alone, alone));
    }

    private MarginDecisionResult DecideStandard(
        WalletAccount? wallet, in OrderTerms order, Instrument instrument, in MarginFigures before)
    {
        long price = order.Price.Units;
        long units = order.Size.Units;
        _hypothesis.Rest(instrument, order.Side, price, units);
        MarginFigures resting = ComputeMargin(_hypothesis);
        Int128 fee = LimitFeeUnits(instrument.Underlying, price, units);
        _hypothesis.Start(wallet).Fill(instrument, order.Side == Side.Buy ? units : -units, price, fee);
        return MarginAdmission.DecideStandardMargin(before, resting, ComputeMargin(_hypothesis));
    }

    /// <summary>Whether the band of distress holds for a wallet: not Healthy, or known to be short of margin.</summary>
    private static bool IsInDistress(WalletAccount? wallet, in MarginFigures before) =>
        wallet is { LiquidationState: not LiquidationState.Healthy } || (before.IsKnown && before.ExcessUnits < 0);

    /// <summary>The band of distress around the mark, else the last mark.</summary>
    private RejectCode CheckDistress(Instrument instrument, Side side, long priceUnits) =>
        IsBeyondDistress(instrument, side, priceUnits, out Int128 bound)
            ? Reject(RejectCode.PriceOutOfBand, priceUnits, bound)
            : RejectCode.None;

    private bool IsBeyondDistress(Instrument instrument, Side side, long priceUnits, out Int128 bound)
    {
        bound = 0;
        return instrument.Underlying.Rules.Distress is { } distress
            && IsBeyondBand(instrument, side, priceUnits, distress.BandPpm, distress.Floor.Units, out bound);
    }

    /// <summary>
    /// Whether a wallet may end in a hypothesis by its own will: by current marks and without the profit of perpetuals
    /// its
    /// excess there must not be below zero.
    /// </summary>
    private RejectCode CheckExcess(MarginHypothesis hypothesis)
    {
        if (!_state.Rules.MarginEnabled)
            return RejectCode.None;
        hypothesis.IgnoresPerpProfit = true;
        PrepareMargin(hypothesis);
        MarginFigures after = ComputeMargin(hypothesis);
        if (!after.IsCurrent)
            return RejectCode.MissingMark;
        return after.ExcessUnits < 0
            ? RejectFor(new MarginDecisionResult(RejectCode.InsufficientMargin, after))
            : RejectCode.None;
    }

    /// <summary>Margin of a wallet as it is, prepared for hypotheses about it.</summary>
    private MarginFigures MarginBefore(WalletAccount? wallet)
    {
        PrepareMargin(_hypothesis.Start(wallet));
        return ComputeMargin(_hypothesis);
    }

    private void PrepareMargin(MarginHypothesis hypothesis)
    {
        if (hypothesis.Mode == MarginMode.Standard)
            _standardMargin.Prepare(hypothesis.Wallet);
    }

    /// <summary>Margin in a hypothesis of the wallet and mode that were prepared last.</summary>
    private MarginFigures ComputeMargin(MarginHypothesis hypothesis) => hypothesis.Mode == MarginMode.Portfolio
        ? _portfolioMargin.Compute(hypothesis)
        : _standardMargin.Compute(hypothesis);

    /// <summary>
    /// Portfolio mode: excess of the positions alone in a hypothesis. Standard mode reserves for each order by itself,
    /// so that none hides another: zero, which asks for nothing.
    /// </summary>
    private Int128 ExcessAloneUnits(MarginHypothesis hypothesis) =>
        hypothesis.Mode == MarginMode.Portfolio ? _portfolioMargin.ExcessAloneUnits(hypothesis) : 0;

    /// <summary>Worth in a hypothesis.</summary>
    private WorthFigure ComputeWorth(MarginHypothesis hypothesis) => hypothesis.Mode == MarginMode.Portfolio
        ? _portfolioMargin.Worth(hypothesis)
        : _standardMargin.Worth(hypothesis);

    /// <summary>The rejection of a decision about the hypothesis that was computed last.</summary>
    private RejectCode RejectFor(in MarginDecisionResult decision)
    {
        if (decision.Code != RejectCode.InsufficientMargin)
            return decision.Code;
        string? worst = _hypothesis.Mode == MarginMode.Portfolio
            ? _portfolioMargin.FindWorst(_hypothesis, decision.Figures.IsKnown).ToString()
            : null;
        return Reject(decision.Code, decision.Figures.RequirementUnits, decision.Figures.EquityUnits, worst);
    }

    /// <summary>The larger of both fees at a limit; none where both are rebates.</summary>
    private static Int128 LimitFeeUnits(Underlying underlying, long priceUnits, long units) =>
        FeeService.LimitFeeUnits(underlying.Rules.Fees, underlying.IndexPriceUnits, priceUnits, units);

    /// <summary>The fee of one rate at a price; none where it is a rebate.</summary>
    private static Int128 RoleFeeUnits(Underlying underlying, long ratePpm, long priceUnits, long units) =>
        ratePpm <= 0
            ? 0
            : FeeService.TradingFeeUnits(
                ratePpm, underlying.Rules.Fees.CapPpm, underlying.IndexPriceUnits, priceUnits, units);
}
