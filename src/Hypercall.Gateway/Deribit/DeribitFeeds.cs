namespace Hypercall.Gateway.Deribit;

/// <summary>
/// The channels that somebody listens to, found by what they are about: what happens costs those that hear of it, and a
/// socket that leaves costs its own.
/// </summary>
internal sealed class DeribitFeeds
{
    private readonly Dictionary<(string Name, WalletAddress? Wallet), DeribitTopicFeed> _feeds = [];

    /// <summary>Those of a wallet, and the public ones of an option.</summary>
    private readonly SetIndex<(string? Symbol, WalletAddress? Wallet), DeribitTopicFeed> _bySubject = new();
    private readonly Listeners<DeribitTopicFeed> _listeners = new();
    private readonly Queue<DeribitTopicFeed> _dueCharts = new();

    public IEnumerable<DeribitTopicFeed> All => _feeds.Values;

    /// <summary>Channels that are read again and again.</summary>
    public IEnumerable<DeribitChannel> Polled => _feeds.Values.Select(feed => feed.Channel)
        .Where(channel => channel is { IsPolled: true, Topic: not DeribitTopic.Chart });

    public DeribitTopicFeed? Find(DeribitChannel channel) => _feeds.GetValueOrDefault((channel.Name, channel.Wallet));

    /// <summary>A socket listens to a channel; where it does already, nothing changes.</summary>
    /// <param name="bookOf">The book of an option.</param>
    public void Join(GatewaySocket socket, DeribitChannel channel, Func<string, BookMirror> bookOf)
    {
        if (Find(channel) is not { } feed)
            Add(feed = new DeribitTopicFeed(
                channel, channel.Topic == DeribitTopic.Book ? bookOf(channel.Symbol!) : null, _listeners));
        if (_listeners.Hears(socket, feed))
            return;
        // What is due is of those who are there.
        feed.Flush();
        _listeners.Add(socket, feed);
        feed.SendContent(socket);
    }

    /// <summary>A socket listens to channels no longer; null: to none of them.</summary>
    public void Leave(GatewaySocket socket, IReadOnlyList<string>? names)
    {
        HashSet<string>? leaving = names?.ToHashSet(StringComparer.Ordinal);
        foreach (DeribitTopicFeed feed in _listeners.TopicsOf(socket)
            .Where(feed => leaving?.Contains(feed.Channel.Name) ?? true).ToArray())
        {
            _listeners.Remove(socket, feed);
            if (feed.IsEmpty)
                Remove(feed);
        }
    }

    /// <summary>Drops the public channels of an option.</summary>
    public void Drop(string symbol)
    {
        foreach (DeribitTopicFeed feed in OfSymbol(symbol).ToArray())
        {
            feed.Flush();
            foreach (GatewaySocket socket in feed.Sockets.ToArray())
                _listeners.Remove(socket, feed);
            Remove(feed);
        }
    }

    /// <summary>Those that may hear of an event. Charts among them are to be read.</summary>
    public IEnumerable<DeribitTopicFeed> Of(VenueEvent happened)
    {
        if (happened is FillEvent trade)
            NoteTrade(trade.Fill.Symbol);
        return happened switch
        {
            BookEvent change => OfSymbol(change.Symbol),
            FillEvent fill => OfSymbol(fill.Fill.Symbol).Concat(OfWallet(fill.Fill.TakerWallet)).Concat(
                fill.Fill.MakerWallet == fill.Fill.TakerWallet ? [] : OfWallet(fill.Fill.MakerWallet)),
            OrderEvent order => OfWallet(order.Order.Wallet),
            ProtectionEvent protection => OfWallet(protection.Protection.Wallet),
            _ => [],
        };
    }

    /// <summary>Takes charts that are to be read, those first that have waited longest.</summary>
    public IReadOnlyList<DeribitChannel> TakeCharts(int most)
    {
        var due = new List<DeribitChannel>();
        while (due.Count < most && _dueCharts.TryDequeue(out DeribitTopicFeed? feed))
        {
            feed.IsDue = false;
            if (!feed.IsEmpty)
                due.Add(feed.Channel);
        }

        return due;
    }

    /// <summary>A chart could not be read.</summary>
    public void ReadAgain(DeribitChannel channel)
    {
        if (Find(channel) is { } feed)
            NoteDue(feed);
    }

    private void NoteTrade(string symbol)
    {
        foreach (DeribitTopicFeed feed in OfSymbol(symbol))
            NoteDue(feed);
    }

    private void NoteDue(DeribitTopicFeed feed)
    {
        if (feed.Channel.Topic != DeribitTopic.Chart || feed.IsDue)
            return;
        feed.IsDue = true;
        _dueCharts.Enqueue(feed);
    }

    private void Add(DeribitTopicFeed feed)
    {
        _feeds.Add((feed.Channel.Name, feed.Channel.Wallet), feed);
        _bySubject.Add(SubjectOf(feed.Channel), feed);
        NoteDue(feed);
    }

    private void Remove(DeribitTopicFeed feed)
    {
        _feeds.Remove((feed.Channel.Name, feed.Channel.Wallet));
        _bySubject.Remove(SubjectOf(feed.Channel), feed);
    }

    private static (string? Symbol, WalletAddress? Wallet) SubjectOf(DeribitChannel channel) =>
        (channel.Wallet is null ? channel.Symbol : null, channel.Wallet);

    private IEnumerable<DeribitTopicFeed> OfSymbol(string symbol) => _bySubject.Of((symbol, null));

    private IEnumerable<DeribitTopicFeed> OfWallet(WalletAddress wallet) => _bySubject.Of((null, wallet));
}
