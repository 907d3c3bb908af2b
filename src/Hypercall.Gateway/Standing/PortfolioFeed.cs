namespace Hypercall.Gateway.Standing;

/// <summary>
/// The portfolios that sockets watch, and which of them are read next: those that something has happened to first, the
/// others in turns, as marks move what they are worth. However many are watched, no more are read at once.
/// </summary>
internal sealed class PortfolioFeed
{
    private const int MostAtOnce = 16;

    /// <summary>Ticks between two reads of a wallet that something happens to, and of any other.</summary>
    private const int LeastPause = 2;
    private const int UsualPause = 20;

    private readonly Dictionary<WalletAddress, WalletFeed> _wallets = [];

    public IEnumerable<GatewaySocket> Sockets => _wallets.Values.SelectMany(wallet => wallet.Sockets);

    /// <returns>False: the symbols would be more than a socket may name.</returns>
    public bool Add(GatewaySocket socket, WalletAddress wallet, IReadOnlyCollection<string>? symbols)
    {
        if (!_wallets.TryGetValue(wallet, out WalletFeed? feed))
            _wallets.Add(wallet, feed = new WalletFeed(wallet));
        return feed.Add(socket, symbols);
    }

    public void Remove(GatewaySocket socket, WalletAddress wallet, IReadOnlyCollection<string>? symbols)
    {
        if (!_wallets.TryGetValue(wallet, out WalletFeed? feed))
            return;
        feed.Remove(socket, symbols);
        if (feed.IsEmpty)
            _wallets.Remove(wallet);
    }

    public void Remove(GatewaySocket socket)
    {
        // A socket is of one wallet.
        if (socket.Wallet is { } wallet)
            Remove(socket, wallet, null);
    }

    /// <summary>Notes which portfolios an event moves.</summary>
    public void Take(VenueEvent happened)
    {
        switch (happened)
        {
            case FillEvent { Fill: var fill }:
                Note(fill.TakerWallet, hasRealized: true);
                Note(fill.MakerWallet, hasRealized: true);
                break;
            case OrderEvent order:
                Note(order.Order.Wallet);
                break;
            case LiquidationEvent liquidation:
                Note(liquidation.Liquidation.Wallet);
                break;
            case DeleveragingEvent { Deleveraging: var closed }:
                Note(closed.Wallet, hasRealized: true);
                Note(closed.Counterparty, hasRealized: true);
                break;
            case SettlementEvent settled:
                Note(settled.Settlement.Wallet, hasRealized: true)?.Take(settled);
                break;
        }
    }

    /// <summary>Those that are read next.</summary>
    /// <param name="sequence">The last command that the hub knows.</param>
    public IReadOnlyList<WalletFeed> Next(long tick, long sequence)
    {
        WalletFeed[] next =
        [
            .. _wallets.Values
                .Where(wallet => tick - wallet.ReadAt >= (wallet.IsDue ? LeastPause : UsualPause)
                    && (wallet.IsDue || wallet.Sequence < sequence))
                .OrderByDescending(wallet => wallet.IsDue)
                .ThenBy(wallet => wallet.ReadAt)
                .Take(MostAtOnce),
        ];
        foreach (WalletFeed wallet in next)
            (wallet.IsDue, wallet.ReadAt) = (false, tick);
        return next;
    }

    private WalletFeed? Note(WalletAddress wallet, bool hasRealized = false)
    {
        if (!_wallets.TryGetValue(wallet, out WalletFeed? feed))
            return null;
        feed.IsDue = true;
        feed.HasRealized |= hasRealized;
        return feed;
    }
}
