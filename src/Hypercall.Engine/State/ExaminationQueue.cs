namespace Hypercall.Engine.State;

/// <summary>
/// Wallets whose marks have moved and that wait to be examined (engine.md §12), first in first out, each at most once.
/// Part of the state: what is examined with which command must be the same everywhere. It holds numbers and one bit a
/// wallet, so that an index price which marks ten thousand holders need not touch their accounts.
/// </summary>
internal sealed class ExaminationQueue
{
    private const int BitsPerWord = 64;

    private readonly Queue<int> _numbers = new();
    private ulong[] _waiting = new ulong[16];

    /// <summary>Number of wallets that wait.</summary>
    public int Count => _numbers.Count;

    /// <summary>Numbers of the wallets that wait, first first.</summary>
    public IEnumerable<int> Numbers => _numbers;

    /// <summary>Whether a wallet waits.</summary>
    public bool Contains(WalletAccount wallet)
    {
        int word = wallet.Number / BitsPerWord;
        return word < _waiting.Length && (_waiting[word] & BitOf(wallet.Number)) != 0;
    }

    /// <summary>Appends the wallet of a number; false when it waits already and keeps its place.</summary>
    public bool TryAdd(int number)
    {
        int word = number / BitsPerWord;
        if (word >= _waiting.Length)
            Array.Resize(ref _waiting, Math.Max(word + 1, _waiting.Length * 2));
        if ((_waiting[word] & BitOf(number)) != 0)
            return false;
        _waiting[word] |= BitOf(number);
        _numbers.Enqueue(number);
        return true;
    }

    /// <summary>Takes the number of the first wallet.</summary>
    /// <exception cref="InvalidOperationException">The queue is empty.</exception>
    public int Take()
    {
        int number = _numbers.Dequeue();
        _waiting[number / BitsPerWord] &= ~BitOf(number);
        return number;
    }

    /// <summary>Takes all wallets out.</summary>
    public void Clear()
    {
        _numbers.Clear();
        Array.Clear(_waiting);
    }

    private static ulong BitOf(int number) => 1UL << (number % BitsPerWord);
}
