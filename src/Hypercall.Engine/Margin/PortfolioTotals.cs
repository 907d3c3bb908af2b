using Hypercall.Engine.Instruments;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Margin;

/// <summary>A portfolio in one hypothesis: its blocks by underlying and the losses of filling its open orders.</summary>
internal sealed class PortfolioTotals
{
    private readonly List<PortfolioBlock> _blocks = [];
    private int _count;

    /// <summary>What filling the open orders of the side would lose against the marks, zero or more.</summary>
    public Int128 LossUnits { get; set; }

    /// <summary>The underlyings' parts.</summary>
    public IEnumerable<PortfolioBlock> Blocks => _blocks.Take(_count);

    public void Clear()
    {
        _count = 0;
        LossUnits = 0;
    }

    /// <summary>The part of an underlying, empty if it was not there.</summary>
    public PortfolioBlock BlockOf(Underlying underlying)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_blocks[i].Underlying == underlying)
                return _blocks[i];
        }

        if (_count == _blocks.Count)
            _blocks.Add(new PortfolioBlock());
        PortfolioBlock block = _blocks[_count++];
        block.Start(underlying);
        return block;
    }

    /// <summary>Scanning risk: what the worst scenario loses, over all underlyings at once and weighted.</summary>
    /// <param name="scenarios">Number of scenarios.</param>
    /// <param name="worst">Index of the first that loses most, or -1 when none loses.</param>
    public Int128 ScanUnits(int scenarios, out int worst)
    {
        Int128 least = 0;
        worst = -1;
        for (int scenario = 0; scenario < scenarios; scenario++)
        {
            Int128 weighted = WeightedUnits(scenario);
            if (weighted >= least)
                continue;
            least = weighted;
            worst = scenario;
        }

        return -least;
    }

    /// <summary>Profit under a scenario, weighted, at 8 decimals.</summary>
    public Int128 WeightedUnits(int scenario)
    {
        Int128 sum = 0;
        for (int i = 0; i < _count; i++)
            sum += _blocks[i].WeightedUnits(scenario);
        return ToEightDecimals(sum);
    }

    public Int128 FloorUnits()
    {
        Int128 sum = 0;
        for (int i = 0; i < _count; i++)
            sum += _blocks[i].FloorUnits();
        return sum;
    }

    public Int128 GammaUnits()
    {
        Int128 sum = 0;
        for (int i = 0; i < _count; i++)
            sum += _blocks[i].GammaUnits();
        return sum;
    }

    /// <summary>Initial margin: the greater of scanning risk and floor, plus the gamma overlay, at 8 decimals.</summary>
    public Int128 InitialUnits(int scenarios, out int worst, out Int128 scan)
    {
        scan = ScanUnits(scenarios, out worst);
        return ToEightDecimals(Int128.Max(scan, FloorUnits()) + GammaUnits());
    }

    /// <summary>The greatest maintenance ratio of the underlyings that are held; the general one when none is.</summary>
    public long MaintenancePpm(RuleSet general)
    {
        if (_count == 0)
            return general.Portfolio.MmPpm;
        long ratio = 0;
        for (int i = 0; i < _count; i++)
            ratio = Math.Max(ratio, _blocks[i].Underlying.Rules.Portfolio.MmPpm);
        return ratio;
    }

    private static Int128 ToEightDecimals(Int128 units) =>
        Rounding.Divide(units, Cash.UnitsPerRoundedUnit) * Cash.UnitsPerRoundedUnit;
}
