using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Events;

/// <summary>
/// The events of one command in the order they happened. Each kind has an array of its own that is kept between
/// commands, so that recording events allocates nothing once warm: read <see cref="Count"/>, then for each index
/// <see cref="KindAt"/> and the accessor of that kind.
/// </summary>
public sealed class EventBuffer
{
    private Entry[] _entries = new Entry[32];
    private readonly Column<OrderUpdated> _orderUpdated = new();
    private readonly Column<Filled> _filled = new();
    private readonly Column<BookChanged> _bookChanged = new();
    private readonly Column<BalanceChanged> _balanceChanged = new();
    private readonly Column<PositionChanged> _positionChanged = new();
    private readonly Column<MmpTriggered> _mmpTriggered = new();
    private readonly Column<MarketUpdated> _marketUpdated = new();
    private readonly Column<PositionSettled> _positionSettled = new();
    private readonly Column<MarginModeChanged> _marginModeChanged = new();
    private readonly Column<TierChanged> _tierChanged = new();
    private readonly Column<LiquidationStateChanged> _liquidationStateChanged = new();
    private readonly Column<MmpConfigChanged> _mmpConfigChanged = new();
    private readonly Column<AgentChanged> _agentChanged = new();
    private readonly Column<RulesChanged> _rulesChanged = new();
    private readonly Column<LiquidationAuction> _liquidationAuction = new();
    private readonly Column<Deleveraged> _deleveraged = new();
    private readonly Column<BookLevel> _levels = new();

    /// <summary>True when a kind that few commands produce has been added since the last clear.</summary>
    private bool _hasRareEvents;

    private struct Entry
    {
        public EventKind Kind;
        public int Index;
    }

    /// <summary>Number of events.</summary>
    public int Count { get; private set; }

    /// <summary>Kind of the event at <paramref name="index"/>.</summary>
    public EventKind KindAt(int index) => At(index).Kind;

    /// <exception cref="InvalidOperationException">The event there is of another kind (all accessors).</exception>
    public ref readonly OrderUpdated OrderUpdatedAt(int index) =>
        ref _orderUpdated[IndexOf(index, EventKind.OrderUpdated)];

    public ref readonly Filled FilledAt(int index) => ref _filled[IndexOf(index, EventKind.Filled)];

    public ref readonly BookChanged BookChangedAt(int index) => ref _bookChanged[IndexOf(index, EventKind.BookChanged)];

    public ref readonly BalanceChanged BalanceChangedAt(int index) =>
        ref _balanceChanged[IndexOf(index, EventKind.BalanceChanged)];

    public ref readonly PositionChanged PositionChangedAt(int index) =>
        ref _positionChanged[IndexOf(index, EventKind.PositionChanged)];

    public ref readonly MmpTriggered MmpTriggeredAt(int index) =>
        ref _mmpTriggered[IndexOf(index, EventKind.MmpTriggered)];

    public ref readonly MarketUpdated MarketUpdatedAt(int index) =>
        ref _marketUpdated[IndexOf(index, EventKind.MarketUpdated)];

    public ref readonly PositionSettled PositionSettledAt(int index) =>
        ref _positionSettled[IndexOf(index, EventKind.PositionSettled)];

    public ref readonly MarginModeChanged MarginModeChangedAt(int index) =>
        ref _marginModeChanged[IndexOf(index, EventKind.MarginModeChanged)];

    public ref readonly TierChanged TierChangedAt(int index) => ref _tierChanged[IndexOf(index, EventKind.TierChanged)];

    public ref readonly LiquidationStateChanged LiquidationStateChangedAt(int index) =>
        ref _liquidationStateChanged[IndexOf(index, EventKind.LiquidationStateChanged)];

    public ref readonly MmpConfigChanged MmpConfigChangedAt(int index) =>
        ref _mmpConfigChanged[IndexOf(index, EventKind.MmpConfigChanged)];

    public ref readonly AgentChanged AgentChangedAt(int index) =>
        ref _agentChanged[IndexOf(index, EventKind.AgentChanged)];

