using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Collections;

namespace Hypercall.Engine.State;

/// <summary>
/// The nonce sets of all signers, in the order of their first nonce. A signer whose nonces have all left the window of
/// time is forgotten; numbers are used again, and nothing canonical depends on them.
/// </summary>
internal sealed class NonceTable
{
    private readonly Dictionary<WalletAddress, int> _numbers = [];
    private readonly DeadlineHeap<WalletAddress> _byHighest = new();
    private readonly Stack<int> _free = new();
    private Entry[] _entries = new Entry[4];
    private int _used;
    private int _last = -1;

    internal struct Entry
    {
        public WalletAddress Signer;
        public BoundedNonceSet Nonces;
        public int Next;
        public int Previous;
    }

    public int Count => _numbers.Count;

    /// <summary>Number of the first signer, or -1.</summary>
    public int First { get; private set; } = -1;

    /// <summary>The entry of a number; holds until a signer is added.</summary>
    public ref readonly Entry this[int number] => ref _entries[number];

    /// <summary>Number of the signer after one, or -1.</summary>
    public int Next(int number) => _entries[number].Next;

    /// <summary>Number of a signer, or -1 before its first nonce.</summary>
    public int Find(WalletAddress signer) => _numbers.TryGetValue(signer, out int number) ? number : -1;

    /// <summary>
    /// Adds a signer that is not there and gives its number; <see cref="NoteHighest"/> is to follow its first nonce.
    /// </summary>
    public int Add(WalletAddress signer)
    {
        int number = TakeNumber();
        _entries[number] = new Entry { Signer = signer, Nonces = new BoundedNonceSet(), Next = -1, Previous = _last };
        if (_last >= 0)
            _entries[_last].Next = number;
        else
            First = number;
        _last = number;
        _numbers.Add(signer, number);
        return number;
    }

    /// <summary>Takes notice that a signer's highest nonce may have changed.</summary>
    public void NoteHighest(int number)
    {
        ref Entry entry = ref _entries[number];
        _byHighest.Set(number, entry.Nonces.Highest, entry.Signer);
    }

    /// <summary>
    /// Removes the signer with the smallest highest nonce, ties by address, if that is not above a bound.
    /// </summary>
    public bool TryForget(long bound, out WalletAddress signer)
    {
        signer = default;
        if (!_byHighest.TryTakeDue(bound, out int number))
            return false;
        signer = _entries[number].Signer;
        Remove(number);
        return true;
    }

    private void Remove(int number)
    {
        Entry entry = _entries[number];
        if (entry.Previous >= 0)
            _entries[entry.Previous].Next = entry.Next;
        else
            First = entry.Next;
        if (entry.Next >= 0)
            _entries[entry.Next].Previous = entry.Previous;
        else
            _last = entry.Previous;
        _entries[number] = default;
        _numbers.Remove(entry.Signer);
        _free.Push(number);
    }

    private int TakeNumber()
    {
        if (_free.TryPop(out int number))
            return number;
        if (_used == _entries.Length)
            Array.Resize(ref _entries, _used * 2);
        return _used++;
    }
}
