using Hypercall.Actors.Views;

namespace Hypercall.Gateway.Standing;

/// <summary>
/// Face H's channels of what has no events: index prices, option chains, portfolios. They ask the engine's replica
/// how that stands, each kind of thing at most once at a time and only where a command has been executed since, and
/// tell what has changed. How much they ask does not depend on how many listen or trade.
/// </summary>
internal sealed class StandingChannels(SocketHub hub, StandingPoll poll) : HubChannels
{
    /// <summary>Ticks between two looks at the chains, and where somebody waits for them.</summary>
    private const int ChainPause = 10;
    private const int NewChainPause = 3;

    private readonly IndexFeed _index = new();
    private readonly ChainFeed _chains = new();
    private readonly PortfolioFeed _portfolios = new();
    private long _tick;
    private long _chainsReadAt = long.MinValue / 2;
    private long _chainSequence = -1;
    private long _indexSequence = -1;
    private Task _indexReading = Task.CompletedTask;
    private Task _chainReading = Task.CompletedTask;
    private Task _walletReading = Task.CompletedTask;

    public override void Take(SocketMessage message)
    {
        if (message is Subscription join && Channels.IsStanding(join.Channel))
            Take(join);
        else if (message is Gone gone)
            Forget(gone.Socket);
    }

    public override void Begin(EventsSubscribed content, bool hasHole)
    {
        if (!hasHole)
            return;
        foreach (GatewaySocket socket in _portfolios.Sockets.ToHashSet())
            socket.Close(SlowConsumer.ReasonOf(MessageClass.PrivateDurable, "gap"));
    }

    private void Take(Subscription join)
    {
        if (!join.IsWanted)
            Remove(join);
        else if (!Add(join))
        {
            join.Socket.Send(TooMany(join), MessageClass.CommandResult);
            return;
        }

        join.Answer();
    }

    private bool Add(Subscription join) => join.Channel switch
    {
        Channel.IndexPrices => _index.Add(join.Socket, join.Symbols),
        Channel.OptionsChain => _chains.Add(join.Socket, join.Chain),
        _ => _portfolios.Add(join.Socket, join.Wallet!.Value, join.Symbols),
    };

    private void Remove(Subscription leave)
    {
        if (leave.Channel == Channel.IndexPrices)
            _index.Remove(leave.Socket, leave.Symbols);
        else if (leave.Channel == Channel.OptionsChain)
            _chains.Remove(leave.Socket, leave.Chain);
        else
            _portfolios.Remove(leave.Socket, leave.Wallet!.Value, leave.Symbols);
    }

    private void Forget(GatewaySocket socket)
    {
        _index.Remove(socket, null);
        _chains.Remove(socket, new ChainFilter(null, null, null));
        _portfolios.Remove(socket);
    }

    private static ReadOnlyMemory<byte> TooMany(Subscription join) => join.Channel == Channel.OptionsChain
        ? SocketMessages.TooMany(
            $"at most {ChainFeed.MostOfSocket} different filters and {Subscribers.MostSymbols} symbols on the channel",
            join.Id)
        : SocketMessages.TooManySymbols(join.Id);

    public override void Take(VenueEvent happened)
    {
        _portfolios.Take(happened);
        // Its last prices: the hub has its book no longer when the changed ones are flushed.
        if (happened is MarketEvent { Market: var market } && SocketHub.IsGone(market.Status))
            _chains.Take(hub.ShownBook(market.Symbol));
    }

    public override void Flush(IReadOnlyCollection<BookMirror> changed)
    {
        _tick++;
        foreach (BookMirror book in changed)
            _chains.Take(book);
        _chains.Flush();
        if (hub.Sequence is not { } sequence)
            return;
        ReadIndex(sequence);
        ReadChains(sequence);
        ReadWallets(sequence);
    }

    private void ReadIndex(long sequence)
    {
        if (!_indexReading.IsCompleted || !_index.Any || (_indexSequence >= sequence && !_index.HasNew))
            return;
        _indexReading = hub.Read(() => poll.IndexAsync(sequence), Take);
    }

    private void Take(Reading<IndexAnswer>? reading)
    {
        if (reading is null)
            return;
        _indexSequence = reading.Sequence;
        _index.Take(reading);
    }

    private void ReadChains(long sequence)
    {
        long pause = _tick - _chainsReadAt;
        bool isDue = _chains.HasNew ? pause >= NewChainPause : _chainSequence < sequence && pause >= ChainPause;
        if (!_chainReading.IsCompleted || !_chains.Any || !isDue)
            return;
        _chains.HasNew = false;
        _chainReading = hub.Read(() => poll.ChainsAsync(_chains.Underlyings, sequence), Take);
    }

    private void Take(ChainsRead? read)
    {
        _chainsReadAt = _tick;
        if (read is null || !_chains.Any)
            return;
        foreach (Reading<ChainAnswer> reading in read.Chains)
            _chains.Take(reading.Answer.Chain!, reading.Standing.TimestampMs, hub.KnownBook);
        _chains.Keep();
        _chainSequence = read.IsWhole ? read.Sequence : -1;
    }

    private void ReadWallets(long sequence)
    {
        if (!_walletReading.IsCompleted)
            return;
        IReadOnlyList<WalletFeed> next = _portfolios.Next(_tick, sequence);
        if (next.Count == 0)
            return;
        (WalletFeed, bool)[] wanted = [.. next.Select(feed => (feed, feed.HasRealized))];
        foreach (WalletFeed feed in next)
            feed.HasRealized = false;
        _walletReading = hub.Read(() => poll.WalletsAsync(wanted, sequence), pictures =>
        {
            for (int index = 0; index < next.Count; index++)
            {
                if (pictures?[index] is { } picture)
                    next[index].Take(picture);
                else
                    (next[index].IsDue, next[index].HasRealized) = (true, true);
            }
        });
    }
}
