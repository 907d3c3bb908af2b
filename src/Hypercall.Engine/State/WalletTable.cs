using Hypercall.Engine.Domain;

namespace Hypercall.Engine.State;

/// <summary>All wallets, by number and by address.</summary>
internal sealed class WalletTable
{
    private readonly Dictionary<WalletAddress, WalletAccount> _byAddress = [];
    private readonly List<WalletAccount> _byNumber = [];

    public int Count => _byNumber.Count;

    public WalletAccount this[int number] => _byNumber[number];

    /// <summary>The wallet of an address, or null when no accepted command touched it.</summary>
    public WalletAccount? Find(WalletAddress address) => _byAddress.GetValueOrDefault(address);

    /// <summary>Adds a wallet that is not there.</summary>
    public WalletAccount Add(WalletAddress address)
    {
        var wallet = new WalletAccount(_byNumber.Count, address);
        _byNumber.Add(wallet);
        _byAddress.Add(address, wallet);
        return wallet;
    }

    /// <summary>All wallets in ascending order of their addresses.</summary>
    public WalletAccount[] SortedByAddress()
    {
        WalletAccount[] sorted = [.. _byNumber];
        Array.Sort(sorted, WalletAccount.CompareByAddress);
        return sorted;
    }
}
