using Hypercall.Engine.Collections;

namespace Hypercall.Engine.OrderBook;

/// <summary>
/// All open orders of the engine in one pool of slots, found by order id. Slots are reused, ids never are. Slot
/// numbers are private to the process: nothing canonical depends on them.
/// </summary>
internal sealed class OrderStore
{
    private const int InitialCapacity = 64;
    private readonly LongMap _slotById = new();
    private OrderNode[] _nodes = new OrderNode[InitialCapacity];
    private OrderDetail[] _details = new OrderDetail[InitialCapacity];
    private int[] _freeSlots = new int[InitialCapacity];
    private int _freeCount;
    private int _used;

    /// <summary>Number of open orders.</summary>
    public int Count => _slotById.Count;

    /// <summary>One more than the greatest slot ever used.</summary>
    public int SlotBound => _used;

    /// <summary>The nodes by slot; the array changes when an order is added.</summary>
    public OrderNode[] Nodes => _nodes;

    /// <summary>The order in a slot; the reference holds until the next <see cref="Add"/>.</summary>
    public ref OrderNode Node(int slot) => ref _nodes[slot];

    /// <summary>The order in a slot; the reference holds until the next <see cref="Add"/>.</summary>
    public ref OrderDetail Detail(int slot) => ref _details[slot];

    /// <summary>Slot of an open order, or -1.</summary>
    public int Find(long orderId) => _slotById.Find(orderId);

    /// <summary>Takes a slot for a new order, not in any book yet.</summary>
    public int Add(in OrderNode node, in OrderDetail detail)
    {
        int slot = _freeCount > 0 ? _freeSlots[--_freeCount] : TakeFreshSlot();
        _nodes[slot] = node;
        _nodes[slot].Level = -1;
        _details[slot] = detail;
        _slotById.Add(node.OrderId, slot);
        return slot;
    }

    /// <summary>Gives an order's slot back; the order must be in no book.</summary>
    public void Release(int slot)
    {
        _slotById.Remove(_nodes[slot].OrderId);
        _nodes[slot].OrderId = 0;
        _details[slot].ClientId = null;
        if (_freeCount == _freeSlots.Length)
            Array.Resize(ref _freeSlots, _freeCount * 2);
        _freeSlots[_freeCount++] = slot;
    }

    private int TakeFreshSlot()
    {
        if (_used == _nodes.Length)
        {
            Array.Resize(ref _nodes, _used * 2);
            Array.Resize(ref _details, _used * 2);
        }

        return _used++;
    }
}
