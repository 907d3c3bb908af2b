using System.Runtime.InteropServices;
using Hypercall.Engine.Commands;

namespace Hypercall.Engine.OrderBook;

/// <summary>
/// The part of an open order that matching touches: one cache line, linked into its level's queue by slot numbers.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct OrderNode
{
    public long OrderId;
    public long PriceUnits;

    /// <summary>Open quantity; what rests in the book.</summary>
    public long RemainingUnits;

    /// <summary>Number of the wallet that owns the order.</summary>
    public int Wallet;

    /// <summary>Index of the level in its side, or -1 while not in a book.</summary>
    public int Level;

    /// <summary>Slot of the next order in the queue, or -1.</summary>
    public int Next;

    /// <summary>Slot of the previous order in the queue, or -1.</summary>
    public int Previous;

    public Side Side;
    public OrderFlags Flags;

    /// <summary>Whether the detail names a client id or a builder; kept by the store.</summary>
    public bool HasRareDetail;

    /// <summary>Page of the order's id in the store's index; kept by the store.</summary>
    public int IdPage;
}
