using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Engine.State;

/// <summary>All instruments and underlyings, by name and by number, and the trading modes of the whole venue.</summary>
internal sealed class MarketTable
{
    private readonly Dictionary<string, Instrument> _bySymbol = new(StringComparer.Ordinal);
    private readonly List<Instrument?> _instruments = [];
    private readonly Dictionary<string, Underlying> _byName = new(StringComparer.Ordinal);
    private readonly List<Underlying> _underlyings = [];

    /// <summary>Trading modes of the whole venue, or null when never set (all).</summary>
    public TradingModes? VenueModes { get; set; }

    /// <summary>Number of instruments.</summary>
    public int Count => _bySymbol.Count;

    /// <summary>The number that the next instrument gets.</summary>
    public int NextNumber => _instruments.Count;

    public IReadOnlyList<Underlying> Underlyings => _underlyings;

    /// <summary>The instrument of a number; null once it has left the state.</summary>
    public Instrument? this[int number] => _instruments[number];

    public Instrument? Find(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    public Underlying? FindUnderlying(string name) => _byName.GetValueOrDefault(name);

    public void Add(Instrument instrument)
    {
        _instruments.Add(instrument);
        _bySymbol.Add(instrument.Symbol, instrument);
        instrument.Underlying.InstrumentCount++;
    }

    /// <summary>Leaves a number unused, as a removed instrument does; for restoring.</summary>
    public void AddGap() => _instruments.Add(null);

    public void Remove(Instrument instrument)
    {
        _bySymbol.Remove(instrument.Symbol);
        _instruments[instrument.Number] = null;
        instrument.Underlying.InstrumentCount--;
    }

    /// <summary>Adds an underlying that is not there.</summary>
    public Underlying AddUnderlying(string name, UnderlyingRules rules)
    {
        var underlying = new Underlying(_underlyings.Count, name, rules);
        _underlyings.Add(underlying);
        _byName.Add(name, underlying);
        return underlying;
    }

    /// <summary>True when both the venue's and the underlying's modes contain <paramref name="mode"/>.</summary>
    public bool Allows(Underlying underlying, TradingModes mode) =>
        ((VenueModes ?? TradingModes.All) & (underlying.Modes ?? TradingModes.All) & mode) != 0;
}
