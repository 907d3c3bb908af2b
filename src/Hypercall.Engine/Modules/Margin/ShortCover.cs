namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// Floor and gamma of a portfolio's short options on one underlying (risk.md §A4): shorts, the latest expiry first,
/// take the longs of their type that do not expire before them and lie near enough, each contract once; a covered
/// contract costs no more than how far its long lies beyond. Open sells count as sold, open buys count nothing.
/// </summary>
internal sealed class ShortCover
{
    private const long MillisecondsPerHour = 3_600_000;

    private long[] _left = [];
    private FineCash _floor;
    private FineCash _gamma;
    private long _longCalls;
    private long _longPuts;
    private long _indexUnits;
    private long _openUnits;
    private long _nearUnits;

    /// <summary>Floor of the legs that were measured last.</summary>
    public ref readonly FineCash Floor => ref _floor;

    /// <summary>Gamma of the legs that were measured last.</summary>
    public ref readonly FineCash Gamma => ref _gamma;

    /// <summary>Measures legs.</summary>
    /// <param name="rules">The underlying's rules.</param>
    /// <param name="soldUnits">Contracts that open sells would sell, by leg; empty: none.</param>
    /// <param name="nowMs">The engine's time.</param>
    public void Measure(
        PortfolioMarginRules rules, PortfolioLegs legs, ReadOnlySpan<long> soldUnits, long nowMs)
    {
        _floor = default;
        _gamma = default;
        Lay(legs, soldUnits);
        foreach (int place in legs.ByExpiry)
        {
            if (_left[place] < 0)
                MeasureShort(rules, legs, place, nowMs);
        }

        AddOpen(rules);
    }

    private void Lay(PortfolioLegs legs, ReadOnlySpan<long> soldUnits)
    {
        if (_left.Length < legs.Count)
            _left = new long[legs.Count * 2];
        _longCalls = _longPuts = 0;
        for (int i = 0; i < legs.Count; i++)
        {
            ref PortfolioLeg leg = ref legs[i];
            bool isPending = leg.Valuation.IsPending;
            long units = isPending ? 0 : leg.QuantityUnits - (soldUnits.IsEmpty ? 0 : soldUnits[i]);
            _left[i] = units;
            if (units <= 0)
                continue;
            if (leg.Instrument.Parsed.Key.Type == OptionType.Call)
                _longCalls++;
            else
                _longPuts++;
        }
    }

    private void MeasureShort(PortfolioMarginRules rules, PortfolioLegs legs, int place, long nowMs)
    {
        ref PortfolioLeg leg = ref legs[place];
        long index = leg.Valuation.IndexUnits;
        bool isNear = leg.Instrument.ExpiryMs - nowMs <= rules.GammaHours * MillisecondsPerHour;
        bool mayBeCovered = leg.Instrument.Parsed.Key.Type == OptionType.Call ? _longCalls > 0 : _longPuts > 0;
        long open = -_left[place];
        while (mayBeCovered && open > 0 && NextCover(rules, legs, place, out long width) is var cover and >= 0)
        {
            Int128 floor = Math.BigMul(rules.FloorPpm, index);
            Int128 gamma = isNear ? Math.BigMul(rules.GammaPpm, index) : 0;
            long taken = Math.Min(open, _left[cover]);
            _left[cover] -= taken;
            open -= taken;
            Int128 beyond = (Int128)width * Rounding.PpmUnit;
            _floor.Add(Int128.Min(floor, beyond), taken);
            _gamma.Add(Int128.Min(gamma, beyond), taken);
        }

        if (index != _indexUnits || open > long.MaxValue - _openUnits)
            AddOpen(rules);
        _indexUnits = index;
        _openUnits += open;
        if (isNear)
            _nearUnits += open;
    }

    /// <summary>Charges the contracts at one index that no long covers, mostly all there are, in one product.</summary>
    private void AddOpen(PortfolioMarginRules rules)
    {
        _floor.Add(Math.BigMul(rules.FloorPpm, _indexUnits), _openUnits);
        _gamma.Add(Math.BigMul(rules.GammaPpm, _indexUnits), _nearUnits);
        _openUnits = _nearUnits = 0;
    }

    /// <summary>
    /// Place of the long that covers a short next: the least width, then the nearest strike, then symbol; or -1.
    /// </summary>
    private int NextCover(PortfolioMarginRules rules, PortfolioLegs legs, int place, out long width)
    {
        Instrument instrument = legs[place].Instrument;
        OptionType type = instrument.Parsed.Key.Type;
        long strike = instrument.Parsed.Key.Strike.Units;
        long nearest = 0;
        int best = -1;
        width = 0;
        for (int i = 0; i < legs.Count; i++)
        {
            Instrument other = legs[i].Instrument;
            if (_left[i] <= 0 || other.Parsed.Key.Type != type || other.ExpiryMs < instrument.ExpiryMs)
                continue;
            long above = other.Parsed.Key.Strike.Units - strike;
            long beyond = Math.Max(0, type == OptionType.Call ? above : -above);
            long distance = Math.Abs(above);
            if ((Int128)beyond * Rounding.PpmUnit > (Int128)rules.CoverPpm * strike
                || (best >= 0 && (beyond > width || (beyond == width && distance >= nearest))))
            {
                continue;
            }

            best = i;
            width = beyond;
            nearest = distance;
        }

        return best;
    }
}
