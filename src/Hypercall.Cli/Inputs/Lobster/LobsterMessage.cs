namespace Hypercall.Cli.Inputs.Lobster;

/// <summary>
/// One row of a LOBSTER message file: time, type, order id, size, price, direction. For an execution the side is the
/// resting order's.
/// </summary>
/// <param name="TimeMs">Milliseconds after midnight, cut off below.</param>
/// <param name="Price">Dollars × 10,000.</param>
internal readonly record struct LobsterMessage(
    long TimeMs, LobsterMessageType Type, long OrderId, long Size, long Price, Side Side)
{
    /// <summary>Above every size and price of the files, below what overflows when scaled.</summary>
    private const long MaxNumber = 1_000_000_000_000;

    private const int Columns = 6;

    /// <summary>Parses a row.</summary>
    /// <returns>Null, with what is wrong in <paramref name="error"/>, for anything else.</returns>
    public static LobsterMessage? Parse(string line, out string error)
    {
        string[] fields = line.Split(',');
        error = $"expected {Columns} columns, found {fields.Length}";
        if (fields.Length != Columns)
            return null;
        error = $"time '{fields[0]}' is no number of seconds";
        if (!TryParseSeconds(fields[0], out long timeMs))
            return null;
        error = $"message type '{fields[1]}' is not one of 1 to 7";
        if (!TryParse(fields[1], out long type) || type is < 1 or > 7)
            return null;
        error = "order id, size and price must be whole numbers";
        if (!TryParse(fields[2], out long id) || !TryParse(fields[3], out long size)
            || !TryParse(fields[4], out long price))
            return null;
        bool isVisible = type <= (long)LobsterMessageType.VisibleExecution;
        error = $"order id must be from 0, size and price from 1 to {MaxNumber}";
        if (isVisible && (id < 0 || !IsInRange(size) || !IsInRange(price)))
            return null;
        error = $"direction '{fields[5]}' is neither 1 nor -1";
        if (fields[5] is not ("1" or "-1"))
            return null;
        error = "";
        Side side = fields[5] == "1" ? Side.Buy : Side.Sell;
        return new LobsterMessage(timeMs, (LobsterMessageType)type, id, size, price, side);
    }

    /// <summary>Whether it can be the size or the price of an order.</summary>
    public static bool IsInRange(long number) => number is >= 1 and <= MaxNumber;

    /// <summary>A whole number as the files write it.</summary>
    public static bool TryParse(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryParseSeconds(string text, out long timeMs)
    {
        bool parsed = decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds);
        timeMs = parsed && seconds < 86_400 ? (long)(seconds * 1000) : -1;
        return timeMs >= 0;
    }
}
