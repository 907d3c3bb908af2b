using Hypercall.Gateway.Sockets;
using Hypercall.Views.Events;

namespace Hypercall.Gateway.Deribit;

/// <summary>
/// The channels that somebody listens to, found by what they are about: what happens costs those that hear of it, and a
/// socket that leaves costs its own.
/// </summary>
internal sealed class DeribitFeeds
{
    private readonly Dictionary<(string Name, WalletAddress? Wallet), DeribitTopicFeed> _feeds = [];

    /// <summary>Those of a wallet, and the public ones of an option.</summary>
    private readonly Dictionary<(string? Symbol, WalletAddress? Wallet), HashSet<DeribitTopicFeed>> _bySubject = [];
    private readonly Dictionary<GatewaySocket, HashSet<DeribitTopicFeed>> _bySocket = [];
    private readonly Queue<DeribitTopicFeed> _dueCharts = new();

    public IEnumerable<DeribitTopicFeed> All => _feeds.Values;

    /// <summary>Channels that are read again and again.</summary>
    public IEnumerable<DeribitChannel> Polled => _feeds.Values.Select(feed => feed.Channel)
        .Where(channel => channel is { IsPolled: true, Topic: not DeribitTopic.Chart });

    public DeribitTopicFeed? Find(DeribitChannel channel) => _feeds.GetValueOrDefault((channel.Name, channel.Wallet));

    /// <summary>A socket listens to a channel.</summary>
    public void Join(GatewaySocket socket, DeribitChannel channel, Func<DeribitTopicFeed> make)
    {
        if (Find(channel) is not { } feed)
            Add(feed = make());
        feed.Add(socket);
        Put(_bySocket, socket, feed);
    }

    /// <summary>A socket listens to channels no longer; null: to none of them.</summary>
    public void Leave(GatewaySocket socket, IReadOnlyList<string>? names)
    {
        if (!_bySocket.TryGetValue(socket, out HashSet<DeribitTopicFeed>? own))
            return;
        HashSet<string>? leaving = names?.ToHashSet(StringComparer.Ordinal);
        foreach (DeribitTopicFeed feed in own.Where(feed => leaving?.Contains(feed.Channel.Name) ?? true).ToArray())
        {
            feed.Remove(socket);
            Take(_bySocket, socket, feed);
            if (feed.IsEmpty)
                Remove(feed);
        }
    }

    /// <summary>Drops the public channels of an option.</summary>
    public void Drop(string symbol)
    {
        foreach (DeribitTopicFeed feed in Of(symbol, null).ToArray())
        {
            feed.Flush();
            foreach (GatewaySocket socket in feed.Sockets)
                Take(_bySocket, socket, feed);
            feed.Clear();
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
            BookEvent change => Of(change.Symbol, null),
            FillEvent fill => Of(fill.Fill.Symbol, null).Concat(Of(null, fill.Fill.TakerWallet)).Concat(
                fill.Fill.MakerWallet == fill.Fill.TakerWallet ? [] : Of(null, fill.Fill.MakerWallet)),
            OrderEvent order => Of(null, order.Order.Wallet),
            ProtectionEvent protection => Of(null, protection.Protection.Wallet),
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
        foreach (DeribitTopicFeed feed in Of(symbol, null))
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
        Put(_bySubject, SubjectOf(feed.Channel), feed);
        NoteDue(feed);
    }

    private void Remove(DeribitTopicFeed feed)
    {
        _feeds.Remove((feed.Channel.Name, feed.Channel.Wallet));
        Take(_bySubject, SubjectOf(feed.Channel), feed);
    }

    private static (string? Symbol, WalletAddress? Wallet) SubjectOf(DeribitChannel channel) =>
        (channel.Wallet is null ? channel.Symbol : null, channel.Wallet);

    private IEnumerable<DeribitTopicFeed> Of(string? symbol, WalletAddress? wallet) =>
        _bySubject.TryGetValue((symbol, wallet), out HashSet<DeribitTopicFeed>? feeds) ? feeds : [];

    private static void Put<TKey>(
        Dictionary<TKey, HashSet<DeribitTopicFeed>> index, TKey key, DeribitTopicFeed feed)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out HashSet<DeribitTopicFeed>? feeds))
            index.Add(key, feeds = []);
        feeds.Add(feed);
    }

    private static void Take<TKey>(
        Dictionary<TKey, HashSet<DeribitTopicFeed>> index, TKey key, DeribitTopicFeed feed)
        where TKey : notnull
    {
        if (index.TryGetValue(key, out HashSet<DeribitTopicFeed>? feeds) && feeds.Remove(feed) && feeds.Count == 0)
            index.Remove(key);
    }
}
