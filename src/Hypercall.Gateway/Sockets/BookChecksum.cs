using System.Text;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// CRC-32 of a book's best levels as they are sent, by which a client sees whether its copy is right:
/// <c>b0p:b0s:a0p:a0s:b1p:…</c>, a side without such a level passed over.
/// </summary>
internal static class BookChecksum
{
    private const int Levels = 25;

    public static uint Of(BookMirror book)
    {
        BookLevel[] bids = [.. book.Bids(Levels)];
        BookLevel[] asks = [.. book.Asks(Levels)];
        var text = new StringBuilder();
        for (int index = 0; index < Math.Max(bids.Length, asks.Length); index++)
        {
            Add(text, bids, index);
            Add(text, asks, index);
        }

        return Crc32.Of(Encoding.ASCII.GetBytes(text.ToString()));
    }

    private static void Add(StringBuilder text, BookLevel[] side, int index)
    {
        if (index >= side.Length)
            return;
        if (text.Length > 0)
            text.Append(':');
        text.Append(side[index].Price).Append(':').Append(side[index].Size);
    }
}
