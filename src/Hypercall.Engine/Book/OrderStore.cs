namespace Hypercall.Engine.Book;

/// <summary>
/// All open orders of the engine in one pool of slots, found by order id. Slots are reused, ids never are. Slot
/// numbers are private to the process: nothing canonical depends on them. The first slots stand in one array, which
/// grows to its full size at once where there are more than a few orders; those behind it in chunks, so that no order
/// waits for all others to be copied.
/// </summary>
internal sealed class OrderStore
{
    /// <summary>No order.</summary>
    public const int NoSlot = -1;

    /// <summary>
    /// Holds no order. Queues end in it: what is written to the neighbour that is not there goes here, and nobody reads
    /// it; to ask first costs more, as where in its queue an order stands comes at random.
    /// </summary>
    public const int SpareSlot = 0;

    private const int InitialCapacity = 64;

    /// <summary>Slots of the first array; so few orders are copied to grow, and no more.</summary>
    private const int FirstSize = 1 << 17;
    private const int FewOrders = 1 << 12;
    private const int ChunkShift = 14;
    private const int ChunkSize = 1 << ChunkShift;
    private const int ChunkMask = ChunkSize - 1;
    private readonly OrderIdIndex _index;

    private OrderNode[] _first;
    private OrderNode[][] _chunks = new OrderNode[1][];
    private int _chunkCount;

    /// <summary>There is room only where an order needs it: most have no detail.</summary>
    private readonly Numbered<OrderDetail> _details = new();
    private int _firstFree = -1;
    private int _freeCount;
    private int _used = SpareSlot + 1;
    private int _capacity;

    /// <param name="capacity">Orders there is room for before the pool has to grow.</param>
    public OrderStore(int capacity = InitialCapacity)
    {
        _capacity = Math.Clamp(capacity, 1, FirstSize);
        _first = new OrderNode[_capacity];
        _index = new OrderIdIndex(this);
    }

    /// <summary>Number of open orders.</summary>
    public int Count => unchecked(_used - _freeCount - 1);

    /// <summary>One more than the greatest slot ever used.</summary>
    public int SlotBound => _used;

    /// <summary>Slots that the index of ids has room for in its pages.</summary>
    public int IndexCapacity => _index.SlotCapacity;

    /// <summary>The order in a slot; the reference holds until the next order is added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly OrderNode Node(int slot) => ref Change(slot);

    /// <summary>The same, for who changes it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref OrderNode Change(int slot)
    {
        OrderNode[] first = _first;
        if (unchecked((uint)slot < (uint)first.Length))
            return ref first[slot];
        return ref Later(slot);
    }

    /// <summary>
    /// What few orders have of the order in a slot, to be read only; holds until the next order is added.
    /// </summary>
    public ref readonly OrderDetail Detail(int slot) => ref _details.Find(slot);

    /// <summary>Whether liquidation placed the order in a slot.</summary>
    public bool IsLiquidation(int slot) => Node(slot).HasRareDetail && Detail(slot).IsLiquidation;

    /// <summary>Slot of an open order, or -1.</summary>
    public int Find(long orderId)
    {
        ChangeById(orderId, out int slot);
        return slot;
    }

    /// <summary>Finds an open order by its id, for who changes it.</summary>
    /// <param name="orderId">Any number.</param>
    /// <param name="slot">Its slot, or -1.</param>
    /// <returns>The order there, or the spare one; the reference holds until the next order is added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref OrderNode ChangeById(long orderId, out int slot)
    {
        if (orderId > 0)
        {
            int known = _index.Find(orderId);
            ref OrderNode node = ref Change(known);
            if (node.OrderId == orderId)
            {
                slot = known;
                return ref node;
            }
        }

        return ref FindSingle(orderId, out slot);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref OrderNode FindSingle(long orderId, out int slot)
    {
        slot = orderId > 0 ? _index.FindSingle(orderId) : NoSlot;
        return ref Change(slot < 0 ? SpareSlot : slot);
    }

    /// <summary>Takes a slot for a new order, not in any book yet.</summary>
    /// <returns>The order there; the reference holds until the next one is added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref OrderNode Add(in OrderNode node, out int slot)
    {
        ref OrderNode added = ref AddUnnamed(node, out slot);
        Name(slot, node.OrderId);
        return ref added;
    }

    /// <summary>Has the order in a slot found by its id; ids ascend from call to call, or it takes longer.</summary>
    public void Name(int slot, long orderId) => _index.Add(orderId, slot);

    /// <summary>As <see cref="Add"/>; the order is not found before it is named.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref OrderNode AddUnnamed(in OrderNode node, out int slot)
    {
        ref OrderNode added = ref TakeSlot(out slot);
        // Field by field: a wide copy of a value that was just put together waits for the narrow stores to land.
        added.OrderId = node.OrderId;
        added.PriceUnits = node.PriceUnits;
        added.RemainingUnits = node.RemainingUnits;
        added.Wallet = node.Wallet;
        added.Level = -1;
        added.Side = node.Side;
        added.Flags = node.Flags;
        added.SizeUnits = node.SizeUnits;
        added.NextOfWallet = node.NextOfWallet;
        added.PreviousOfWallet = node.PreviousOfWallet;
        added.Instrument = node.Instrument;
        added.TimeInForce = node.TimeInForce;
        added.Marks = OrderMarks.None;
        return ref added;
    }

    /// <summary>Gives an order's slot back; the order must be in no book.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Release(int slot, ref OrderNode node)
    {
        _index.Remove(node);
        node.OrderId = 0;
        // The detail is another cache line, not worth a visit but for what the collector would have to keep.
        if (node.HasRareDetail)
            ForgetDetail(slot, ref node);
        node.Level = _firstFree;
        _firstFree = slot;
        unchecked
        {
            _freeCount++;
        }
    }

    /// <summary>Keeps what few orders have of the one in a slot; in every other slot it is vacant.</summary>
    public void SetDetail(int slot, ref OrderNode node, in OrderDetail detail)
    {
        node.Marks = detail.IsRare ? node.Marks | OrderMarks.RareDetail : node.Marks & ~OrderMarks.RareDetail;
        _details[slot] = detail;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ForgetDetail(int slot, ref OrderNode node) => SetDetail(slot, ref node, default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref OrderNode TakeSlot(out int slot)
    {
        int free = _firstFree;
        slot = free >= 0 ? free : TakeFreshSlot();
        ref OrderNode taken = ref Change(slot);
        if (free >= 0)
        {
            _firstFree = taken.Level;
            _freeCount = unchecked(_freeCount - 1);
        }

        return ref taken;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref OrderNode Later(int slot) => ref _chunks[(slot - FirstSize) >> ChunkShift][slot & ChunkMask];

    private int TakeFreshSlot()
    {
        if (_used == _capacity)
            Grow();
        return _used++;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        if (_capacity < FirstSize)
        {
            _capacity = _capacity < FewOrders ? _capacity * 2 : FirstSize;
            Array.Resize(ref _first, _capacity);
            return;
        }

        if (_chunkCount == _chunks.Length)
            Array.Resize(ref _chunks, _chunkCount * 2);
        _chunks[_chunkCount++] = new OrderNode[ChunkSize];
        _capacity += ChunkSize;
    }
}
