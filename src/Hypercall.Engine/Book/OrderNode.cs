namespace Hypercall.Engine.Book;

/// <summary>
/// An open order: linked by slot numbers into its level's queue and into its wallet's list. All that the usual order
/// has stands here together, in one cache line; what few orders have is in <see cref="OrderDetail"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct OrderNode
{
    public long OrderId;
    public long PriceUnits;

    /// <summary>Open quantity; what rests in the book.</summary>
    public long RemainingUnits;

    /// <summary>Open or partially filled.</summary>
    public readonly OrderStatus Status() =>
        SizeUnits == RemainingUnits ? OrderStatus.Open : OrderStatus.PartiallyFilled;

    /// <summary>Size of the order; filled = size − remaining.</summary>
    public long SizeUnits;

    /// <summary>Number of the wallet that owns the order.</summary>
    public int Wallet;

    /// <summary>
    /// Index of the level in its side, or -1 while not in a book; a free slot's next free one, or -1.
    /// </summary>
    public int Level;

    /// <summary>Slot of the next order in the queue, or the spare one.</summary>
    public int Next;

    /// <summary>Slot of the previous order in the queue, or the spare one.</summary>
    public int Previous;

    /// <summary>Slot of the wallet's next order by id, or -1; kept by the order index.</summary>
    public int NextOfWallet;

    /// <summary>Slot of the wallet's previous order by id, or -1; kept by the order index.</summary>
    public int PreviousOfWallet;

    /// <summary>Number of the instrument.</summary>
    public int Instrument;

    public Side Side;
    public OrderFlags Flags;
    public TimeInForce TimeInForce;

    public OrderMarks Marks;

    /// <summary>Whether the detail holds anything.</summary>
    public readonly bool HasRareDetail => (Marks & OrderMarks.RareDetail) != 0;

    /// <summary>Whether the index of ids keeps the order by itself.</summary>
    public readonly bool IsSingle => (Marks & OrderMarks.Single) != 0;
}

/// <summary>What the store knows of an order in a slot.</summary>
[Flags]
internal enum OrderMarks : byte
{
    None = 0,
    RareDetail = 1,
    Single = 2,
}
