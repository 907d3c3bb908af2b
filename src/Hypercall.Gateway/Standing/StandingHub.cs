using Akka.Actor;
using Hypercall.Actors.Views;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Sockets;
using Hypercall.Views.Events;

namespace Hypercall.Gateway.Standing;

/// <summary>
/// Tells sockets what has no events of its own: index prices, option chains, portfolios. It asks the engine's replica
/// how they stand, each kind of thing at most once at a time and only where a command has been executed since, and
/// tells what has changed. How much it asks does not depend on how many listen or trade.
/// </summary>
internal sealed class StandingHub(GatewayVenue venue, SequenceClock clock, StandingPoll poll)
    : EventFollower<Subscription>(venue, clock)
{
    /// <summary>Ticks between two looks at the chains, and where somebody waits for them.</summary>
    private const int ChainPause = 10;
    private const int NewChainPause = 3;

    private readonly IndexFeed _index = new();
    private readonly ChainFeed _chains = new();
    private readonly PortfolioFeed _portfolios = new();
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private long _tick;
    private long _chainsReadAt = long.MinValue / 2;
    private long _chainSequence = -1;
    private long _indexSequence = -1;
    private bool _isReadingIndex;
    private bool _isReadingChains;
    private bool _isReadingWallets;

    public static Props Props(GatewayVenue venue, SequenceClock clock, StandingPoll poll) =>
        Akka.Actor.Props.Create(() => new StandingHub(venue, clock, poll));

    protected override void TakeOther(object message)
    {
        switch (message)
        {
            case Gone gone:
                Forget(gone.Socket);
                break;
            case IndexRead read:
                Take(read);
                break;
            case ChainsRead read:
                Take(read);
                break;
            case WalletsRead read:
                Take(read);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void Begin(EventsSubscribed content, bool hasHole)
    {
        _touched.UnionWith(Books.Select(book => book.Symbol));
        if (!hasHole)
            return;
        foreach (GatewaySocket socket in _portfolios.Sockets.ToHashSet())
            socket.Close(SlowConsumer.ReasonOf(MessageClass.PrivateDurable, "gap"));
    }

    protected override void Take(Subscription join)
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
        ? SocketMessages.TooMany($"at most {ChainFeed.MostOfSocket} different filters on the channel", join.Id)
        : SocketMessages.TooManySymbols(join.Id);

    protected override void Take(IEnumerable<VenueEvent> events)
    {
        foreach (VenueEvent happened in events)
        {
            _portfolios.Take(happened);
            if (happened is BookEvent change)
                Take(change);
            else if (happened is MarketEvent { Market: var market }
                && market.Status is InstrumentStatus.Settled or InstrumentStatus.Deleted)
                Forget(BookOf(market.Symbol));
        }
    }

    private void Take(BookEvent change)
    {
        BookOf(change.Symbol).Apply(change);
        if (_chains.Any)
            _touched.Add(change.Symbol);
    }

    protected override void Flush()
    {
        _tick++;
        foreach (string symbol in _touched)
            _chains.Take(ShownBook(symbol));
        _touched.Clear();
        _chains.Flush();
        if (Sequence is not { } sequence)
            return;
        ReadIndex(sequence);
        ReadChains(sequence);
        ReadWallets(sequence);
    }

    private void ReadIndex(long sequence)
    {
        if (_isReadingIndex || !_index.Any || (_indexSequence >= sequence && !_index.HasNew))
            return;
        _isReadingIndex = true;
        poll.IndexAsync(sequence).PipeTo(Self);
    }

    private void Take(IndexRead read)
    {
        _isReadingIndex = false;
        if (read.Reading is not { } reading)
            return;
        _indexSequence = reading.Sequence;
        _index.Take(reading);
    }

    private void ReadChains(long sequence)
    {
        long pause = _tick - _chainsReadAt;
        bool isDue = _chains.HasNew ? pause >= NewChainPause : _chainSequence < sequence && pause >= ChainPause;
        if (_isReadingChains || !_chains.Any || !isDue)
            return;
        _isReadingChains = true;
        _chains.HasNew = false;
        poll.ChainsAsync(_chains.Underlyings, sequence).PipeTo(Self);
    }

    private void Take(ChainsRead read)
    {
        _isReadingChains = false;
        _chainsReadAt = _tick;
        if (!_chains.Any)
            return;
        foreach (Reading<ChainAnswer> reading in read.Chains)
            _chains.Take(reading.Answer.Chain!, reading.Standing.TimestampMs, KnownBook);
        _chains.Keep();
        _chainSequence = read.IsWhole ? read.Sequence : -1;
    }

    private void ReadWallets(long sequence)
    {
        if (_isReadingWallets)
            return;
        IReadOnlyList<WalletFeed> next = _portfolios.Next(_tick, sequence);
        if (next.Count == 0)
            return;
        _isReadingWallets = true;
        (WalletFeed, bool)[] wanted = [.. next.Select(feed => (feed, feed.HasRealized))];
        foreach (WalletFeed feed in next)
            feed.HasRealized = false;
        poll.WalletsAsync(wanted, sequence).PipeTo(Self);
    }

    private void Take(WalletsRead read)
    {
        _isReadingWallets = false;
        foreach ((WalletFeed feed, WalletPicture? picture) in read.Wallets)
        {
            if (picture is not null)
                feed.Take(picture);
            else
                (feed.IsDue, feed.HasRealized) = (true, true);
        }
    }
}
