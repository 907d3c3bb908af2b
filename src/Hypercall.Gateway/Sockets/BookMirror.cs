using Hypercall.Views.MarketData;

namespace Hypercall.Gateway.Sockets;

/// <summary>One book as sockets are told of it: its levels, best first, and the number of its last change.</summary>
internal sealed class BookMirror
{
    private readonly SortedList<long, Quantity> _bids =
        new(Comparer<long>.Create((left, right) => right.CompareTo(left)));
    private readonly SortedList<long, Quantity> _asks = [];
    private ReadOnlyMemory<byte>? _top;
    private ReadOnlyMemory<byte>? _snapshot;

    public BookMirror(string symbol) => Symbol = symbol;

    public BookMirror(MarketSnapshot market)
        : this(market.Symbol)
    {
        L2Sequence = market.L2Sequence;
        Status = market.Status;
        IsDirty = true;
        Put(_bids, market.Bids);
        Put(_asks, market.Asks);
    }

    public string Symbol { get; }

    /// <summary>L2 sequence of its last change; 0: none since the views began.</summary>
    public long L2Sequence { get; private set; }

    /// <summary>That of the change before.</summary>
    public long PreviousSequence { get; private set; }

    public long TimestampMs { get; private set; }

    public InstrumentStatus? Status { get; set; }

    /// <summary>True: it has changed since the hub sent what it does not send at once.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Its whole top as sockets are told of it, made once for all.</summary>
    public ReadOnlyMemory<byte> Top => _top ??= SocketMessages.Top(this);

    /// <summary>All of it, with which a chain of changes begins; made once for all.</summary>
    public ReadOnlyMemory<byte> Snapshot => _snapshot ??= SocketMessages.Snapshot(this);

    public void Apply(Hypercall.Views.Events.BookEvent change)
    {
        (_top, _snapshot) = (null, null);
        Put(_bids, change.Bids);
        Put(_asks, change.Asks);
        (PreviousSequence, L2Sequence) = (L2Sequence, change.L2Sequence);
        IsDirty = true;
        TimestampMs = change.TimestampMs;
    }

    public BookLevel? BestBid => Best(_bids);

    public BookLevel? BestAsk => Best(_asks);

    public IEnumerable<BookLevel> Bids(int most) => Levels(_bids, most);

    public IEnumerable<BookLevel> Asks(int most) => Levels(_asks, most);

    private static IEnumerable<BookLevel> Levels(SortedList<long, Quantity> side, int most)
    {
        for (int index = 0; index < side.Count && index < most; index++)
            yield return new BookLevel(new Price(side.Keys[index]), side.Values[index]);
    }

    private static BookLevel? Best(SortedList<long, Quantity> side) =>
        side.Count > 0 ? new BookLevel(new Price(side.Keys[0]), side.Values[0]) : null;

    private static void Put(SortedList<long, Quantity> side, IReadOnlyList<BookLevel> levels)
    {
        foreach (BookLevel level in levels)
        {
            if (level.Size.Units == 0)
                side.Remove(level.Price.Units);
            else
                side[level.Price.Units] = level.Size;
        }
    }
}
