namespace Hypercall.Gateway.Deribit;

/// <summary>
/// A book as the subscribers of one channel have it, and what has changed since. A client is sent one snapshot and then
/// changes, each following the one before it: clients merge whatever comes, and a second snapshot would leave them
/// levels that are gone.
/// </summary>
internal sealed class DeribitBookFeed
{
    private readonly string _channel;
    private readonly string _name;
    private readonly SortedDictionary<long, Quantity> _bids;
    private readonly SortedDictionary<long, Quantity> _asks;
    private readonly SortedDictionary<long, Quantity> _newBids;
    private readonly SortedDictionary<long, Quantity> _newAsks;
    private long _sentId;
    private long _changeId;
    private long _timestampMs;

    public DeribitBookFeed(DeribitChannel channel, BookMirror book)
    {
        var descending = Comparer<long>.Create((left, right) => right.CompareTo(left));
        _channel = channel.Name;
        _name = DeribitNames.Of(channel.Symbol!);
        _bids = new(book.Bids(int.MaxValue).ToDictionary(level => level.Price.Units, level => level.Size), descending);
        _asks = new(book.Asks(int.MaxValue).ToDictionary(level => level.Price.Units, level => level.Size));
        (_newBids, _newAsks) = (new(descending), []);
        _sentId = _changeId = book.L2Sequence;
        _timestampMs = book.TimestampMs;
    }

    /// <summary>Takes a change, to be sent by <see cref="Flush"/>.</summary>
    public void Take(BookEvent change)
    {
        foreach (BookLevel level in change.Bids)
            _newBids[level.Price.Units] = level.Size;
        foreach (BookLevel level in change.Asks)
            _newAsks[level.Price.Units] = level.Size;
        _changeId = change.L2Sequence;
        _timestampMs = change.TimestampMs;
    }

    /// <summary>What is to be sent; null: nothing has changed.</summary>
    public ReadOnlyMemory<byte>? Flush()
    {
        if (_newBids.Count + _newAsks.Count == 0)
            return null;
        List<(string Action, long Price, Quantity Size)> bids = Merge(_bids, _newBids);
        List<(string Action, long Price, Quantity Size)> asks = Merge(_asks, _newAsks);
        if (bids.Count + asks.Count == 0)
            return null;
        long before = _sentId;
        _sentId = _changeId;
        return Message("change", before, bids, asks);
    }

    /// <summary>What a new subscriber gets, after what is due has been flushed to the others.</summary>
    public ReadOnlyMemory<byte> Snapshot() => Message("snapshot", null, All(_bids), All(_asks));

    private ReadOnlyMemory<byte> Message(
        string type,
        long? before,
        List<(string Action, long Price, Quantity Size)> bids,
        List<(string Action, long Price, Quantity Size)> asks) => DeribitMessages.Of(_channel, writer =>
    {
        writer.WriteString("type", type);
        writer.WriteNumber("timestamp", _timestampMs);
        writer.WriteString("instrument_name", _name);
        writer.WriteNumber("change_id", _sentId);
        if (before is { } previous)
            writer.WriteNumber("prev_change_id", previous);
        WriteLevels(writer, "bids", bids);
        WriteLevels(writer, "asks", asks);
    });

    private static List<(string Action, long Price, Quantity Size)> All(SortedDictionary<long, Quantity> side) =>
        [.. side.Select(level => ("new", level.Key, level.Value))];

    private static List<(string Action, long Price, Quantity Size)> Merge(
        SortedDictionary<long, Quantity> sent, SortedDictionary<long, Quantity> changed)
    {
        var merged = new List<(string Action, long Price, Quantity Size)>();
        foreach ((long price, Quantity size) in changed)
        {
            bool had = sent.TryGetValue(price, out Quantity before);
            if (size.Units == 0 ? !had : had && before == size)
                continue;
            merged.Add((size.Units == 0 ? "delete" : had ? "change" : "new", price, size));
            if (size.Units == 0)
                sent.Remove(price);
            else
                sent[price] = size;
        }

        changed.Clear();
        return merged;
    }

    private static void WriteLevels(
        Utf8JsonWriter writer, string name, List<(string Action, long Price, Quantity Size)> levels) =>
        writer.WriteList(name, levels, static (item, level) =>
        {
            item.WriteStartArray();
            item.WriteStringValue(level.Action);
            item.WriteDigitsValue(level.Price, Price.Decimals);
            item.WriteDigitsValue(level.Size.Units, Quantity.Decimals);
            item.WriteEndArray();
        });
}
