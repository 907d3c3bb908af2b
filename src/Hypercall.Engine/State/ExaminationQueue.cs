namespace Hypercall.Engine.State;

/// <summary>
/// Wallets whose marks have moved and that wait to be examined (engine.md §12), first in first out, each at most once.
/// Part of the state: what is examined with which command must be the same everywhere. What enters and what leaves is
/// recorded at once.
/// </summary>
internal sealed class ExaminationQueue(ChangeLog changes)
{
    private readonly Queue<int> _numbers = new();
    private readonly List<int> _offered = [];
    private readonly List<int> _added = [];
    private readonly Numbered<bool> _waiting = new();

    /// <summary>Number of wallets that wait.</summary>
    public int Count => _numbers.Count;

    /// <summary>Numbers of the wallets that wait, first first.</summary>
    public IReadOnlyCollection<int> Numbers => _numbers;

    /// <summary>Appends the numbers of the first wallets to a list; they go on waiting.</summary>
    public void CopyFirst(int count, List<int> target)
    {
        foreach (int number in _numbers)
        {
            if (count-- <= 0)
                return;
            target.Add(number);
        }
    }

    /// <summary>Whether a wallet waits.</summary>
    public bool Contains(WalletAccount wallet) => _waiting.Find(wallet.Number);

    /// <summary>Appends the wallets of numbers; one that waits already keeps its place.</summary>
    public void Add(ReadOnlySpan<int> numbers)
    {
        _added.Clear();
        foreach (int number in numbers)
        {
            if (TryAdd(number))
                _added.Add(number);
        }

        if (_added.Count == 0 || !changes.TryBegin(ChangeKind.Queued, out CanonicalOutput output))
            return;
        EntryShapes.Number(ref output, "wallets", _added.Count);
        foreach (int number in CollectionsMarshal.AsSpan(_added))
            EntryShapes.Number(ref output, "wallet", number);
    }

    /// <summary>Appends those of some wallets that a mark could bring below maintenance.</summary>
    public void Add(List<WalletAccount> wallets)
    {
        _offered.Clear();
        foreach (WalletAccount wallet in wallets)
        {
            if (!wallet.IsBeyondExamination)
                _offered.Add(wallet.Number);
        }

        Add(CollectionsMarshal.AsSpan(_offered));
    }

    /// <summary>Takes the first wallets out.</summary>
    public void Drop(int count)
    {
        for (int i = 0; i < count; i++)
            _waiting[_numbers.Dequeue()] = false;

        if (count > 0 && changes.TryBegin(ChangeKind.Examined, out CanonicalOutput output))
            EntryShapes.Number(ref output, "wallets", count);
    }

    private bool TryAdd(int number)
    {
        ref bool waits = ref _waiting[number];
        if (waits)
            return false;
        waits = true;
        _numbers.Enqueue(number);
        return true;
    }
}
