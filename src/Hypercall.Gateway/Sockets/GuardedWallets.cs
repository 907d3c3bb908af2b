using System.Collections.Concurrent;
using Hypercall.Engine.Domain;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Wallets whose timer this gateway keeps armed for a socket: their own CancelAllAfter would fight with it.
/// </summary>
internal sealed class GuardedWallets
{
    private readonly ConcurrentDictionary<WalletAddress, bool> _wallets = new();

    public bool TryEnter(WalletAddress wallet) => _wallets.TryAdd(wallet, true);

    public void Leave(WalletAddress wallet) => _wallets.TryRemove(wallet, out _);

    public bool Contains(WalletAddress wallet) => _wallets.ContainsKey(wallet);
}
