using System.Runtime.InteropServices;

namespace Hypercall.Sequencer.Live;

/// <summary>Counts what each submitter holds of the queue; one that holds nothing is forgotten.</summary>
internal sealed class SubmitterShares
{
    /// <summary>The slot of entries that belong to nobody.</summary>
    public const int NoSlot = -1;

    private readonly Dictionary<long, int> _slots = [];
    private readonly Stack<int> _free = new();
    private Share[] _shares = new Share[16];
    private int _used;

    private struct Share
    {
        public long Submitter;
        public int Held;
    }

    /// <summary>Places a submitter holds.</summary>
    public int HeldBy(long submitter) => _slots.TryGetValue(submitter, out int slot) ? _shares[slot].Held : 0;

    /// <summary>Gives a submitter one more place.</summary>
    /// <returns>The slot to give back with <see cref="Release"/>.</returns>
    public int Take(long submitter)
    {
        ref int slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, submitter, out bool known);
        if (!known)
            slot = NewSlot(submitter);
        _shares[slot].Held++;
        return slot;
    }

    /// <summary>Gives a place back.</summary>
    public void Release(int slot)
    {
        if (slot == NoSlot)
            return;
        ref Share share = ref _shares[slot];
        if (--share.Held != 0)
            return;
        _slots.Remove(share.Submitter);
        _free.Push(slot);
    }

    private int NewSlot(long submitter)
    {
        if (!_free.TryPop(out int slot))
        {
            slot = _used++;
            if (slot == _shares.Length)
                Array.Resize(ref _shares, _shares.Length * 2);
        }

        _shares[slot] = new Share { Submitter = submitter };
        return slot;
    }
}
