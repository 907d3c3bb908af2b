namespace Hypercall.Architecture.Tests;

/// <summary>
/// The floors of Hypercall.Engine, the ground first. A folder imports only what stands below it; folders of one floor
/// that stand in one folder (State, Modules) may import each other, the others of a floor may not.
/// </summary>
internal static class EngineFloors
{
    private const string Root = "Hypercall.Engine";

    /// <summary>A house folder, its floor, and the folders that hold its files today.</summary>
    private static readonly (int Floor, string House, string[] Folders)[] Houses =
    [
        (0, "Domain", ["Domain", "Collections", "Numerics", "Rules"]),
        (1, "Shapes", ["Shapes", "Encoding"]),
        (2, "Commands", ["Commands"]),
        (2, "Events", ["Events", "Outcomes"]),
        (3, "Book", ["Book", "OrderBook", "OrderIndex"]),
        (3, "Pricing", ["Pricing", "Greeks"]),
        (4, "State", ["State", "Agents", "Instruments", "Mmp", "Nonces", "Positions", "Wallets"]),
        (5, "Modules",
        [
            "Modules", "Accounting", "Admission", "Fees", "Liquidation", "Margin", "Matching", "Orders", "Protection",
            "Requests", "Rfq", "Settlement",
        ]),
        (6, "façade", ["", "Traits"]),
    ];

    /// <summary>The folder that a namespace stands for; empty for the façade.</summary>
    public static string FolderOf(string name) => name == Root ? "" : name[(Root.Length + 1)..];

    /// <summary>Whether a folder has a floor.</summary>
    public static bool Knows(string folder) => Houses.Any(house => house.Folders.Contains(FirstOf(folder)));

    /// <summary>Whether one folder may import another.</summary>
    public static bool Allows(string from, string to)
    {
        (int Floor, string House, string[] Folders) upper = HouseOf(from);
        (int Floor, string House, string[] Folders) lower = HouseOf(to);
        return upper.House == lower.House || lower.Floor < upper.Floor;
    }

    private static (int Floor, string House, string[] Folders) HouseOf(string folder) =>
        Houses.Single(house => house.Folders.Contains(FirstOf(folder)));

    /// <summary>A folder within a folder stands on the same floor.</summary>
    private static string FirstOf(string folder) => folder.Split('.')[0];
}
