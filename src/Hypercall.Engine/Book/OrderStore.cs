using System.Runtime.CompilerServices;

namespace Hypercall.Engine.Book;

/// <summary>
/// All open orders of the engine in one pool of slots, found by order id. Slots are reused, ids never are. Slot
/// numbers are private to the process: nothing canonical depends on them.
/// </summary>
internal sealed class OrderStore
{
    /// <summary>No order.</summary>
    public const int NoSlot = -1;

    private const int InitialCapacity = 64;
    private static readonly OrderDetail Vacant;
    private readonly OrderIdIndex _index = new();
    private OrderNode[] _nodes;

    /// <summary>Grows only when an order needs it: most have no detail.</summary>
    private OrderDetail[] _details = [];
    private int[] _freeSlots;
    private int _freeCount;
    private int _used;

    /// <param name="capacity">Orders there is room for before the pool has to grow.</param>
    public OrderStore(int capacity = InitialCapacity)
    {
        capacity = Math.Max(capacity, 1);
        _nodes = new OrderNode[capacity];
        _freeSlots = new int[capacity];
    }

    /// <summary>Number of open orders.</summary>
    public int Count => unchecked(_used - _freeCount);

    /// <summary>One more than the greatest slot ever used.</summary>
    public int SlotBound => _used;

    /// <summary>Slots that the index of ids has room for in its pages.</summary>
    public int IndexCapacity => _index.SlotCapacity;

    /// <summary>The nodes by slot; the array changes when an order is added.</summary>
    public OrderNode[] Nodes => _nodes;

    /// <summary>The order in a slot; the reference holds until the next <see cref="Add"/>.</summary>
    public ref OrderNode Node(int slot) => ref _nodes[slot];

    /// <summary>
    /// What few orders have of the order in a slot, to be read only; holds until the next <see cref="Add"/>.
    /// </summary>
    public ref readonly OrderDetail Detail(int slot)
    {
        if (slot < _details.Length)
            return ref _details[slot];
        return ref Vacant;
    }

    /// <summary>Slot of an open order, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(long orderId)
    {
        if (orderId <= 0)
            return -1;
        int slot = _index.Find(orderId);
        return slot >= 0 && _nodes[slot].OrderId == orderId ? slot : _index.FindSingle(orderId);
    }

    /// <summary>Takes a slot for a new order, not in any book yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(in OrderNode node, in OrderDetail detail)
    {
        int slot = _freeCount > 0 ? _freeSlots[unchecked(--_freeCount)] : TakeFreshSlot();
        // Field by field: a wide copy of a value that was just put together waits for the narrow stores to land.
        ref OrderNode added = ref _nodes[slot];
        added.OrderId = node.OrderId;
        added.PriceUnits = node.PriceUnits;
        added.RemainingUnits = node.RemainingUnits;
        added.Wallet = node.Wallet;
        added.Level = -1;
        added.Next = node.Next;
        added.Previous = node.Previous;
        added.Side = node.Side;
        added.Flags = node.Flags;
        added.SizeUnits = node.SizeUnits;
        added.NextOfWallet = node.NextOfWallet;
        added.PreviousOfWallet = node.PreviousOfWallet;
        added.Instrument = node.Instrument;
        added.TimeInForce = node.TimeInForce;
        _index.Add(_nodes, node.OrderId, slot);
        if (detail.IsRare)
            SetRareDetail(slot, detail);
        return slot;
    }

    /// <summary>Gives an order's slot back; the order must be in no book.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Release(int slot)
    {
        ref OrderNode node = ref _nodes[slot];
        _index.Remove(_nodes, node);
        node.OrderId = 0;
        // The detail is another cache line, not worth a visit but for what the collector would have to keep.
        if (node.HasRareDetail)
            SetRareDetail(slot, default);
        _freeSlots[_freeCount] = slot;
        unchecked
        {
            _freeCount++;
        }
    }

    /// <summary>Keeps what few orders have; in every other slot it is vacant.</summary>
    private void SetRareDetail(int slot, in OrderDetail detail)
    {
        _nodes[slot].HasRareDetail = detail.IsRare;
        if (slot >= _details.Length)
            Array.Resize(ref _details, _nodes.Length);
        _details[slot] = detail;
    }

    private int TakeFreshSlot()
    {
        if (_used == _nodes.Length)
        {
            Array.Resize(ref _nodes, _used * 2);
            Array.Resize(ref _freeSlots, _used * 2);
        }

        return _used++;
    }
}
