using System.Numerics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>Portfolio margin (engine.md §10): all options and perpetuals together under the scenario grid.</summary>
internal sealed class NaivePortfolioMargin(NaiveState state) : INaiveMarginFormula
{
    private const long HourMs = 3_600_000;

    private readonly NaivePricing _pricing = new(state);

    public NaiveMargin? Margin(NaiveMarginCase wallet)
    {
        BigInteger? equity = Equity(wallet);
        if (equity is null || wallet.Orders.Any(o => _pricing.Mark(o.Symbol) is null))
            return null;
        NaiveMargin buys = AllFilled(wallet, Side.Buy, equity.Value);
        NaiveMargin sells = AllFilled(wallet, Side.Sell, equity.Value);
        return sells.Excess < buys.Excess ? sells : buys;
    }

    public BigInteger? Equity(NaiveMarginCase wallet)
    {
        BigInteger equity = wallet.Cash;
        foreach (NaivePosition position in wallet.Positions)
        {
            BigInteger? mark = _pricing.Mark(position.Symbol);
            if (mark is null)
                return null;
            equity += mark.Value * position.Size - position.Cost;
        }

        foreach (NaivePerp perp in wallet.Perps)
        {
            BigInteger? index = _pricing.Index(perp.Underlying);
            if (index is null)
                return null;
            equity += perp.Size * (index.Value - perp.EntryPrice);
        }

        return equity;
    }

    public BigInteger? Maintenance(NaiveMarginCase wallet)
    {
        if (Equity(wallet) is null)
            return null;
        List<(NaiveInstrument Instrument, BigInteger Size)> held =
            [.. wallet.Positions.Select(p => (state.Instrument(p.Symbol)!, p.Size))];
        (BigInteger initial, string? _, BigInteger _) = Initial(held, wallet.Perps);
        List<string> underlyings =
            [.. held.Select(h => h.Instrument.Underlying).Union(wallet.Perps.Select(p => p.Underlying))];
        long ppm = underlyings.Count == 0 ? state.Rules.Portfolio.MmPpm : underlyings.Max(u => RulesOf(u).MmPpm);
        return NaiveMath.EightDecimals(initial * ppm, NaiveMath.PartsPerMillion);
    }

    public bool? IsBelowMaintenance(NaiveMarginCase wallet)
    {
        BigInteger? maintenance = Maintenance(wallet);
        return maintenance is null ? null : Equity(wallet)!.Value < maintenance.Value;
    }

    /// <summary>With all open orders of a side filled at their limits.</summary>
    private NaiveMargin AllFilled(NaiveMarginCase wallet, Side side, BigInteger equity)
    {
        BigInteger sign = side == Side.Buy ? 1 : -1;
        BigInteger losses = 0;
        foreach (NaiveQuote order in wallet.Orders.Where(o => o.Side == side))
        {
            BigInteger loss = sign * (order.Price - _pricing.Mark(order.Symbol)!.Value);
            losses += BigInteger.Max(0, loss) * order.Remaining;
        }

        List<(NaiveInstrument, BigInteger)> held =
        [
            .. wallet.Symbols().Select(
                s => (state.Instrument(s)!, wallet.Held(s) + sign * wallet.Open(s, side))),
        ];
        (BigInteger initial, string? worst, BigInteger scan) = Initial(held, wallet.Perps);
        return new NaiveMargin(equity, losses + initial, worst, scan);
    }

    private (BigInteger Initial, string? Worst, BigInteger Scan) Initial(
        List<(NaiveInstrument Instrument, BigInteger Size)> held, IReadOnlyList<NaivePerp> perps)
    {
        List<NaiveHolding> live = [.. held.Where(h => !h.Instrument.IsPending).Select(h => Holding(h.Instrument, h.Size))];
        string? worst = null;
        BigInteger least = 0;
        for (int scenario = 0; scenario < state.Rules.Portfolio.Scenarios.Length; scenario++)
        {
            BigInteger weighted = Weighted(live, perps, scenario);
            if (weighted >= least)
                continue;
            least = weighted;
            worst = state.Rules.Portfolio.Scenarios[scenario].Id;
        }

        BigInteger floor = ShortCharge(live, rules => rules.FloorPpm);
        BigInteger gamma = ShortCharge(live.FindAll(IsNearExpiry), rules => rules.GammaPpm);
        BigInteger initial = NaiveMath.EightDecimals(BigInteger.Max(-least, floor) + gamma, 1);
        return (initial, worst, -least);
    }

    private NaiveHolding Holding(NaiveInstrument instrument, BigInteger size) => new(
        instrument,
        size,
        _pricing.Index(instrument.Underlying)!.Value,
        _pricing.Volatility(instrument)!.Value,
        _pricing.Mark(instrument)!.Value);

    /// <summary>Weighted profit of a scenario over all underlyings.</summary>
    private BigInteger Weighted(List<NaiveHolding> live, IReadOnlyList<NaivePerp> perps, int scenario)
    {
        BigInteger sum = 0;
        foreach (string underlying in live.Select(h => h.Underlying).Union(perps.Select(p => p.Underlying)))
        {
            MarginScenario move = RulesOf(underlying).Scenarios[scenario];
            BigInteger profit = 0;
            foreach (NaiveHolding held in live.Where(h => h.Underlying == underlying && !h.Size.IsZero))
                profit += held.Size * (Moved(held, move) - held.Mark);
            foreach (NaivePerp perp in perps.Where(p => p.Underlying == underlying))
            {
                BigInteger value = perp.Size * _pricing.Index(underlying)!.Value;
                profit += NaiveMath.DivideRounded(value * move.SpotPpm, NaiveMath.PartsPerMillion);
            }

            sum += NaiveMath.DivideRounded(profit * move.WeightPpm, NaiveMath.PartsPerMillion);
        }

        return NaiveMath.EightDecimals(sum, 1);
    }

    private BigInteger Moved(NaiveHolding held, MarginScenario move)
    {
        BigInteger index = NaiveMath.DivideRounded(
            held.Index * (NaiveMath.PartsPerMillion + move.SpotPpm), NaiveMath.PartsPerMillion);
        double volatility = held.Volatility * (1_000_000 + move.VolPpm) / 1_000_000;
        return _pricing.Price(held.Instrument, index, volatility) ?? held.Instrument.Intrinsic(index);
    }

    /// <summary>A share of the index per net short contract of each underlying and type.</summary>
    private BigInteger ShortCharge(List<NaiveHolding> options, Func<PortfolioMarginRules, long> ppm)
    {
        BigInteger charge = 0;
        foreach (var group in options.GroupBy(h => (h.Underlying, h.Instrument.Key.Type, h.Index)))
        {
            BigInteger net = 0;
            foreach (NaiveHolding held in group)
                net += held.Size;
            BigInteger notional = BigInteger.Max(0, -net) * group.Key.Index;
            charge += NaiveMath.DivideRounded(notional * ppm(RulesOf(group.Key.Underlying)), NaiveMath.PartsPerMillion);
        }

        return charge;
    }

    private bool IsNearExpiry(NaiveHolding held) =>
        held.Instrument.Expiry - state.Now <= RulesOf(held.Underlying).GammaHours * HourMs;

    private PortfolioMarginRules RulesOf(string underlying) => new NaiveRules(state.Rules, underlying).Portfolio;
}
