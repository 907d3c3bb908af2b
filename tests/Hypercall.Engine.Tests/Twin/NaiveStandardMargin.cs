using System.Numerics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>Standard margin (engine.md §10): position by position, long options need none.</summary>
internal sealed class NaiveStandardMargin(NaiveState state) : INaiveMarginFormula
{
    private readonly NaivePricing _pricing = new(state);

    public NaiveMargin? Margin(NaiveMarginCase wallet)
    {
        BigInteger requirement = 0;
        foreach (string symbol in wallet.Symbols())
        {
            BigInteger held = wallet.Held(symbol);
            BigInteger uncovered = BigInteger.Max(0, wallet.Open(symbol, Side.Sell) - BigInteger.Max(held, 0));
            BigInteger charged = uncovered + BigInteger.Max(-held, 0);
            if (charged.IsZero)
                continue;
            (BigInteger Initial, BigInteger Maintenance)? perContract = PerContract(symbol);
            if (perContract is null)
                return null;
            requirement += charged * perContract.Value.Initial;
        }

        foreach (NaiveQuote order in wallet.Orders.Where(o => o.Side == Side.Buy))
            requirement += order.Price * order.Remaining + ReservedFee(order);
        return new NaiveMargin(wallet.Cash, requirement, null, 0);
    }

    public BigInteger? Equity(NaiveMarginCase wallet)
    {
        BigInteger equity = wallet.Cash;
        foreach (NaivePosition position in wallet.Positions)
        {
            BigInteger? mark = _pricing.Mark(position.Symbol);
            if (mark is null)
                return null;
            equity += mark.Value * position.Size;
        }

        return equity;
    }

    public BigInteger? Maintenance(NaiveMarginCase wallet)
    {
        BigInteger maintenance = 0;
        foreach (NaivePosition position in wallet.Positions.Where(p => p.Size < 0))
        {
            (BigInteger Initial, BigInteger Maintenance)? perContract = PerContract(position.Symbol);
            if (perContract is null)
                return null;
            maintenance += perContract.Value.Maintenance * -position.Size;
        }

        return maintenance;
    }

    public bool? IsBelowMaintenance(NaiveMarginCase wallet)
    {
        BigInteger? maintenance = Maintenance(wallet);
        return maintenance is null ? null : wallet.Cash < maintenance.Value;
    }

    private BigInteger ReservedFee(NaiveQuote order)
    {
        string underlying = state.Instrument(order.Symbol)!.Underlying;
        FeeRules fees = new NaiveRules(state.Rules, underlying).Fees;
        BigInteger index = _pricing.Index(underlying) ?? 0;
        return BigInteger.Max(0, NaiveMath.Fee(fees.TakerPpm, fees.CapPpm, index, order.Price, order.Remaining));
    }

    private (BigInteger Initial, BigInteger Maintenance)? PerContract(string symbol)
    {
        NaiveInstrument instrument = state.Instrument(symbol)!;
        BigInteger? mark = _pricing.Mark(instrument);
        if (mark is null)
            return null;
        return instrument.IsPending
            ? (mark.Value, mark.Value)
            : PerContract(instrument, _pricing.Index(instrument.Underlying)!.Value, mark.Value);
    }

    private (BigInteger Initial, BigInteger Maintenance) PerContract(
        NaiveInstrument instrument, BigInteger index, BigInteger mark)
    {
        StandardMarginRules rules = new NaiveRules(state.Rules, instrument.Underlying).Standard;
        bool isPut = instrument.Key.Type == OptionType.Put;
        BigInteger strike = instrument.Key.Strike.Units;
        BigInteger outOfTheMoney = BigInteger.Max(0, isPut ? index - strike : strike - index);
        BigInteger share = rules.MmPpm * index;
        if (isPut)
            share = BigInteger.Max(share, rules.MmPpm * mark);
        BigInteger maintenance = OnTopOf(mark, share);
        BigInteger initial = OnTopOf(mark, BigInteger.Max(
            rules.ImPpm * index - outOfTheMoney * NaiveMath.PartsPerMillion, rules.ImFloorPpm * index));
        return (isPut ? BigInteger.Max(initial, maintenance) : initial, maintenance);
    }

    private static BigInteger OnTopOf(BigInteger mark, BigInteger millionths) =>
        NaiveMath.DivideRounded(millionths + mark * NaiveMath.PartsPerMillion, NaiveMath.PartsPerMillion);
}