    public ref readonly RulesChanged RulesChangedAt(int index) =>
        ref _rulesChanged[IndexOf(index, EventKind.RulesChanged)];

    public ref readonly LiquidationAuction LiquidationAuctionAt(int index) =>
        ref _liquidationAuction[IndexOf(index, EventKind.LiquidationAuction)];

    public ref readonly Deleveraged DeleveragedAt(int index) => ref _deleveraged[IndexOf(index, EventKind.Deleveraged)];

    /// <summary>Changed bids of a BookChanged of this buffer, best (highest) first.</summary>
    public ReadOnlySpan<BookLevel> Bids(in BookChanged book) => _levels.Slice(book.LevelStart, book.BidCount);

    /// <summary>Changed asks of a BookChanged of this buffer, best (lowest) first.</summary>
    public ReadOnlySpan<BookLevel> Asks(in BookChanged book) =>
        _levels.Slice(book.LevelStart + book.BidCount, book.AskCount);

    /// <summary>Walks over the fields of an event.</summary>
    internal void Walk<V>(ref V v, int index)
        where V : struct, IFields, allows ref struct
    {
        Entry entry = _entries[index];
        switch (entry.Kind)
        {
            case EventKind.OrderUpdated:
                OrderUpdated.Walk(ref v, ref _orderUpdated.Slot(entry.Index));
                break;
            case EventKind.Filled:
                Filled.Walk(ref v, ref _filled.Slot(entry.Index));
                break;
            case EventKind.BookChanged:
                WalkBook(ref v, ref _bookChanged.Slot(entry.Index));
                break;
            case EventKind.BalanceChanged:
                BalanceChanged.Walk(ref v, ref _balanceChanged.Slot(entry.Index));
                break;
            case EventKind.PositionChanged:
                PositionChanged.Walk(ref v, ref _positionChanged.Slot(entry.Index));
                break;
            case EventKind.MmpTriggered:
                MmpTriggered.Walk(ref v, ref _mmpTriggered.Slot(entry.Index));
                break;
            case EventKind.MarketUpdated:
                MarketUpdated.Walk(ref v, ref _marketUpdated.Slot(entry.Index));
                break;
            case EventKind.PositionSettled:
                PositionSettled.Walk(ref v, ref _positionSettled.Slot(entry.Index));
                break;
            case EventKind.MarginModeChanged:
                MarginModeChanged.Walk(ref v, ref _marginModeChanged.Slot(entry.Index));
                break;
            case EventKind.TierChanged:
                TierChanged.Walk(ref v, ref _tierChanged.Slot(entry.Index));
                break;
            case EventKind.LiquidationStateChanged:
                LiquidationStateChanged.Walk(ref v, ref _liquidationStateChanged.Slot(entry.Index));
                break;
            case EventKind.MmpConfigChanged:
                MmpConfigChanged.Walk(ref v, ref _mmpConfigChanged.Slot(entry.Index));
                break;
            case EventKind.AgentChanged:
                AgentChanged.Walk(ref v, ref _agentChanged.Slot(entry.Index));
                break;
            case EventKind.RulesChanged:
                RulesChanged.Walk(ref v, ref _rulesChanged.Slot(entry.Index));
                break;
            case EventKind.LiquidationAuction:
                LiquidationAuction.Walk(ref v, ref _liquidationAuction.Slot(entry.Index));
                break;
            case EventKind.Deleveraged:
                Deleveraged.Walk(ref v, ref _deleveraged.Slot(entry.Index));
                break;
        }
    }

