namespace Hypercall.Engine.Events;

/// <summary>
/// The events of one command in the order they happened. Each kind has an array of its own that is kept between
/// commands, so that recording events allocates nothing once warm: read <see cref="Count"/>, then for each index
/// <see cref="KindAt"/> and <see cref="At{T}"/> of that kind.
/// </summary>
public sealed class EventBuffer
{
    private readonly ReusedList<OrderUpdated> _orderUpdated = new();
    private readonly ReusedList<Filled> _filled = new();
    private readonly ReusedList<BookChanged> _bookChanged = new();
    private readonly ReusedList<BalanceChanged> _balanceChanged = new();
    private readonly ReusedList<PositionChanged> _positionChanged = new();
    private readonly ReusedList<BookLevel> _levels = new();

    /// <summary>The arrays of all kinds, by the values of these less one.</summary>
    private readonly IReusedList[] _columns;

    private readonly ReusedList<Entry> _entries = new();

    /// <summary>True when a kind that few commands produce has been added since the last clear.</summary>
    private bool _hasRareEvents;

    /// <summary>A buffer without events.</summary>
    public EventBuffer() => _columns =
    [
        _orderUpdated, _filled, _bookChanged, _balanceChanged, _positionChanged, new ReusedList<MmpTriggered>(),
        new ReusedList<MarketUpdated>(), new ReusedList<PositionSettled>(), new ReusedList<MarginModeChanged>(),
        new ReusedList<TierChanged>(), new ReusedList<LiquidationStateChanged>(), new ReusedList<MmpConfigChanged>(),
        new ReusedList<AgentChanged>(), new ReusedList<RulesChanged>(), new ReusedList<LiquidationAuction>(),
        new ReusedList<Deleveraged>(),
    ];

    private struct Entry
    {
        public EventKind Kind;
        public int Index;
    }

    /// <summary>Number of events.</summary>
    public int Count => _entries.Count;

    /// <summary>Kind of the event at <paramref name="index"/>.</summary>
    public EventKind KindAt(int index) => At(index).Kind;

    /// <summary>The event at <paramref name="index"/>, of a kind that is known; holds until the next command.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public ref readonly T At<T>(int index)
        where T : struct
    {
        Entry entry = At(index);
        if (_columns[(int)entry.Kind - 1] is not ReusedList<T> column)
            throw new InvalidOperationException($"event {index} is {entry.Kind}, not {typeof(T).Name}");
        return ref column[entry.Index];
    }

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
            case EventKind.OrderUpdated: Walk<V, OrderUpdated>(ref v, entry.Index); break;
            case EventKind.Filled: Walk<V, Filled>(ref v, entry.Index); break;
            case EventKind.BookChanged:
                Walk<V, BookChanged>(ref v, entry.Index);
                WalkLevels(ref v, ref _bookChanged[entry.Index]);
                break;
            case EventKind.BalanceChanged: Walk<V, BalanceChanged>(ref v, entry.Index); break;
            case EventKind.PositionChanged: Walk<V, PositionChanged>(ref v, entry.Index); break;
            case EventKind.MmpTriggered: Walk<V, MmpTriggered>(ref v, entry.Index); break;
            case EventKind.MarketUpdated: Walk<V, MarketUpdated>(ref v, entry.Index); break;
            case EventKind.PositionSettled: Walk<V, PositionSettled>(ref v, entry.Index); break;
            case EventKind.MarginModeChanged: Walk<V, MarginModeChanged>(ref v, entry.Index); break;
            case EventKind.TierChanged: Walk<V, TierChanged>(ref v, entry.Index); break;
            case EventKind.LiquidationStateChanged: Walk<V, LiquidationStateChanged>(ref v, entry.Index); break;
            case EventKind.MmpConfigChanged: Walk<V, MmpConfigChanged>(ref v, entry.Index); break;
            case EventKind.AgentChanged: Walk<V, AgentChanged>(ref v, entry.Index); break;
            case EventKind.RulesChanged: Walk<V, RulesChanged>(ref v, entry.Index); break;
            case EventKind.LiquidationAuction: Walk<V, LiquidationAuction>(ref v, entry.Index); break;
            case EventKind.Deleveraged: Walk<V, Deleveraged>(ref v, entry.Index); break;
        }
    }

    /// <summary>Appends an event to be filled in by a walk; false for a kind that is unknown.</summary>
    internal bool TryAppend(EventKind kind)
    {
        int column = (int)kind - 1;
        bool isKnown = column >= 0 && column < _columns.Length;
        if (isKnown)
            Append(kind, _columns[column].AppendOne());
        return isKnown;
    }

    private void Walk<V, T>(ref V v, int index)
        where V : struct, IFields, allows ref struct
        where T : struct, IEvent<T> => T.Walk(ref v, ref ColumnOf<T>()[index]);

    private void WalkLevels<V>(ref V v, ref BookChanged book)
        where V : struct, IFields, allows ref struct
    {
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
        _levels.Clear();
        _orderUpdated.Clear();
        _filled.Clear();
        _bookChanged.Clear();
        _balanceChanged.Clear();
        _positionChanged.Clear();
        if (!_hasRareEvents)
            return;
        _hasRareEvents = false;
        foreach (IReusedList column in _columns)
            column.Clear();
    }

    internal void Add<T>(in T value)
        where T : struct, IEvent<T> => Append(ColumnOf<T>()) = value;

    /// <summary>Appends one to be filled in whole by the caller: it holds what an earlier command left.</summary>
    internal ref OrderUpdated AppendOrderUpdated() => ref Append(_orderUpdated);

    /// <inheritdoc cref="AppendOrderUpdated"/>
    internal ref Filled AppendFilled() => ref Append(_filled);

    /// <inheritdoc cref="AppendOrderUpdated"/>
    internal ref BalanceChanged AppendBalanceChanged() => ref Append(_balanceChanged);

    /// <inheritdoc cref="AppendOrderUpdated"/>
    internal ref PositionChanged AppendPositionChanged() => ref Append(_positionChanged);

    /// <summary>Levels of the books; those of a BookChanged are added before it.</summary>
    internal ReusedList<BookLevel> Levels => _levels;

    /// <summary>Adds a BookChanged of the levels from a place on, bids first, each side best first.</summary>
    internal void AddBook(string symbol, long l2Sequence, int levelStart, int bidCount)
    {
        ref BookChanged book = ref Append(_bookChanged);
        book.Symbol = symbol;
        book.L2Sequence = l2Sequence;
        book.LevelStart = levelStart;
        book.BidCount = bidCount;
        book.AskCount = _levels.Count - levelStart - bidCount;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T Append<T>(ReusedList<T> column)
        where T : struct, IEvent<T>
    {
        Append(T.Kind, column.Count);
        return ref column.Append();
    }

    private void Append(EventKind kind, int index)
    {
        _hasRareEvents |= kind > EventKind.PositionChanged;
        ref Entry entry = ref _entries.Append();
        entry.Kind = kind;
        entry.Index = index;
    }

    private ReusedList<T> ColumnOf<T>()
        where T : struct, IEvent<T> => (ReusedList<T>)_columns[(int)T.Kind - 1];

    private Entry At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _entries[index];
    }
}
