namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// Floor and gamma of a portfolio's short options on one underlying (risk.md §A4): shorts, the latest expiry first,
/// take the longs of their type that do not expire before them and lie near enough, each contract once; a covered
/// contract costs no more than how far its long lies beyond. Open sells count as sold, open buys count nothing.
/// </summary>
internal sealed class ShortCover
{
    private const long MillisecondsPerHour = 3_600_000;

    private readonly CoveringLongs _calls = new();
    private readonly CoveringLongs _puts = new();
    private long[] _left = [];
    private FineCash _floor;
    private FineCash _gamma;

    /// <summary>Longs that cover nothing yet, since they expire before the shorts that were measured.</summary>
    private int _early;

    /// <summary>Where they begin, by expiry.</summary>
    private int _firstEarly;
    private long _indexUnits;
    private long _openUnits;
    private long _nearUnits;

    /// <summary>Floor of the legs that were measured last.</summary>
    public ref readonly FineCash Floor => ref _floor;

    /// <summary>Gamma of the legs that were measured last.</summary>
    public ref readonly FineCash Gamma => ref _gamma;

    /// <summary>Longs that searches have looked at, all together.</summary>
    public long Looks => _calls.Looks + _puts.Looks;

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
        _calls.Clear();
        _puts.Clear();
        _early = 0;
        _firstEarly = 0;
        for (int i = 0; i < legs.Count; i++)
        {
            ref PortfolioLeg leg = ref legs[i];
            bool isPending = leg.Valuation.IsPending;
            long units = isPending ? 0 : leg.QuantityUnits - (soldUnits.IsEmpty ? 0 : soldUnits[i]);
            _left[i] = units;
            _early += units > 0 ? 1 : 0;
        }
    }

    private void MeasureShort(PortfolioMarginRules rules, PortfolioLegs legs, int place, long nowMs)
    {
        ref PortfolioLeg leg = ref legs[place];
        long index = leg.Valuation.IndexUnits;
        bool isNear = leg.Instrument.ExpiryMs - nowMs <= rules.GammaHours * MillisecondsPerHour;
        long open = -_left[place];
        if (_early > 0 || _calls.Count > 0 || _puts.Count > 0)
            open -= Cover(rules, legs, place, isNear);
        if (index != _indexUnits || open > long.MaxValue - _openUnits)
            AddOpen(rules);
        _indexUnits = index;
        _openUnits += open;
        if (isNear)
            _nearUnits += open;
    }

    /// <summary>Covers a short by the nearest longs; returns how many of its contracts.</summary>
    private long Cover(PortfolioMarginRules rules, PortfolioLegs legs, int place, bool isNear)
    {
        ref PortfolioLeg leg = ref legs[place];
        AddLongs(legs, leg.Instrument.ExpiryMs);
        CoveringLongs longs = LongsOf(leg, out long strike);
        long index = leg.Valuation.IndexUnits;
        Int128 mostBeyond = Math.BigMul(rules.CoverPpm, Math.Abs(strike));
        long open = -_left[place];
        long covered = 0;
        while (covered < open && longs.FindNearest(strike, out long width) is var rank and >= 0)
        {
            Int128 beyond = (Int128)width * Rounding.PpmUnit;
            if (beyond > mostBeyond)
                break;
            ref long left = ref _left[longs[rank]];
            long taken = Math.Min(open - covered, left);
            covered += taken;
            left -= taken;
            if (left == 0)
                longs.RemoveAt(rank);
            _floor.Add(Int128.Min(Math.BigMul(rules.FloorPpm, index), beyond), taken);
            if (isNear)
                _gamma.Add(Int128.Min(Math.BigMul(rules.GammaPpm, index), beyond), taken);
        }

        return covered;
    }

    /// <summary>Charges the contracts at one index that no long covers, mostly all there are, in one product.</summary>
    private void AddOpen(PortfolioMarginRules rules)
    {
        _floor.Add(Math.BigMul(rules.FloorPpm, _indexUnits), _openUnits);
        _gamma.Add(Math.BigMul(rules.GammaPpm, _indexUnits), _nearUnits);
        _openUnits = _nearUnits = 0;
    }

    /// <summary>Has all longs cover that do not expire before an instant.</summary>
    private void AddLongs(PortfolioLegs legs, long expiryMs)
    {
        for (; _early > 0; _firstEarly++)
        {
            int place = legs.ByExpiry[_firstEarly];
            if (_left[place] <= 0)
                continue;
            ref PortfolioLeg leg = ref legs[place];
            if (leg.Instrument.ExpiryMs < expiryMs)
                return;
            LongsOf(leg, out long strike).Add(strike, place);
            _early--;
        }
    }

    /// <summary>The longs of a leg's type.</summary>
    /// <param name="strike">The leg's strike as they have it.</param>
    private CoveringLongs LongsOf(in PortfolioLeg leg, out long strike)
    {
        ContractKey contract = leg.Instrument.Parsed.Key;
        bool isCall = contract.Type == OptionType.Call;
        strike = isCall ? contract.Strike.Units : -contract.Strike.Units;
        return isCall ? _calls : _puts;
    }
}