    /// <summary>Appends an event to be filled in by a walk; false for a kind that is unknown.</summary>
    internal bool TryAppend(EventKind kind)
    {
        int index = kind switch
        {
            EventKind.OrderUpdated => _orderUpdated.AppendSlot(),
            EventKind.Filled => _filled.AppendSlot(),
            EventKind.BookChanged => _bookChanged.AppendSlot(),
            EventKind.BalanceChanged => _balanceChanged.AppendSlot(),
            EventKind.PositionChanged => _positionChanged.AppendSlot(),
            EventKind.MmpTriggered => _mmpTriggered.AppendSlot(),
            EventKind.MarketUpdated => _marketUpdated.AppendSlot(),
            EventKind.PositionSettled => _positionSettled.AppendSlot(),
            EventKind.MarginModeChanged => _marginModeChanged.AppendSlot(),
            EventKind.TierChanged => _tierChanged.AppendSlot(),
            EventKind.LiquidationStateChanged => _liquidationStateChanged.AppendSlot(),
            EventKind.MmpConfigChanged => _mmpConfigChanged.AppendSlot(),
            EventKind.AgentChanged => _agentChanged.AppendSlot(),
            EventKind.RulesChanged => _rulesChanged.AppendSlot(),
            EventKind.LiquidationAuction => _liquidationAuction.AppendSlot(),
            EventKind.Deleveraged => _deleveraged.AppendSlot(),
            _ => -1,
        };
        if (index >= 0)
            Append(kind, index);
        return index >= 0;
    }

    private void WalkBook<V>(ref V v, ref BookChanged book)
        where V : struct, IFields, allows ref struct
    {
        book.Symbol = v.Text("symbol", book.Symbol, 0, TextLimits.MaxSymbolBytes);
        book.L2Sequence = v.Int64("l2Sequence", book.L2Sequence);
        book.BidCount = v.Count("bids", book.BidCount, int.MaxValue, BookLevelShape.LeastBytes);
        book.AskCount = v.Count(
            "asks", book.AskCount, int.MaxValue - book.BidCount, BookLevelShape.LeastBytes);
        int count = book.BidCount + book.AskCount;
        if (V.Makes)
            book.LevelStart = _levels.Extend(count);
        Span<BookLevel> levels = _levels.Slots(book.LevelStart, count);
        v.Rows<BookLevel, BookLevelShape>("bids", levels[..book.BidCount]);
        v.Rows<BookLevel, BookLevelShape>("asks", levels[book.BidCount..]);
    }

    internal void Clear()
    {
        if (Count == 0)
            return;
        Count = 0;
        _orderUpdated.Clear();
        _filled.Clear();
        _bookChanged.Clear();
        _levels.Clear();
        _balanceChanged.Clear();
        _positionChanged.Clear();
        if (_hasRareEvents)
            ClearRareEvents();
    }

    private void ClearRareEvents()
    {
        _hasRareEvents = false;
        _mmpTriggered.Clear();
        _marketUpdated.Clear();
        _positionSettled.Clear();
        _marginModeChanged.Clear();
        _tierChanged.Clear();
        _liquidationStateChanged.Clear();
        _mmpConfigChanged.Clear();
        _agentChanged.Clear();
        _rulesChanged.Clear();
        _liquidationAuction.Clear();
        _deleveraged.Clear();
    }

    internal void Add(in OrderUpdated value) => Append(EventKind.OrderUpdated, _orderUpdated.Add(value));

    /// <summary>Appends one to be filled in whole by the caller: it holds what an earlier command left.</summary>
    internal ref OrderUpdated AppendOrderUpdated()
    {
        Append(EventKind.OrderUpdated, _orderUpdated.Count);
        return ref _orderUpdated.Append();
    }

    internal void Add(in Filled value) => Append(EventKind.Filled, _filled.Add(value));

    /// <summary>Appends one to be filled in whole by the caller: it holds what an earlier command left.</summary>
    internal ref Filled AppendFilled()
    {
        Append(EventKind.Filled, _filled.Count);
        return ref _filled.Append();
    }

    internal void Add(in BalanceChanged value) => Append(EventKind.BalanceChanged, _balanceChanged.Add(value));

    /// <summary>Appends one to be filled in whole by the caller: it holds what an earlier command left.</summary>
    internal ref BalanceChanged AppendBalanceChanged()
    {
        Append(EventKind.BalanceChanged, _balanceChanged.Count);
        return ref _balanceChanged.Append();
    }

    internal void Add(in PositionChanged value) => Append(EventKind.PositionChanged, _positionChanged.Add(value));

    /// <summary>Appends one to be filled in whole by the caller: it holds what an earlier command left.</summary>
    internal ref PositionChanged AppendPositionChanged()
    {
        Append(EventKind.PositionChanged, _positionChanged.Count);
        return ref _positionChanged.Append();
    }

