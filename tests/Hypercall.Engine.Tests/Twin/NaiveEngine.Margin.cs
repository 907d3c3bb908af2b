using System.Numerics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>Check 12, the price band, and the margin that withdrawals and mode changes must leave.</summary>
internal sealed partial class NaiveEngine
{
    private NaivePricing Pricing => new(_state);

    private NaiveRisk Risk => new(_state);

    private NaiveReject? CheckBand(string symbol, Side side, long price)
    {
        NaiveInstrument? instrument = _state.Instrument(symbol);
        PriceBandRules? band = new NaiveRules(_state.Rules, UnderlyingOf(symbol)).PriceBand;
        if (!_state.Rules.MarginEnabled || band is null || instrument is null || instrument.IsPending)
            return null;
        BigInteger? mark = Pricing.Mark(instrument);
        if (mark is null)
            return null;
        BigInteger width = NaiveMath.DivideRounded(mark.Value * band.Value.MarkPpm, NaiveMath.PartsPerMillion);
        width = BigInteger.Max(width, band.Value.Floor.Units);
        BigInteger bound = side == Side.Buy ? mark.Value + width : mark.Value - width;
        bool outside = side == Side.Buy ? price > bound : price < bound;
        return outside ? NaiveReject.Of(RejectCode.PriceOutOfBand, price, bound) : null;
    }

    /// <param name="own">The wallet's open orders, without one that is replaced.</param>
    private NaiveReject? CheckMargin(NaiveWallet wallet, OrderTerms terms, List<NaiveOrder> own)
    {
        if (!_state.Rules.MarginEnabled)
            return null;
        NaiveMarginCase now = NaiveMarginCase.Of(wallet, own);
        FeeRules fees = new NaiveRules(_state.Rules, UnderlyingOf(terms.Symbol)).Fees;
        BigInteger fee = BigInteger.Max(
            PaidFee(fees.MakerPpm, terms.Symbol, terms.Price.Units, terms.Size.Units),
            PaidFee(fees.TakerPpm, terms.Symbol, terms.Price.Units, terms.Size.Units));
        NaiveMargin? before = Risk.Margin(now);
        NaiveMargin? resting = Risk.Margin(now.WithOrder(terms));
        NaiveMargin? filled = Risk.Margin(
            now.WithFill(terms.Symbol, Signed(terms.Side, terms.Size.Units), terms.Price.Units, fee));
        bool reduces = ReducesRisk(wallet, terms, own);
        if (before is null || resting is null || filled is null)
            return reduces ? null : NaiveReject.Of(RejectCode.MissingMark);
        NaiveMargin worse = !reduces && resting.Excess < filled.Excess ? resting : filled;
        return worse.Excess >= BigInteger.Min(0, before.Excess) ? null : Insufficient(worse);
    }

    /// <summary>A fee that is paid, in the hypothesis that it is one: a rebate counts as none.</summary>
    private BigInteger PaidFee(BigInteger ratePpm, string symbol, BigInteger price, BigInteger size)
    {
        string underlying = UnderlyingOf(symbol);
        BigInteger capPpm = new NaiveRules(_state.Rules, underlying).Fees.CapPpm;
        BigInteger index = Pricing.Index(underlying) ?? 0;
        return BigInteger.Max(0, NaiveMath.Fee(ratePpm, capPpm, index, price, size));
    }

    /// <summary>What a withdrawal or a new mode leaves must do by itself.</summary>
    private NaiveReject? CheckMarginAfter(NaiveMarginCase after)
    {
        if (!_state.Rules.MarginEnabled)
            return null;
        NaiveMargin? margin = Risk.Margin(after);
        if (margin is null)
            return NaiveReject.Of(RejectCode.MissingMark);
        return margin.Excess < 0 ? Insufficient(margin) : null;
    }

    private static NaiveReject Insufficient(NaiveMargin margin) => new(
        RejectCode.InsufficientMargin, margin.Requirement, margin.Equity, margin.Worst, margin.Scan);

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
