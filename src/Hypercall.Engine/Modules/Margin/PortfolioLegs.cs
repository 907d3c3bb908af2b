namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// The options that a wallet holds or quotes on one underlying, ascending by symbol, because sums over them are
/// doubles; and their places by expiry, the latest first. Put in order only when an option comes or goes.
/// </summary>
internal sealed class PortfolioLegs(EngineState state, OptionValuer valuer)
{
    private readonly ReusedList<PortfolioLeg> _legs = new();
    private readonly List<(Instrument Instrument, int Slot)> _found = [];
    private int[] _byExpiry = [];
    private long[] _sold = [];
    private long _entriesVersion = -1;
    private long _positionsVersion = -1;

    public int Count => _legs.Count;

    public ref PortfolioLeg this[int place] => ref _legs[place];

    /// <summary>Places of the legs, the latest expiry first, then by symbol.</summary>
    public ReadOnlySpan<int> ByExpiry => _byExpiry.AsSpan(0, Count);

    /// <summary>Takes in what the wallet holds and quotes now; true if anything differs.</summary>
    public bool Gather(WalletAccount wallet, Underlying underlying)
    {
        bool gathered = _entriesVersion != wallet.EntriesVersion;
        if (gathered)
            FindAgain(wallet, underlying);
        bool moved = (gathered || _positionsVersion != wallet.PositionsVersion) && ReadQuantities();
        _positionsVersion = wallet.PositionsVersion;
        return gathered || moved;
    }

    private void FindAgain(WalletAccount wallet, Underlying underlying)
    {
        _found.Clear();
        PositionTable positions = state.Positions;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = positions[slot].NextOfWallet)
        {
            Instrument instrument = state.Markets[positions[slot].Instrument]!;
            if (instrument.Underlying == underlying)
                _found.Add((instrument, slot));
        }

        _found.Sort(static (left, right) => BySymbol(left.Instrument, right.Instrument));
        _legs.Clear();
        foreach ((Instrument instrument, int slot) in _found)
            Append(instrument, slot);
        _entriesVersion = wallet.EntriesVersion;
        SortByExpiry();
    }

    private bool ReadQuantities()
    {
        bool moved = false;
        PositionTable positions = state.Positions;
        for (int i = 0; i < Count; i++)
        {
            ref PortfolioLeg leg = ref _legs[i];
            ref readonly PositionEntry entry = ref positions[leg.Slot];
            moved |= leg.QuantityUnits != entry.QuantityUnits || leg.CostUnits != entry.CostUnits;
            leg.QuantityUnits = entry.QuantityUnits;
            leg.CostUnits = entry.CostUnits;
        }

        return moved;
    }

    /// <summary>Becomes another's copy with what a hypothesis supposes.</summary>
    public void Suppose(PortfolioLegs? source, Underlying underlying, MarginHypothesis hypothesis)
    {
        _legs.Clear();
        if (source is not null)
            source._legs.Items.CopyTo(_legs.Extend(source.Count));
        foreach (ref readonly HypotheticalPosition changed in hypothesis.Changed)
        {
            if (changed.Instrument.Underlying != underlying)
                continue;
            ref PortfolioLeg leg = ref FindOrInsert(changed.Instrument);
            leg.QuantityUnits = changed.NewQuantityUnits;
            leg.CostUnits = changed.NewCostUnits;
        }

        if (hypothesis.RestingInstrument is { } resting && resting.Underlying == underlying)
            FindOrInsert(resting);
        SortByExpiry();
    }

    /// <summary>Place of an option, or -1.</summary>
    public int Find(Instrument instrument)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_legs[i].Instrument == instrument)
                return i;
        }

        return -1;
    }

    /// <summary>Whether an option has open orders.</summary>
    public bool IsQuoted(int place)
    {
        int slot = _legs[place].Slot;
        return slot >= 0 && (state.Positions[slot].OpenBuyUnits != 0 || state.Positions[slot].OpenSellUnits != 0);
    }

    /// <summary>Contracts that open sells would sell, by leg, and those of a further order.</summary>
    public ReadOnlySpan<long> Sold(Instrument? resting, long restingUnits)
    {
        if (_sold.Length < Count)
            _sold = new long[Count * 2];
        for (int i = 0; i < Count; i++)
        {
            ref PortfolioLeg leg = ref _legs[i];
            _sold[i] = (leg.Slot < 0 ? 0 : state.Positions[leg.Slot].OpenSellUnits)
                + (leg.Instrument == resting ? restingUnits : 0);
        }

        return _sold.AsSpan(0, Count);
    }

    private ref PortfolioLeg Append(Instrument instrument, int slot)
    {
        ref PortfolioLeg leg = ref _legs.Append();
        leg = new PortfolioLeg { Instrument = instrument, Slot = slot, Valuation = valuer.Kept(instrument) };
        return ref leg;
    }

    private ref PortfolioLeg FindOrInsert(Instrument instrument)
    {
        int place = Find(instrument);
        if (place >= 0)
            return ref _legs[place];
        Append(instrument, slot: -1);
        for (place = Count - 1; place > 0 && BySymbol(_legs[place - 1].Instrument, instrument) > 0; place--)
            (_legs[place - 1], _legs[place]) = (_legs[place], _legs[place - 1]);
        return ref _legs[place];
    }

    private static int BySymbol(Instrument left, Instrument right) =>
        string.CompareOrdinal(left.Symbol, right.Symbol);

    /// <summary>
    /// Symbols name the expiry before all else, so that runs of one expiry taken from the end stand in order already;
    /// the insertion sort behind it finds something to do only where options of one date expire at different times.
    /// </summary>
    private void SortByExpiry()
    {
        if (_byExpiry.Length < Count)
            _byExpiry = new int[Count * 2];
        int filled = 0;
        for (int end = Count; end > 0;)
        {
            int start = end - 1;
            while (start > 0 && ExpiryMs(start - 1) == ExpiryMs(end - 1))
                start--;
            for (int i = start; i < end; i++)
                InsertByExpiry(i, filled++);
            end = start;
        }
    }

    private void InsertByExpiry(int leg, int filled)
    {
        int place = filled;
        for (; place > 0 && ComesBefore(leg, _byExpiry[place - 1]); place--)
            _byExpiry[place] = _byExpiry[place - 1];
        _byExpiry[place] = leg;
    }

    private bool ComesBefore(int leg, int other) => ExpiryMs(leg) != ExpiryMs(other)
        ? ExpiryMs(leg) > ExpiryMs(other)
        : leg < other;

    private long ExpiryMs(int place) => _legs[place].Instrument.ExpiryMs;
}
