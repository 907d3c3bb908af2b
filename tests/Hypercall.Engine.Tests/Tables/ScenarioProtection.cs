using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// Market-maker protection in tables: the argument is <c>limits/interval/frozen</c> or <c>off</c>; limits are those of
/// quantity, delta and vega, separated by commas, <c>-</c> or missing for none.
/// </summary>
internal static class ScenarioProtection
{
    public static MmpConfigUpdate Configure(ScenarioRow row)
    {
        string set = row.Argument;
        bool enabled = set != "off";
        string[] parts = (enabled ? set : "-/1/0").Split('/');
        return new MmpConfigUpdate(
            ScenarioNames.Wallet(row.Text("who")!),
            row.Text("of", "BTC"),
            enabled,
            ScenarioNames.Whole(parts[1]),
            ScenarioNames.Whole(parts[2]),
            Limit(parts[0], 0, Quantity.Decimals) is { } quantity ? new Quantity(quantity) : null,
            Limit(parts[0], 1, MmpConfigUpdate.GreekDecimals),
            Limit(parts[0], 2, MmpConfigUpdate.GreekDecimals),
            ScenarioNames.Whole(row.Text("number", "1")));
    }

    private static long? Limit(string limits, int place, int decimals)
    {
        string[] parts = limits.Split(',');
        return place >= parts.Length || parts[place] == "-" ? null : ScenarioNames.Units(parts[place], decimals);
    }
}
