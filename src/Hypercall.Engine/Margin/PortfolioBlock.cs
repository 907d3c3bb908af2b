using Hypercall.Engine.Instruments;
using Hypercall.Engine.Numerics;

namespace Hypercall.Engine.Margin;

/// <summary>
/// One underlying's part of a portfolio: its profit under each scenario and its net options. All sums are exact and
/// linear in the quantities, so that a position can be added and taken back.
/// </summary>
internal sealed class PortfolioBlock
{
    private const long PpmUnit = 1_000_000;
    private const long MillisecondsPerHour = 3_600_000;

    private Underlying? _underlying;
    private Int128[] _pnl = [];
    private Int128 _netCalls;
    private Int128 _netPuts;
    private Int128 _nearCalls;
    private Int128 _nearPuts;

    public Underlying Underlying => _underlying!;

    /// <summary>Empties it for an underlying.</summary>
    public void Start(Underlying underlying)
    {
        int scenarios = underlying.Rules.Portfolio.Scenarios.Length;
        if (_pnl.Length != scenarios)
            _pnl = new Int128[scenarios];
        Array.Clear(_pnl);
        _underlying = underlying;
        _netCalls = _netPuts = _nearCalls = _nearPuts = 0;
    }

    /// <summary>Adds contracts of an option that has not expired.</summary>
    /// <param name="instrument">The option.</param>
    /// <param name="moves">What one contract gains under each scenario.</param>
    /// <param name="units">Signed contracts.</param>
    /// <param name="nowMs">The engine's time.</param>
    public void Add(Instrument instrument, ReadOnlySpan<long> moves, long units, long nowMs)
    {
        Int128[] pnl = _pnl;
        for (int i = 0; i < moves.Length; i++)
            pnl[i] += Cash.NotionalUnits(moves[i], units);
        bool isNear = instrument.ExpiryMs - nowMs <= Underlying.Rules.Portfolio.GammaHours * MillisecondsPerHour;
        if (instrument.Parsed.Key.Type == OptionType.Call)
        {
            _netCalls += units;
            _nearCalls += isNear ? units : 0;
        }
        else
        {
            _netPuts += units;
            _nearPuts += isNear ? units : 0;
        }
    }

    /// <summary>Adds an external perpetual position, which moves with the index.</summary>
    public void AddPerp(long units)
    {
        Int128 notional = Cash.NotionalUnits(Underlying.IndexPriceUnits, units);
        for (int i = 0; i < _pnl.Length; i++)
        {
            long spotPpm = Underlying.Rules.Portfolio.Scenarios[i].SpotPpm;
            Int128 move = Rounding.MultiplyDivide(notional, Math.Abs(spotPpm), PpmUnit);
            _pnl[i] += spotPpm < 0 ? -move : move;
        }
    }

    /// <summary>Profit under a scenario.</summary>
    public Int128 PnlUnits(int scenario) => _pnl[scenario];

    /// <summary>Profit under a scenario times the underlying's weight of it.</summary>
    public Int128 WeightedUnits(int scenario)
    {
        long weightPpm = Underlying.Rules.Portfolio.Scenarios[scenario].WeightPpm;
        return weightPpm == PpmUnit
            ? _pnl[scenario]
            : Rounding.MultiplyDivide(_pnl[scenario], weightPpm, PpmUnit);
    }

    /// <summary>A share of the index for every net short contract, calls and puts apart.</summary>
    public Int128 FloorUnits() => OfNetShort(_netCalls, _netPuts, Underlying.Rules.Portfolio.FloorPpm);

    /// <summary>A share of the index for every net short contract that expires soon, calls and puts apart.</summary>
    public Int128 GammaUnits() => OfNetShort(_nearCalls, _nearPuts, Underlying.Rules.Portfolio.GammaPpm);

    private Int128 OfNetShort(Int128 calls, Int128 puts, long ratePpm) => Share(calls, ratePpm) + Share(puts, ratePpm);

    private Int128 Share(Int128 net, long ratePpm) => net >= 0
        ? 0
        : Rounding.MultiplyDivide(-net * Underlying.IndexPriceUnits, ratePpm, PpmUnit);
}
