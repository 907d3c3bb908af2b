using Hypercall.Views.MarketData;

namespace Hypercall.Cli.Output;

/// <summary>
/// A symbol's book, shown anew whenever it has changed: in place on a terminal, below each other elsewhere. Where the
/// owner no longer has its whole history, it is of the levels that have changed since, and says so.
/// </summary>
internal sealed class BookDisplay(Terminal terminal, string symbol) : IWatchDisplay
{
    private const int MostLevels = 10;
    private const string ClearScreen = "\e[H\e[J";

    private LevelLadder _bids = new(Side.Buy);
    private LevelLadder _asks = new(Side.Sell);
    private long _missingUpTo;
    private bool _isChanged = true;

    public bool NeedsHistory => true;

    public int Take(ApplyOutput outcome)
    {
        EventBuffer events = outcome.Events;
        for (int index = 0; index < events.Count; index++)
        {
            if (events.KindAt(index) == EventKind.BookChanged && events.At<BookChanged>(index) is var book
                && book.Symbol == symbol)
            {
                Set(_bids, events.Bids(book));
                Set(_asks, events.Asks(book));
                _isChanged = true;
            }
        }

        return 0;
    }

    public int Show(long sequence)
    {
        if (!_isChanged)
            return 0;
        _isChanged = false;
        if (terminal.IsInteractive)
            terminal.Out.Write(ClearScreen);
        string since = _missingUpTo > 0 ? $", levels that changed after {_missingUpTo}" : "";
        terminal.Heading($"{symbol}, sequence {sequence}{since}");
        Table().Write(terminal);
        return 1;
    }

    public void PassedOver(long first, long last)
    {
        (_bids, _asks) = (new(Side.Buy), new(Side.Sell));
        _missingUpTo = last;
        _isChanged = true;
    }

    private static void Set(LevelLadder side, ReadOnlySpan<BookLevel> levels)
    {
        foreach (ref readonly BookLevel level in levels)
            side.Put(level);
    }

    private ReportTable Table() => new ReportTable("", "price", "size") { FirstNumber = 1 }
        .AddEach(_asks.BestFirst().Take(MostLevels).Reverse(), level => RowOf("ask", level))
        .AddEach(_bids.BestFirst().Take(MostLevels), level => RowOf("bid", level));

    private static string[] RowOf(string side, BookLevel level) => [side, $"{level.Price}", $"{level.Size}"];
}
