using Hypercall.Views.MarketData;

namespace Hypercall.Gateway.Sockets;

/// <summary>One book as sockets are told of it: its levels, best first, and the number of its last change.</summary>
internal sealed class BookMirror
{
    private readonly LevelLadder _bids = new(Side.Buy);
    private readonly LevelLadder _asks = new(Side.Sell);
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

    public BookLevel? BestBid => _bids.Best;

    public BookLevel? BestAsk => _asks.Best;

    public IEnumerable<BookLevel> Bids(int most) => _bids.BestFirst().Take(most);

    public IEnumerable<BookLevel> Asks(int most) => _asks.BestFirst().Take(most);

    private static void Put(LevelLadder side, IReadOnlyList<BookLevel> levels)
    {
        foreach (BookLevel level in levels)
            side.Put(level);
    }
}
