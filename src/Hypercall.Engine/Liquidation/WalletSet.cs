using Hypercall.Engine.Wallets;

namespace Hypercall.Engine.Liquidation;

/// <summary>
/// The wallets in PreLiquidation, in no order: each knows its place, so that a crash that moves thousands in or out at
/// once costs the same for each.
/// </summary>
internal sealed class WalletSet
{
    private readonly List<WalletAccount> _wallets = [];

    /// <summary>Number of wallets.</summary>
    public int Count => _wallets.Count;

    /// <summary>The wallet at a place.</summary>
    public WalletAccount this[int place] => _wallets[place];

    /// <summary>Adds a wallet that is not there.</summary>
    public void Add(WalletAccount wallet)
    {
        wallet.PreLiquidationPlace = _wallets.Count;
        _wallets.Add(wallet);
    }

    /// <summary>Removes a wallet if it is there.</summary>
    public void Remove(WalletAccount wallet)
    {
        int place = wallet.PreLiquidationPlace;
        if (place < 0)
            return;
        WalletAccount last = _wallets[^1];
        _wallets[place] = last;
        last.PreLiquidationPlace = place;
        _wallets.RemoveAt(_wallets.Count - 1);
        wallet.PreLiquidationPlace = -1;
    }

    /// <summary>Replaces the content of a list by the wallets in the order of their addresses.</summary>
    public void CopySorted(List<WalletAccount> target)
    {
        target.Clear();
        target.AddRange(_wallets);
        target.Sort(static (left, right) => left.Address.CompareTo(right.Address));
    }
}
