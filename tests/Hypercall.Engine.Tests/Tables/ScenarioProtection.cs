using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;

namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// Market-maker protection in tables: the argument is <c>limit/interval/frozen</c>, limit <c>-</c> for none, or
/// <c>off</c>.
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
            parts[0] == "-" ? null : new Quantity(ScenarioNames.Units(parts[0], Quantity.Decimals)),
            null,
            null,
            ScenarioNames.Whole(row.Text("number", "1")));
    }
}
