using System.Numerics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>Portfolio margin (engine.md §10): all options and perpetuals together under the scenario grid.</summary>
internal sealed class NaivePortfolioMargin(NaiveState state) : INaiveMarginFormula
{
    private const long HourMs = 3_600_000;

    private readonly NaivePricing _pricing = new(state);

    /// <summary>The least excess of nothing filled, all buys filled, all sells filled; of equals the first.</summary>
    public NaiveMargin? Margin(NaiveMarginCase wallet)
    {
        BigInteger? equity = Equity(wallet);
        if (equity is null || wallet.Orders.Any(o => _pricing.Mark(o.Symbol) is null))
            return null;
        List<NaiveHolding> held = [.. wallet.Symbols().Select(s => Holding(s, wallet.Held(s)))];
        NaiveMargin least = Margin(equity.Value, 0, held, wallet.Perps);
        foreach (Side side in new[] { Side.Buy, Side.Sell })
        {
            BigInteger sign = side == Side.Buy ? 1 : -1;
            NaiveHolding[] filled =
                [.. held.Select(h => h with { Size = h.Size + sign * wallet.Open(h.Symbol, side) })];
            NaiveMargin margin = Margin(equity.Value, Losses(wallet, side, held), filled, wallet.Perps);
            least = margin.Excess < least.Excess ? margin : least;
        }

        return least;
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
        List<NaiveHolding> held = [.. wallet.Positions.Select(p => Holding(p.Symbol, p.Size))];
        NaiveMargin initial = Margin(0, 0, held, wallet.Perps);
        string[] underlyings = [.. held.Select(h => h.Underlying).Union(wallet.Perps.Select(p => p.Underlying))];
        long ppm = underlyings.Length == 0 ? state.Rules.Portfolio.MmPpm : underlyings.Max(u => RulesOf(u).MmPpm);
        return NaiveMath.EightDecimals(initial.Requirement * ppm, NaiveMath.PartsPerMillion);
    }

    public bool? IsBelowMaintenance(NaiveMarginCase wallet)
    {
        BigInteger? maintenance = Maintenance(wallet);
        return maintenance is null ? null : Equity(wallet)!.Value < maintenance.Value;
    }

    /// <summary>What open orders of a side lose against the marks when they fill at their limits.</summary>
    private static BigInteger Losses(NaiveMarginCase wallet, Side side, List<NaiveHolding> held)
    {
        BigInteger losses = 0;
        foreach (NaiveQuote order in wallet.Orders.Where(o => o.Side == side))
        {
            BigInteger mark = held.Find(h => h.Symbol == order.Symbol)!.Mark;
            BigInteger loss = side == Side.Buy ? order.Price - mark : mark - order.Price;
            losses += BigInteger.Max(0, loss) * order.Remaining;
        }

        return losses;
    }

    private NaiveMargin Margin(
        BigInteger equity, BigInteger losses, IReadOnlyList<NaiveHolding> held, IReadOnlyList<NaivePerp> perps)
    {
        NaiveHolding[] live = [.. held.Where(h => !h.Instrument.IsPending)];
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
        BigInteger gamma = ShortCharge(live.Where(IsNearExpiry), rules => rules.GammaPpm);
        BigInteger initial = NaiveMath.EightDecimals(BigInteger.Max(-least, floor) + gamma, 1);
        return new NaiveMargin(equity, losses + initial, worst, -least);
    }

    /// <summary>Weighted profit of a scenario over all underlyings.</summary>
    private BigInteger Weighted(NaiveHolding[] live, IReadOnlyList<NaivePerp> perps, int scenario)
    {
        BigInteger sum = 0;
        foreach (string underlying in live.Select(h => h.Underlying).Union(perps.Select(p => p.Underlying)))
        {
            MarginScenario move = RulesOf(underlying).Scenarios[scenario];
            BigInteger profit = 0;
            foreach (NaiveHolding held in live.Where(h => h.Underlying == underlying))
                profit += held.Size * held.Profits[scenario];
            foreach (NaivePerp perp in perps.Where(p => p.Underlying == underlying))
            {
                BigInteger value = perp.Size * _pricing.Index(underlying)!.Value;
                profit += NaiveMath.DivideRounded(value * move.SpotPpm, NaiveMath.PartsPerMillion);
            }

            sum += NaiveMath.DivideRounded(profit * move.WeightPpm, NaiveMath.PartsPerMillion);
        }

        return NaiveMath.EightDecimals(sum, 1);
    }

    /// <summary>All marks that this needs are there.</summary>
    private NaiveHolding Holding(string symbol, BigInteger size)
    {
        NaiveInstrument instrument = state.Instrument(symbol)!;
        BigInteger index = _pricing.Index(instrument.Underlying)!.Value;
        BigInteger mark = _pricing.Mark(instrument)!.Value;
        List<BigInteger> profits = [];
        if (!instrument.IsPending)
        {
            double volatility = _pricing.Volatility(instrument)!.Value;
            foreach (MarginScenario move in RulesOf(instrument.Underlying).Scenarios)
                profits.Add(Moved(instrument, index, volatility, move) - mark);
        }

        return new NaiveHolding(instrument, size, index, mark, profits);
    }

    private BigInteger Moved(NaiveInstrument instrument, BigInteger index, double volatility, MarginScenario move)
    {
        BigInteger moved = NaiveMath.DivideRounded(
            index * (NaiveMath.PartsPerMillion + move.SpotPpm), NaiveMath.PartsPerMillion);
        double movedVolatility = volatility * (1_000_000 + move.VolPpm) / 1_000_000;
        return _pricing.Price(instrument, moved, movedVolatility) ?? instrument.Intrinsic(moved);
    }

    /// <summary>A share of the index per net short contract of each underlying and type.</summary>
    private BigInteger ShortCharge(IEnumerable<NaiveHolding> options, Func<PortfolioMarginRules, long> ppm)
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
