using System.Runtime.InteropServices;
using Hypercall.Engine.Book;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Books;

/// <summary>Tells the levels of the books that a command touched.</summary>
internal sealed class BookPublisher(EngineState state, Turn turn)
{
    private readonly BookChanges _changes = new();

    /// <summary>One BookChanged per changed book, books in symbol order.</summary>
    public void PublishBooks()
    {
        if (turn.TouchedBooks.Count == 0)
            return;
        if (turn.TouchedBooks.Count > 1)
            turn.TouchedBooks.Sort(static (left, right) => string.CompareOrdinal(left.Symbol, right.Symbol));
        foreach (Instrument instrument in CollectionsMarshal.AsSpan(turn.TouchedBooks))
        {
            long sequence = state.NumberChanges(instrument, _changes);
            if (sequence != 0)
                turn.Events.AddBook(instrument.Symbol, sequence, _changes.Bids.Items, _changes.Asks.Items);
        }

        state.Orders.Levels.Clear();
    }
}
