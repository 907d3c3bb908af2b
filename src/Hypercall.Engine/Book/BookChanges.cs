using System.Runtime.CompilerServices;
using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Book;

/// <summary>The levels of a book that have changed, by side; used again and again.</summary>
internal sealed class BookChanges
{
    private readonly LevelChanges[] _sides;

    public BookChanges() => _sides = [Bids, Asks];

    public LevelChanges Bids { get; } = new();

    public LevelChanges Asks { get; } = new();

    /// <summary>Those of a side, by index: sides come at random, and a branch would often be mispredicted.</summary>
    public LevelChanges this[Side side] => _sides[(int)side];

    /// <summary>Number of them on both sides.</summary>
    public int Count => unchecked(Bids.Count + Asks.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear()
    {
        Bids.Clear();
        Asks.Clear();
    }
}
