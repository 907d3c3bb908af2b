namespace Hypercall.Engine.Modules.Views;

/// <summary>Contracts held long per instrument, counted once for each sequence that somebody asks at.</summary>
internal sealed class OpenInterests(EngineState state)
{
    private long[] _units = [];
    private long _sequence = -1;

    /// <summary>Open interest of an instrument now; stays at the largest value where it would not fit.</summary>
    public Quantity Of(Instrument instrument)
    {
        if (_sequence != state.Sequence)
            Count();
        return new Quantity(instrument.Number < _units.Length ? _units[instrument.Number] : 0);
    }

    private void Count()
    {
        _units = new long[state.Markets.NextNumber];
        foreach (WalletAccount wallet in state.Wallets.All)
        {
            for (int slot = wallet.FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfWallet)
                Add(state.Positions[slot]);
        }

        _sequence = state.Sequence;
    }

    private void Add(in PositionEntry entry)
    {
        if (entry.QuantityUnits <= 0)
            return;
        ref long units = ref _units[entry.Instrument];
        units = units > long.MaxValue - entry.QuantityUnits ? long.MaxValue : units + entry.QuantityUnits;
    }
}
