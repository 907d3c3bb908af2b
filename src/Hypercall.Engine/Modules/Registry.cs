using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules;

/// <summary>Finds wallets and underlyings by name, and adds those that an accepted command names first.</summary>
internal sealed class Registry(EngineState state)
{
    /// <summary>
    /// After so many new wallets the collector is asked to move them to the old objects, in a few milliseconds. By
    /// itself it waits until all wallets of a venue that grows are to be moved at once, while one command waits.
    /// </summary>
    private const int MovedAtOnce = 2_048;

    private WalletAccount? _lastWallet;

    /// <summary>A wallet, or null; most commands ask for the same one several times.</summary>
    public WalletAccount? FindWallet(WalletAddress address)
    {
        if (_lastWallet is not null && _lastWallet.Address == address)
            return _lastWallet;
        WalletAccount? wallet = state.Wallets.Find(address);
        if (wallet is not null)
            _lastWallet = wallet;
        return wallet;
    }

    /// <summary>A wallet, added if it is not there.</summary>
    public WalletAccount GetOrAddWallet(WalletAddress address)
    {
        WalletAccount? wallet = FindWallet(address);
        if (wallet is not null)
            return wallet;
        _lastWallet = state.Wallets.Add(address);
        if (state.Wallets.Count % MovedAtOnce == 0)
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        return _lastWallet;
    }

    /// <summary>An underlying, added if it is not there.</summary>
    public Underlying GetOrAddUnderlying(string name) =>
        state.Markets.FindUnderlying(name) ?? state.Markets.AddUnderlying(name, state.RulesOf(name));
}