    internal void Add(in MmpTriggered value) => Append(EventKind.MmpTriggered, _mmpTriggered.Add(value));

    internal void Add(in MarketUpdated value) => Append(EventKind.MarketUpdated, _marketUpdated.Add(value));

    internal void Add(in PositionSettled value) => Append(EventKind.PositionSettled, _positionSettled.Add(value));

    internal void Add(in MarginModeChanged value) => Append(EventKind.MarginModeChanged, _marginModeChanged.Add(value));

    internal void Add(in TierChanged value) => Append(EventKind.TierChanged, _tierChanged.Add(value));

    internal void Add(in LiquidationStateChanged value) =>
        Append(EventKind.LiquidationStateChanged, _liquidationStateChanged.Add(value));

    internal void Add(in MmpConfigChanged value) => Append(EventKind.MmpConfigChanged, _mmpConfigChanged.Add(value));

    internal void Add(in AgentChanged value) => Append(EventKind.AgentChanged, _agentChanged.Add(value));

    internal void Add(in RulesChanged value) => Append(EventKind.RulesChanged, _rulesChanged.Add(value));

    internal void Add(in LiquidationAuction value) =>
        Append(EventKind.LiquidationAuction, _liquidationAuction.Add(value));

    internal void Add(in Deleveraged value) => Append(EventKind.Deleveraged, _deleveraged.Add(value));

    /// <summary>Adds a BookChanged whose levels are given best first.</summary>
    internal void AddBook(string symbol, long l2Sequence, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        int start = _levels.Count;
        AppendLevels(bids);
        AppendLevels(asks);
        Append(EventKind.BookChanged, _bookChanged.Count);
        ref BookChanged book = ref _bookChanged.Append();
        book.Symbol = symbol;
        book.L2Sequence = l2Sequence;
        book.LevelStart = start;
        book.BidCount = bids.Length;
        book.AskCount = asks.Length;
    }

    private void AppendLevels(ReadOnlySpan<BookLevel> levels)
    {
        foreach (ref readonly BookLevel level in levels)
        {
            ref BookLevel added = ref _levels.Append();
            added.Price = level.Price;
            added.Size = level.Size;
        }
    }

    private void Append(EventKind kind, int index)
    {
        if (Count == _entries.Length)
            Array.Resize(ref _entries, _entries.Length * 2);
        _hasRareEvents |= kind > EventKind.PositionChanged;
        ref Entry entry = ref _entries[Count++];
        entry.Kind = kind;
        entry.Index = index;
    }

    private Entry At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _entries[index];
    }

    private int IndexOf(int index, EventKind kind)
    {
        Entry entry = At(index);
        return entry.Kind == kind
            ? entry.Index
            : throw new InvalidOperationException($"event {index} is {entry.Kind}, not {kind}");
    }

    private sealed class Column<T>
        where T : struct
    {
        private T[] _items = [];

        public int Count { get; private set; }

        public ref readonly T this[int index] => ref _items[index];

        public ref T Slot(int index) => ref _items[index];

        public Span<T> Slots(int start, int count) => _items.AsSpan(0, Count).Slice(start, count);

        public ReadOnlySpan<T> Slice(int start, int count) => _items.AsSpan(0, Count).Slice(start, count);

        public void Clear() => Count = 0;

        public int Add(in T item)
        {
            Append() = item;
            return Count - 1;
        }

        public int AppendSlot()
        {
            Append();
            return Count - 1;
        }

        /// <summary>Adds slots to be filled in.</summary>
        /// <returns>The first of them.</returns>
        public int Extend(int count)
        {
            int start = Count;
            Count += count;
            if (Count > _items.Length)
                Array.Resize(ref _items, Math.Max(Count, Math.Max(8, _items.Length * 2)));
            return start;
        }

        public ref T Append()
        {
            if (Count == _items.Length)
                Array.Resize(ref _items, Math.Max(8, _items.Length * 2));
            return ref _items[Count++];
        }
    }
}
