using System.Runtime.CompilerServices;
using Hypercall.Engine.Domain.Collections;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Events;

/// <summary>
/// The events of one command in the order they happened. Each kind has an array of its own that is kept between
/// commands, so that recording events allocates nothing once warm: read <see cref="Count"/>, then for each index
/// <see cref="KindAt"/> and the accessor of that kind.
/// </summary>
public sealed class EventBuffer
{
    private readonly ReusedList<Entry> _entries = new();
    private readonly ReusedList<OrderUpdated> _orderUpdated = new();
    private readonly ReusedList<Filled> _filled = new();
    private readonly ReusedList<BookChanged> _bookChanged = new();
    private readonly ReusedList<BalanceChanged> _balanceChanged = new();
    private readonly ReusedList<PositionChanged> _positionChanged = new();
    private readonly ReusedList<MmpTriggered> _mmpTriggered = new();
    private readonly ReusedList<MarketUpdated> _marketUpdated = new();
    private readonly ReusedList<PositionSettled> _positionSettled = new();
    private readonly ReusedList<MarginModeChanged> _marginModeChanged = new();
    private readonly ReusedList<TierChanged> _tierChanged = new();
    private readonly ReusedList<LiquidationStateChanged> _liquidationStateChanged = new();
    private readonly ReusedList<MmpConfigChanged> _mmpConfigChanged = new();
    private readonly ReusedList<AgentChanged> _agentChanged = new();
    private readonly ReusedList<RulesChanged> _rulesChanged = new();
    private readonly ReusedList<LiquidationAuction> _liquidationAuction = new();
    private readonly ReusedList<Deleveraged> _deleveraged = new();
    private readonly ReusedList<BookLevel> _levels = new();

    /// <summary>True when a kind that few commands produce has been added since the last clear.</summary>
    private bool _hasRareEvents;

    private struct Entry
    {
        public EventKind Kind;
        public int Index;
    }

    /// <summary>Number of events.</summary>
    public int Count => _entries.Count;

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
    public ReadOnlySpan<BookLevel> Bids(in BookChanged book) => _levels.Items.Slice(book.LevelStart, book.BidCount);

    /// <summary>Changed asks of a BookChanged of this buffer, best (lowest) first.</summary>
    public ReadOnlySpan<BookLevel> Asks(in BookChanged book) =>
        _levels.Items.Slice(book.LevelStart + book.BidCount, book.AskCount);

    /// <summary>Walks over the fields of an event.</summary>
    internal void Walk<V>(ref V v, int index)
        where V : struct, IFields, allows ref struct
    {
        Entry entry = _entries[index];
        switch (entry.Kind)
        {
            case EventKind.OrderUpdated:
                OrderUpdated.Walk(ref v, ref _orderUpdated[entry.Index]);
                break;
            case EventKind.Filled:
                Filled.Walk(ref v, ref _filled[entry.Index]);
                break;
            case EventKind.BookChanged:
                WalkBook(ref v, ref _bookChanged[entry.Index]);
                break;
            case EventKind.BalanceChanged:
                BalanceChanged.Walk(ref v, ref _balanceChanged[entry.Index]);
                break;
            case EventKind.PositionChanged:
                PositionChanged.Walk(ref v, ref _positionChanged[entry.Index]);
                break;
            case EventKind.MmpTriggered:
                MmpTriggered.Walk(ref v, ref _mmpTriggered[entry.Index]);
                break;
            case EventKind.MarketUpdated:
                MarketUpdated.Walk(ref v, ref _marketUpdated[entry.Index]);
                break;
            case EventKind.PositionSettled:
                PositionSettled.Walk(ref v, ref _positionSettled[entry.Index]);
                break;
            case EventKind.MarginModeChanged:
                MarginModeChanged.Walk(ref v, ref _marginModeChanged[entry.Index]);
                break;
            case EventKind.TierChanged:
                TierChanged.Walk(ref v, ref _tierChanged[entry.Index]);
                break;
            case EventKind.LiquidationStateChanged:
                LiquidationStateChanged.Walk(ref v, ref _liquidationStateChanged[entry.Index]);
                break;
            case EventKind.MmpConfigChanged:
                MmpConfigChanged.Walk(ref v, ref _mmpConfigChanged[entry.Index]);
                break;
            case EventKind.AgentChanged:
                AgentChanged.Walk(ref v, ref _agentChanged[entry.Index]);
                break;
            case EventKind.RulesChanged:
                RulesChanged.Walk(ref v, ref _rulesChanged[entry.Index]);
                break;
            case EventKind.LiquidationAuction:
                LiquidationAuction.Walk(ref v, ref _liquidationAuction[entry.Index]);
                break;
            case EventKind.Deleveraged:
                Deleveraged.Walk(ref v, ref _deleveraged[entry.Index]);
                break;
        }
    }

