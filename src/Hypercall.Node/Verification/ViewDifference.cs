using System.Globalization;
using Hypercall.Engine.State;

namespace Hypercall.Node.Verification;

/// <summary>Names the first readable field in which two states differ, by its path in the state file.</summary>
internal static class ViewDifference
{
    /// <summary>The first field in order of paths, with both values, or null.</summary>
    public static string? First(EngineView left, EngineView right)
    {
        SortedDictionary<string, string> leftFields = Fields(left);
        SortedDictionary<string, string> rightFields = Fields(right);
        foreach (string path in leftFields.Keys.Union(rightFields.Keys).Order(StringComparer.Ordinal))
        {
            string leftValue = leftFields.GetValueOrDefault(path, "absent");
            string rightValue = rightFields.GetValueOrDefault(path, "absent");
            if (leftValue != rightValue)
                return $"{path}: {leftValue} / {rightValue}";
        }

        return null;
    }

    private static SortedDictionary<string, string> Fields(EngineView view)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["timestamp"] = view.TimestampMs.ToString(CultureInfo.InvariantCulture),
            ["venue/clearing"] = view.Venue.Clearing.ToString(),
            ["venue/fees"] = view.Venue.Fees.ToString(),
            ["venue/insurance"] = view.Venue.Insurance.ToString(),
        };
        foreach (KeyValuePair<string, long> source in view.Venue.Sources)
            fields[$"venue/sources/{source.Key}"] = source.Value.ToString(CultureInfo.InvariantCulture);
        foreach (WalletView wallet in view.Wallets)
            AddWallet(fields, $"wallets/{wallet.Address}", wallet);
        foreach (BookView book in view.Books)
        {
            AddLevels(fields, $"books/{book.Symbol}/bids", book.Bids);
            AddLevels(fields, $"books/{book.Symbol}/asks", book.Asks);
        }

        return fields;
    }

    private static void AddWallet(SortedDictionary<string, string> fields, string path, WalletView wallet)
    {
        fields[$"{path}/cash"] = wallet.Cash.ToString();
        fields[$"{path}/mode"] = wallet.Mode.ToString();
        fields[$"{path}/liquidationState"] = wallet.LiquidationState.ToString();
        foreach (PositionView position in wallet.Positions)
            fields[$"{path}/positions/{position.Symbol}"] = $"{position.Size} at cost {position.Cost}";
        foreach (OrderView order in wallet.OpenOrders)
            fields[$"{path}/openOrders/{order.OrderId:D19}"] = order.ToString();
    }

    private static void AddLevels(
        SortedDictionary<string, string> fields, string path, IReadOnlyList<LevelView> levels)
    {
        foreach (LevelView level in levels)
            fields[$"{path}/{level.Price}"] = $"{level.Size} in orders {string.Join(' ', level.OrderIds)}";
    }
}
