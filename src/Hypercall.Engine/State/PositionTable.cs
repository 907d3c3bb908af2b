namespace Hypercall.Engine.State;

/// <summary>
/// All position entries by (wallet, instrument) in one pool of slots, linked per wallet, and external perpetual
/// positions. Positions change here alone, with all that counts them, and each change is recorded at once.
/// </summary>
internal sealed class PositionTable(ChangeLog changes, Ledger ledger)
{
    /// <summary>Whose a vacant entry is.</summary>
    private const int NoWallet = -1;

    private static readonly PositionEntry Nothing;

    private readonly LongMap _slots = new();
    private readonly Numbered<PositionEntry> _entries = new();
    private int _used;

    /// <summary>First of the vacant slots, each of which has the next one as its next entry; -1: none.</summary>
    private int _firstFree = -1;

    /// <summary>The entry in a slot.</summary>
    public ref readonly PositionEntry this[int slot] => ref _entries[slot];

    /// <summary>Number of entries.</summary>
    public int Count => _slots.Count;

    /// <summary>True when the running command has changed a position.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Slot of an entry, or -1.</summary>
    public int Find(int wallet, int instrument) => _slots.Find(Key(wallet, instrument));

    /// <summary>Slot of an entry, or -1; a command asks for the same one several times.</summary>
    public int Find(WalletAccount wallet, int instrument)
    {
        int recent = wallet.RecentPosition;
        if (recent >= 0)
        {
            ref readonly PositionEntry entry = ref _entries[recent];
            if (entry.Instrument == instrument && entry.Wallet == wallet.Number)
                return recent;
        }

        int slot = Find(wallet.Number, instrument);
        if (slot >= 0)
            wallet.RecentPosition = slot;
        return slot;
    }

    /// <summary>
    /// What a wallet has in an instrument, nothing where either is not there; holds until an entry comes or goes.
    /// </summary>
    public ref readonly PositionEntry Of(WalletAccount? wallet, Instrument? instrument)
    {
        int slot = wallet is null || instrument is null ? -1 : Find(wallet, instrument.Number);
        return ref (slot < 0 ? ref Nothing : ref _entries[slot]);
    }

    /// <summary>Sets a position, flat or not, and keeps what counts it.</summary>
    /// <param name="slot">Slot of the entry, or -1 where there is none yet.</param>
    /// <param name="quantityUnits">Signed contracts.</param>
    public void Set(
        WalletAccount wallet, Instrument instrument, int slot, long quantityUnits, Int128 costUnits)
    {
        if (slot < 0)
            slot = GetOrAdd(wallet, instrument.Number);
        ref PositionEntry entry = ref _entries[slot];
        Recount(wallet, instrument, slot, quantityUnits);
        if (wallet.Mode == MarginMode.Portfolio)
            ledger.PortfolioCostUnits += costUnits - entry.CostUnits;
        entry.QuantityUnits = quantityUnits;
        entry.CostUnits = costUnits;
        wallet.PositionsVersion++;
        IsChanged = true;
        if (changes.TryBegin(ChangeKind.Position, out CanonicalOutput output))
            EntryShapes.Walk(ref output, ref entry);
        RemoveIfVacant(wallet, slot);
    }

    /// <summary>Sets an external perpetual position; size 0 takes it away.</summary>
    public void SetPerp(WalletExposure exposure, long sizeUnits, long entryUnits)
    {
        exposure.PerpUnits = sizeUnits;
        exposure.PerpEntryUnits = entryUnits;
        exposure.Underlying.Holders.Note(exposure);
        if (changes.TryBegin(ChangeKind.Perp, out CanonicalOutput output))
            EntryShapes.Walk(ref output, PerpEntry.Of(exposure));
    }

    /// <summary>Keeps the open sum of one side when an order of the wallet changes by so much.</summary>
    public void ChangeOpen(WalletAccount wallet, int instrument, Side side, long units)
    {
        int slot = GetOrAdd(wallet, instrument);
        ref PositionEntry entry = ref _entries[slot];
        if (side == Side.Buy)
            entry.OpenBuyUnits += units;
        else
            entry.OpenSellUnits += units;
        if (units < 0)
            RemoveIfVacant(wallet, slot);
    }

    /// <summary>Takes notice that the command's changes have been looked at.</summary>
    public void Start() => IsChanged = false;

    private void Recount(WalletAccount wallet, Instrument instrument, int slot, long afterUnits)
    {
        long beforeUnits = _entries[slot].QuantityUnits;
        instrument.NetPositionUnits += afterUnits - beforeUnits;
        instrument.LongUnits += Math.Max(afterUnits, 0) - Math.Max(beforeUnits, 0);
        wallet.ShortPositions += (afterUnits < 0 ? 1 : 0) - (beforeUnits < 0 ? 1 : 0);
        int opened = (afterUnits != 0 ? 1 : 0) - (beforeUnits != 0 ? 1 : 0);
        if (opened == 0)
            return;
        wallet.OpenPositions += opened;
        if (opened > 0)
            Open(instrument, slot);
        else
            Close(instrument, slot);
        WalletExposure exposure = wallet.GetOrAddExposure(instrument.Underlying);
        exposure.HeldOptions += opened;
        exposure.Underlying.Holders.Note(exposure);
    }

    private void Open(Instrument instrument, int slot)
    {
        _entries[slot].HolderPlace = instrument.OpenPositions;
        instrument.AddHolder(slot);
    }

    private void Close(Instrument instrument, int slot)
    {
        int place = _entries[slot].HolderPlace;
        _entries[instrument.Holders[^1]].HolderPlace = place;
        instrument.RemoveHolder(place);
    }

    private int GetOrAdd(WalletAccount wallet, int instrument)
    {
        int slot = Find(wallet, instrument);
        if (slot >= 0)
            return slot;
        slot = TakeSlot();
        _slots.Add(Key(wallet.Number, instrument), slot);
        _entries[slot] = new PositionEntry
        {
            Wallet = wallet.Number,
            Instrument = instrument,
            NextOfWallet = wallet.FirstPosition,
            PreviousOfWallet = -1,
        };
        if (wallet.FirstPosition >= 0)
            _entries[wallet.FirstPosition].PreviousOfWallet = slot;
        wallet.FirstPosition = slot;
        wallet.RecentPosition = slot;
        wallet.EntriesVersion++;
        return slot;
    }

    private void RemoveIfVacant(WalletAccount wallet, int slot)
    {
        ref PositionEntry entry = ref _entries[slot];
        if (!entry.IsVacant)
            return;
        if (entry.PreviousOfWallet >= 0)
            _entries[entry.PreviousOfWallet].NextOfWallet = entry.NextOfWallet;
        else
            wallet.FirstPosition = entry.NextOfWallet;
        if (entry.NextOfWallet >= 0)
            _entries[entry.NextOfWallet].PreviousOfWallet = entry.PreviousOfWallet;
        _slots.Remove(Key(entry.Wallet, entry.Instrument));
        entry.Wallet = NoWallet;
        entry.NextOfWallet = _firstFree;
        _firstFree = slot;
        wallet.EntriesVersion++;
    }

    private static long Key(int wallet, int instrument) => ((long)wallet << 32) | (uint)(instrument + 1);

    private int TakeSlot()
    {
        int slot = _firstFree;
        if (slot < 0)
            return _used++;
        _firstFree = _entries[slot].NextOfWallet;
        return slot;
    }
}