    /// <summary>Appends an event to be filled in by a walk; false for a kind that is unknown.</summary>
    internal bool TryAppend(EventKind kind)
    {
        int index = kind switch
        {
            EventKind.OrderUpdated => Next(_orderUpdated),
            EventKind.Filled => Next(_filled),
            EventKind.BookChanged => Next(_bookChanged),
            EventKind.BalanceChanged => Next(_balanceChanged),
            EventKind.PositionChanged => Next(_positionChanged),
            EventKind.MmpTriggered => Next(_mmpTriggered),
            EventKind.MarketUpdated => Next(_marketUpdated),
            EventKind.PositionSettled => Next(_positionSettled),
            EventKind.MarginModeChanged => Next(_marginModeChanged),
            EventKind.TierChanged => Next(_tierChanged),
            EventKind.LiquidationStateChanged => Next(_liquidationStateChanged),
            EventKind.MmpConfigChanged => Next(_mmpConfigChanged),
            EventKind.AgentChanged => Next(_agentChanged),
            EventKind.RulesChanged => Next(_rulesChanged),
            EventKind.LiquidationAuction => Next(_liquidationAuction),
            EventKind.Deleveraged => Next(_deleveraged),
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
        {
            book.LevelStart = _levels.Count;
            _levels.Extend(count);
        }

        Span<BookLevel> levels = _levels.Items.Slice(book.LevelStart, count);
        v.Rows<BookLevel, BookLevelShape>("bids", levels[..book.BidCount]);
        v.Rows<BookLevel, BookLevelShape>("asks", levels[book.BidCount..]);
    }

    internal void Clear()
    {
        if (Count == 0)
            return;
        _entries.Clear();
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

    internal void Add(in OrderUpdated value) => Append(EventKind.OrderUpdated, _orderUpdated) = value;

    /// <summary>Appends one to be filled in whole by the caller: it holds what an earlier command left.</summary>
    internal ref OrderUpdated AppendOrderUpdated() => ref Append(EventKind.OrderUpdated, _orderUpdated);

    internal void Add(in Filled value) => Append(EventKind.Filled, _filled) = value;

    /// <summary>Appends one to be filled in whole by the caller: it holds what an earlier command left.</summary>
    internal ref Filled AppendFilled() => ref Append(EventKind.Filled, _filled);

    internal void Add(in BalanceChanged value) => Append(EventKind.BalanceChanged, _balanceChanged) = value;

    /// <summary>Appends one to be filled in whole by the caller: it holds what an earlier command left.</summary>
    internal ref BalanceChanged AppendBalanceChanged() => ref Append(EventKind.BalanceChanged, _balanceChanged);

    internal void Add(in PositionChanged value) => Append(EventKind.PositionChanged, _positionChanged) = value;

    /// <summary>Appends one to be filled in whole by the caller: it holds what an earlier command left.</summary>
    internal ref PositionChanged AppendPositionChanged() => ref Append(EventKind.PositionChanged, _positionChanged);

    internal void Add(in MmpTriggered value) => Append(EventKind.MmpTriggered, _mmpTriggered) = value;

    internal void Add(in MarketUpdated value) => Append(EventKind.MarketUpdated, _marketUpdated) = value;

    internal void Add(in PositionSettled value) => Append(EventKind.PositionSettled, _positionSettled) = value;

    internal void Add(in MarginModeChanged value) => Append(EventKind.MarginModeChanged, _marginModeChanged) = value;

    internal void Add(in TierChanged value) => Append(EventKind.TierChanged, _tierChanged) = value;

    internal void Add(in LiquidationStateChanged value) =>
        Append(EventKind.LiquidationStateChanged, _liquidationStateChanged) = value;

    internal void Add(in MmpConfigChanged value) => Append(EventKind.MmpConfigChanged, _mmpConfigChanged) = value;

    internal void Add(in AgentChanged value) => Append(EventKind.AgentChanged, _agentChanged) = value;

    internal void Add(in RulesChanged value) => Append(EventKind.RulesChanged, _rulesChanged) = value;

    internal void Add(in LiquidationAuction value) =>
        Append(EventKind.LiquidationAuction, _liquidationAuction) = value;

    internal void Add(in Deleveraged value) => Append(EventKind.Deleveraged, _deleveraged) = value;

    /// <summary>Levels of the books; those of a BookChanged are added before it.</summary>
    internal ReusedList<BookLevel> Levels => _levels;

    /// <summary>Adds a BookChanged of the levels from a place on, bids first, each side best first.</summary>
    internal void AddBook(string symbol, long l2Sequence, int levelStart, int bidCount)
    {
        ref BookChanged book = ref Append(EventKind.BookChanged, _bookChanged);
        book.Symbol = symbol;
        book.L2Sequence = l2Sequence;
        book.LevelStart = levelStart;
        book.BidCount = bidCount;
        book.AskCount = _levels.Count - levelStart - bidCount;
    }

    private static int Next<T>(ReusedList<T> column)
    {
        column.Append();
        return column.Count - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T Append<T>(EventKind kind, ReusedList<T> column)
    {
        Append(kind, column.Count);
        return ref column.Append();
    }

    private void Append(EventKind kind, int index)
    {
        _hasRareEvents |= kind > EventKind.PositionChanged;
        ref Entry entry = ref _entries.Append();
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
}
