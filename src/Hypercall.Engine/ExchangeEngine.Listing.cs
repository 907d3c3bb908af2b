using Hypercall.Engine.Domain;

namespace Hypercall.Engine;

/// <summary>What is listed, for a view that starts at a state.</summary>
public sealed partial class ExchangeEngine
{
    /// <summary>Every listed instrument with its status, in the order of their listing.</summary>
    public IReadOnlyList<KeyValuePair<string, InstrumentStatus>> ViewListing()
    {
        var listing = new List<KeyValuePair<string, InstrumentStatus>>();
        for (int number = 0; number < _state.Markets.NextNumber; number++)
        {
            if (_state.Markets[number] is { } instrument)
                listing.Add(KeyValuePair.Create(instrument.Symbol, instrument.Status));
        }

        return listing;
    }
}
