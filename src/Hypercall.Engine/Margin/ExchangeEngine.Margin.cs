using Hypercall.Engine.Commands;
using Hypercall.Engine.Fees;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Margin;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Rules;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine;

/// <summary>
/// Margin where the engine asks for it: price band and check 12 of an order, what leaves a wallet, modes, maintenance.
/// The formulas stand in the Margin folder; here are the hypotheses.
/// </summary>
public sealed partial class ExchangeEngine
{
    private readonly OptionValuer _valuer;
    private readonly StandardMargin _standardMargin;
    private readonly PortfolioMargin _portfolioMargin;
    private readonly MarginHypothesis _hypothesis;

    /// <summary>
    /// The band around the mark (details.md §Rule set): a buy may not be far above it, a sell not far below. Without a
    /// Black-Scholes mark there is none.
    /// </summary>
    private RejectCode CheckBand(Instrument? instrument, Side side, long priceUnits)
    {
        if (!_state.Rules.MarginEnabled || instrument?.Underlying.Rules.PriceBand is not { } band)
            return RejectCode.None;
        OptionValuation valuation = _valuer.Value(instrument);
        if (!valuation.HasMark || valuation.IsPending)
            return RejectCode.None;
        Int128 width = Int128.Max(
            Rounding.MultiplyDivide(valuation.MarkUnits, band.MarkPpm, PpmUnit), band.Floor.Units);
        Int128 bound = side == Side.Buy ? valuation.MarkUnits + width : valuation.MarkUnits - width;
        bool isBeyond = side == Side.Buy ? priceUnits > bound : priceUnits < bound;
        return isBeyond ? Reject(RejectCode.PriceOutOfBand, priceUnits, bound) : RejectCode.None;
    }

    /// <summary>Check 12: the wallet's margin with the order resting whole, and filled whole at its limit.</summary>
    private RejectCode CheckMargin(
        WalletAccount? wallet, in OrderTerms order, Instrument instrument, in Exposure exposure)
    {
        if (!_state.Rules.MarginEnabled)
            return RejectCode.None;
        long price = order.Price.Units;
        long units = order.Size.Units;
        Int128 fee = LargerFeeUnits(instrument.Underlying, price, units);
        PrepareMargin(_hypothesis.Start(wallet));
        if (_hypothesis.Mode == MarginMode.Standard
            && _standardMargin.LeavesExcess(_hypothesis.CashUnits, instrument, order, fee))
        {
            return RejectCode.None;
        }

        MarginFigures before = ComputeMargin(_hypothesis);
        _hypothesis.Rest(instrument, order.Side, price, units);
        MarginFigures resting = ComputeMargin(_hypothesis);
        _hypothesis.Start(wallet).Fill(instrument, order.Side == Side.Buy ? units : -units, price, fee);
        MarginFigures filled = ComputeMargin(_hypothesis);
        var input = new MarginAdmissionInput(before, resting, filled, ReducesRisk(order, exposure));
        return RejectFor(_hypothesis.Mode == MarginMode.Portfolio
            ? MarginAdmission.DecidePortfolioMargin(input)
            : MarginAdmission.DecideStandardMargin(input));
    }

    /// <summary>
    /// Whether a wallet may end in a hypothesis: its excess there must be at least the lesser of zero and the excess now.
    /// </summary>
    private RejectCode CheckMarginAfter(MarginHypothesis hypothesis, in MarginFigures before, bool reducesRisk) =>
        RejectFor(MarginAdmission.Decide(before, ComputeMargin(hypothesis), reducesRisk));

    /// <summary>Whether a wallet may end in a hypothesis by its own will: its excess there must not be below zero.</summary>
    private RejectCode CheckExcess(MarginHypothesis hypothesis)
    {
        if (!_state.Rules.MarginEnabled)
            return RejectCode.None;
        PrepareMargin(hypothesis);
        MarginFigures after = ComputeMargin(hypothesis);
        if (!after.IsComplete)
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
        if (hypothesis.Mode == MarginMode.Portfolio)
            _portfolioMargin.Prepare(hypothesis.Wallet);
        else
            _standardMargin.Prepare(hypothesis.Wallet);
    }

    /// <summary>Margin in a hypothesis of the wallet and mode that were prepared last.</summary>
    private MarginFigures ComputeMargin(MarginHypothesis hypothesis) => hypothesis.Mode == MarginMode.Portfolio
        ? _portfolioMargin.Compute(hypothesis)
        : _standardMargin.Compute(hypothesis);

    private RejectCode RejectFor(in MarginDecisionResult decision)
    {
        if (decision.Code != RejectCode.InsufficientMargin)
            return decision.Code;
        MarginFigures figures = decision.Figures;
        string? scenario = figures.WorstScenario < 0
            ? null
            : _state.Rules.Portfolio.Scenarios[figures.WorstScenario].Id;
        return Reject(decision.Code, figures.RequirementUnits, figures.EquityUnits, scenario, figures.ScanUnits);
    }

    /// <summary>The larger of both fees at a limit; none where it is a rebate or cannot be had.</summary>
    private Int128 LargerFeeUnits(Underlying underlying, long priceUnits, long units)
    {
        FeeRules fees = underlying.Rules.Fees;
        return FeeUnits(underlying, Math.Max(fees.MakerPpm, fees.TakerPpm), priceUnits, units);
    }

    /// <summary>The fee of a rate at a price; none where it is a rebate or cannot be had.</summary>
    private Int128 FeeUnits(Underlying underlying, long ratePpm, long priceUnits, long units) =>
        ratePpm <= 0 || !_valuer.HasCurrentIndex(underlying)
            ? 0
            : FeeService.TradingFeeUnits(
                ratePpm, underlying.Rules.Fees.CapPpm, underlying.IndexPriceUnits, priceUnits, units);

    /// <summary>Whether a wallet is below maintenance (engine.md §10), or null where a mark is missing.</summary>
    private bool? IsBelowMaintenance(WalletAccount wallet)
    {
        if (wallet.Mode == MarginMode.Standard)
            return _standardMargin.Maintenance(wallet) is { } required ? wallet.CashUnits < required : null;
        return _portfolioMargin.TryMaintenance(wallet, wallet.CashUnits, out Int128 equity, out Int128 maintenance)
            ? equity < maintenance
            : null;
    }
}
