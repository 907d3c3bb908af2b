using Hypercall.Engine.Domain.Collections;

namespace Hypercall.Engine.State;

/// <summary>All position entries by (wallet, instrument) in one pool of slots, linked per wallet.</summary>
internal sealed class PositionTable
{
    private readonly LongMap _slots = new();
    private readonly Stack<int> _free = new();
    private PositionEntry[] _entries = new PositionEntry[16];
    private int _used;

    /// <summary>The entry in a slot; the reference holds until the next <see cref="GetOrAdd"/>.</summary>
    public ref PositionEntry this[int slot] => ref _entries[slot];

    /// <summary>Number of entries.</summary>
    public int Count => _slots.Count;

    /// <summary>Slot of an entry, or -1.</summary>
    public int Find(int wallet, int instrument) => _slots.Find(Key(wallet, instrument));

    /// <summary>What a wallet has in an instrument; nothing where either is not there.</summary>
    public Exposure ExposureOf(WalletAccount? wallet, Instrument? instrument)
    {
        if (wallet is null || instrument is null)
            return default;
        int slot = Find(wallet.Number, instrument.Number);
        if (slot < 0)
            return default;
        ref PositionEntry entry = ref _entries[slot];
        return new Exposure
        {
            PositionUnits = entry.QuantityUnits,
            OpenBuyUnits = entry.OpenBuyUnits,
            OpenSellUnits = entry.OpenSellUnits,
        };
    }

    /// <summary>Slot of an entry, which is added if it is not there.</summary>
    public int GetOrAdd(WalletAccount wallet, int instrument)
    {
        long key = Key(wallet.Number, instrument);
        int slot = _slots.Find(key);
        if (slot >= 0)
            return slot;
        slot = TakeSlot();
        _slots.Add(key, slot);
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
        wallet.EntriesVersion++;
        return slot;
    }

    /// <summary>Removes an entry if nothing is left in it.</summary>
    public void RemoveIfVacant(WalletAccount wallet, int slot)
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
        _free.Push(slot);
        wallet.EntriesVersion++;
    }

    private static long Key(int wallet, int instrument) => ((long)wallet << 32) | (uint)(instrument + 1);

    private int TakeSlot()
    {
        if (_free.TryPop(out int slot))
            return slot;
        if (_used == _entries.Length)
            Array.Resize(ref _entries, _used * 2);
        return _used++;
    }
}
