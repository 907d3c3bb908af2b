namespace Hypercall.Gateway.Sockets;

/// <summary>
/// The orders that came over a socket before it said whose it is, by the wallet that signed them: not many. One caller
/// at a time.
/// </summary>
internal sealed class UnclaimedOrders
{
    public const int MostWallets = 16;

    private readonly Dictionary<WalletAddress, SocketOrders> _byWallet = [];

    /// <summary>True: more came than it holds.</summary>
    public bool HasLost { get; private set; }

    /// <summary>Takes the outcome of a command of a wallet.</summary>
    public void Note(WalletAddress wallet, ApplyOutput outcome)
    {
        if (HasLost)
            return;
        if (!_byWallet.TryGetValue(wallet, out SocketOrders? orders))
            _byWallet.Add(wallet, orders = new SocketOrders());
        HasLost = orders.Note(outcome) || _byWallet.Count > MostWallets;
        if (HasLost)
            _byWallet.Clear();
    }

    /// <summary>Those of the wallet whose socket it turned out to be; all others are forgotten.</summary>
    public SocketOrders Claim(WalletAddress wallet)
    {
        SocketOrders orders = _byWallet.GetValueOrDefault(wallet) ?? new SocketOrders();
        _byWallet.Clear();
        return orders;
    }
}
