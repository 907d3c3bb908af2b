using Hypercall.Engine.Greeks;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Rules;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Margin;

/// <summary>
/// Values options at the engine's present: mark, greeks and scenario prices, each computed when first asked for and kept
/// while neither time nor the underlying's market moves, so that many orders of one instant, and other underlyings'
/// prices, cost no pricing. Asked by admission, margin, protection and liquidation.
/// </summary>
internal sealed class OptionValuer
{
    private const long PpmUnit = 1_000_000;
    private readonly EngineState _state;

    public OptionValuer(EngineState state)
    {
        _state = state;
    }

    /// <summary>True when there is an index price and it is not too old.</summary>
    public bool HasCurrentIndex(Underlying underlying)
    {
        long maxAge = _state.Rules.MaxPriceAgeMs;
        return underlying.IndexPriceUnits > 0
            && (maxAge == 0 || _state.TimestampMs - underlying.IndexTimeMs <= maxAge);
    }

    /// <summary>The option's value now; whether there is a mark is in it.</summary>
    public OptionValuation Value(Instrument instrument)
    {
        OptionValuation valuation = instrument.Valuation;
        long now = _state.TimestampMs;
        bool isPending = instrument.Status == InstrumentStatus.ExpiredPendingPrice;
        if (valuation.AtMs == now
            && valuation.MarketVersion == instrument.Underlying.MarketVersion
            && valuation.IsPending == isPending)
        {
            return valuation;
        }

        valuation.Start(now, instrument.Underlying.MarketVersion, isPending);
        if (isPending)
            MarkPending(instrument, valuation);
        else if (HasCurrentIndex(instrument.Underlying))
            Mark(instrument, valuation, now);
        return valuation;
    }

    /// <summary>The greeks of one contract now, or null.</summary>
    public FillGreeks? GreeksOf(Instrument instrument)
    {
        OptionValuation valuation = Value(instrument);
        if (valuation.HasGreeks)
            return valuation.Greeks;
        valuation.HasGreeks = true;
        valuation.Greeks = null;
        ContractKey contract = instrument.Parsed.Key;
        bool known = FillGreeks.TryCompute(
            contract.Type, valuation.IndexUnits, contract.Strike.Units, valuation.Volatility, instrument.ExpiryMs,
            _state.TimestampMs, out FillGreeks greeks);
        if (valuation.HasMark && !valuation.IsPending && known)
            valuation.Greeks = greeks;
        return valuation.Greeks;
    }

    /// <summary>
    /// What one contract gains under each scenario of its underlying's grid; call only where there is a mark and the
    /// option has not expired.
    /// </summary>
    public ReadOnlySpan<long> ScenarioMoves(Instrument instrument, OptionValuation valuation)
    {
        ReadOnlySpan<MarginScenario> grid = instrument.Underlying.Rules.Portfolio.Scenarios.AsSpan();
        if (!valuation.HasScenarios)
        {
            if (valuation.ScenarioMoves.Length < grid.Length)
                valuation.ScenarioMoves = new long[grid.Length];
            PriceScenarios(instrument, valuation, grid);
            valuation.HasScenarios = true;
        }

        return valuation.ScenarioMoves.AsSpan(0, grid.Length);
    }

    /// <summary>
    /// Prices at the moved indexes and volatilities, less the mark; what the model cannot price is worth its intrinsic
    /// value. What all scenarios of an option share is converted once.
    /// </summary>
    private void PriceScenarios(Instrument instrument, OptionValuation valuation, ReadOnlySpan<MarginScenario> grid)
    {
        ContractKey contract = instrument.Parsed.Key;
        ReadOnlySpan<long> indexes = ScenarioIndexes(instrument.Underlying, grid);
        double strike = DecimalUnits.ToDouble(contract.Strike.Units);
        double years = BlackScholes.YearsUntil(instrument.ExpiryMs, _state.TimestampMs);
        for (int i = 0; i < grid.Length; i++)
        {
            double volatility = valuation.Volatility * (PpmUnit + grid[i].VolPpm) / PpmUnit;
            long units = BlackScholes.TryPrice(
                contract.Type, DecimalUnits.ToDouble(indexes[i]), strike, years, volatility, out double price)
                ? DecimalUnits.FromDouble(price)
                : IntrinsicUnits(contract, indexes[i]);
            valuation.ScenarioMoves[i] = units - valuation.MarkUnits;
        }
    }

    /// <summary>The index under each scenario of an underlying's grid, made once for an index price.</summary>
    private static ReadOnlySpan<long> ScenarioIndexes(Underlying underlying, ReadOnlySpan<MarginScenario> grid)
    {
        if (underlying.ScenarioIndexVersion != underlying.IndexVersion)
        {
            if (underlying.ScenarioIndexUnits.Length != grid.Length)
                underlying.ScenarioIndexUnits = new long[grid.Length];
            for (int i = 0; i < grid.Length; i++)
            {
                underlying.ScenarioIndexUnits[i] = (long)Rounding.MultiplyDivide(
                    underlying.IndexPriceUnits, PpmUnit + grid[i].SpotPpm, PpmUnit);
            }

            underlying.ScenarioIndexVersion = underlying.IndexVersion;
        }

        return underlying.ScenarioIndexUnits;
    }

    /// <summary>
    /// What awaits its price is worth its intrinsic value on the average that was fixed when it expired, else on the last
    /// index price however old (risk.md §A5).
    /// </summary>
    private static void MarkPending(Instrument instrument, OptionValuation valuation)
    {
        valuation.IndexUnits = instrument.TwapUnits != 0 ? instrument.TwapUnits : instrument.Underlying.IndexPriceUnits;
        valuation.MarkUnits = IntrinsicUnits(instrument.Parsed.Key, valuation.IndexUnits);
        valuation.HasMark = valuation.IndexUnits != 0;
    }

    private void Mark(Instrument instrument, OptionValuation valuation, long now)
    {
        Underlying underlying = instrument.Underlying;
        ContractKey contract = instrument.Parsed.Key;
        valuation.IndexUnits = underlying.IndexPriceUnits;
        double? volatility = VolatilitySurface.Find(
            underlying.Smiles, contract, instrument.ExpiryMs, now, _state.Rules.MaxPriceAgeMs);
        if (volatility is not { } found)
            return;
        valuation.Volatility = found;
        valuation.HasMark = FillGreeks.TryMark(
            contract.Type, valuation.IndexUnits, contract.Strike.Units, found, instrument.ExpiryMs, now, out long mark);
        valuation.MarkUnits = mark;
    }

    /// <summary>Value at expiry at a price of the underlying, in units of 1e-8 USDC.</summary>
    public static long IntrinsicUnits(in ContractKey contract, long indexUnits)
    {
        long difference = indexUnits - contract.Strike.Units;
        return Math.Max(0, contract.Type == OptionType.Call ? difference : -difference);
    }
}
