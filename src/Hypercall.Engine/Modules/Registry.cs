using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules;

/// <summary>Finds wallets and underlyings by name, and adds those that an accepted command names first.</summary>
internal sealed class Registry(EngineState state)
{
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
        return _lastWallet;
    }

    /// <summary>An underlying, added if it is not there.</summary>
    public Underlying GetOrAddUnderlying(string name) =>
        state.Markets.FindUnderlying(name) ?? state.Markets.AddUnderlying(name, state.RulesOf(name));
}
