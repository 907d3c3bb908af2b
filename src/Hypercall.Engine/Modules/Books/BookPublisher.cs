namespace Hypercall.Engine.Modules.Books;

/// <summary>Tells the levels of the books that a command touched.</summary>
internal sealed class BookPublisher(EngineState state, Turn turn)
{
    /// <summary>One BookChanged per changed book, books in symbol order.</summary>
    public void PublishBooks()
    {
        if (turn.TouchedBooks.Count == 0)
            return;
        if (turn.TouchedBooks.Count > 1)
            turn.TouchedBooks.Items.Sort(static (left, right) => string.CompareOrdinal(left.Symbol, right.Symbol));
        foreach (Instrument instrument in turn.TouchedBooks.Items)
            state.TellLevels(instrument, turn.Events);
        state.Orders.Levels.Clear();
    }
}
