namespace Hypercall.Engine.Book;

/// <summary>A price level: its orders in the order they came, and their sum.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct PriceLevel
{
    /// <summary>Sum of the orders' remaining quantities.</summary>
    public long QuantityUnits;

    /// <summary>Price of the orders, once there is one.</summary>
    public long PriceUnits;

    /// <summary>Slot of the first order, or the spare one.</summary>
    public int Head;

    /// <summary>Slot of the last order, or the spare one.</summary>
    public int Tail;

    /// <summary>Number of orders.</summary>
    public int Count;
}
