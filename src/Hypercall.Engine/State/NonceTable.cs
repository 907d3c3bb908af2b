namespace Hypercall.Engine.State;

/// <summary>
/// The nonce sets of all signers, in the order of their first nonce. A signer whose nonces have all left the window of
/// time is forgotten; numbers are used again, and nothing canonical depends on them. Nonces change here alone, and each
/// change is recorded at once.
/// </summary>
internal sealed class NonceTable
{
    private readonly ChangeLog _changes;
    private readonly ItemIndex<WalletAddress, Keys> _numbers;
    private readonly DeadlineHeap<WalletAddress> _byHighest = new();
    private readonly Stack<int> _free = new();
    private readonly Numbered<Entry> _entries = new();
    private int _used;
    private int _last = -1;

    public NonceTable(ChangeLog changes)
    {
        _changes = changes;
        _numbers = new ItemIndex<WalletAddress, Keys>(new Keys(_entries));
    }

    private readonly struct Keys(Numbered<Entry> entries) : IItemKeys<WalletAddress>
    {
        public int HashOf(in WalletAddress key) => key.TableHash;

        public bool IsKeyOf(int item, in WalletAddress key) => entries[item].Signer == key;
    }

    internal struct Entry
    {
        public BoundedNonceSet Nonces;
        public WalletAddress Signer;

        /// <summary>Number of the next signer, or -1.</summary>
        public int Next;

        /// <summary>Number of the previous signer, or -1.</summary>
        public int Previous;
    }

    public int Count => _numbers.Count;

    /// <summary>The least of the signers' highest nonces; the greatest number where there is none.</summary>
    public long LeastHighest => _byHighest.EarliestMs;

    /// <summary>Number of the first signer, or -1.</summary>
    public int First { get; private set; } = -1;

    /// <summary>The entry of a number.</summary>
    public ref readonly Entry this[int number] => ref _entries[number];

    /// <summary>Number of a signer, or -1 before its first nonce.</summary>
    public int Find(WalletAddress signer) => _numbers.Find(signer);

    /// <summary>Spends a nonce that its signer may spend.</summary>
    /// <param name="number">Its number, or -1 before its first nonce.</param>
    public void Spend(WalletAddress signer, int number, long nonce)
    {
        if (number < 0)
            number = Add(signer, new BoundedNonceSet());
        ref Entry entry = ref _entries[number];
        entry.Nonces.Add(nonce);
        NoteHighest(number, entry);
        if (_changes.TryBegin(ChangeKind.Nonce, out CanonicalOutput output))
            output.Int64("nonce", nonce);
    }

    /// <summary>Adds a signer of a snapshot with at least one nonce.</summary>
    public void Restore(WalletAddress signer, BoundedNonceSet nonces)
    {
        int number = Add(signer, nonces);
        NoteHighest(number, _entries[number]);
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
        if (_changes.TryBegin(ChangeKind.SignerForgotten, out CanonicalOutput output))
            output.Address("signer", signer);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Add(WalletAddress signer, BoundedNonceSet nonces)
    {
        int number = TakeNumber();
        _entries[number] = new Entry { Signer = signer, Nonces = nonces, Next = -1, Previous = _last };
        if (_last >= 0)
            _entries[_last].Next = number;
        else
            First = number;
        _last = number;
        _numbers.Add(signer, number);
        return number;
    }

    private void NoteHighest(int number, in Entry entry) =>
        _byHighest.Set(number, entry.Nonces.Highest, entry.Signer);

    private void Remove(int number)
    {
        Entry entry = _entries[number];
        _numbers.Remove(entry.Signer);
        if (entry.Previous >= 0)
            _entries[entry.Previous].Next = entry.Next;
        else
            First = entry.Next;
        if (entry.Next >= 0)
            _entries[entry.Next].Previous = entry.Previous;
        else
            _last = entry.Previous;
        _entries[number] = default;
        _free.Push(number);
    }

    private int TakeNumber() => _free.TryPop(out int number) ? number : _used++;
}
