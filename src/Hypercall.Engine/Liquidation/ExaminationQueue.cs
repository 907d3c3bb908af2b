using Hypercall.Engine.Wallets;

namespace Hypercall.Engine.Liquidation;

/// <summary>
/// Wallets whose marks have moved and that wait to be examined (engine.md §12), first in first out, each at most once.
/// Part of the state: what is examined with which command must be the same everywhere.
/// </summary>
internal sealed class ExaminationQueue
{
    private readonly Queue<WalletAccount> _wallets = new();

    /// <summary>Number of wallets that wait.</summary>
    public int Count => _wallets.Count;

    /// <summary>The wallets that wait, first first.</summary>
    public IEnumerable<WalletAccount> Wallets => _wallets;

    /// <summary>Appends a wallet; false when it waits already and keeps its place.</summary>
    public bool TryAdd(WalletAccount wallet)
    {
        if (wallet.IsQueued)
            return false;
        wallet.IsQueued = true;
        _wallets.Enqueue(wallet);
        return true;
    }

    /// <summary>Takes the first wallet.</summary>
    /// <exception cref="InvalidOperationException">The queue is empty.</exception>
    public WalletAccount Take()
    {
        WalletAccount wallet = _wallets.Dequeue();
        wallet.IsQueued = false;
        return wallet;
    }

    /// <summary>Takes all wallets out.</summary>
    public void Clear()
    {
        while (_wallets.Count > 0)
            Take();
    }
}
