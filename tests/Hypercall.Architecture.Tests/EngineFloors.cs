namespace Hypercall.Architecture.Tests;

/// <summary>
/// The floors of Hypercall.Engine, the ground first. A folder imports only what stands below it; what stands in one
/// folder may import each other, two folders of one floor may not. Each module has its floor, so that none needs itself
/// by way of others.
/// </summary>
internal static class EngineFloors
{
    private const string Root = "Hypercall.Engine";
    private const string Modules = "Modules";

    /// <summary>A folder and its floor; the façade's own files stand beside the folders.</summary>
    private static readonly (int Floor, string Folder)[] Floors =
    [
        (0, "Domain"),
        (1, "Shapes"),
        (2, "Commands"), (2, "Events"),
        (3, "Book"), (3, "Pricing"),
        (4, "State"),
        (5, Modules),
        (6, "Modules.Books"), (6, "Modules.Fees"), (6, "Modules.Requests"),
        (7, "Modules.Margin"),
        (8, "Modules.Accounting"), (8, "Modules.Protection"),
        (9, "Modules.Matching"),
        (10, "Modules.Admission"), (10, "Modules.Liquidation"),
        (11, "Modules.Markets"), (11, "Modules.Orders"), (11, "Modules.Rfq"), (11, "Modules.Settlement"),
        (12, "Modules.Invariants"), (12, "Modules.Views"),
        (13, ""), (13, "Traits"),
    ];

    /// <summary>The folder that a namespace stands for; empty for the façade.</summary>
    public static string FolderOf(string name) => name == Root ? "" : name[(Root.Length + 1)..];

    /// <summary>Whether a folder has a floor.</summary>
    public static bool Knows(string folder) => Floors.Any(floor => floor.Folder == FirstOf(folder));

    /// <summary>Whether one folder may import another.</summary>
    public static bool Allows(string from, string to) =>
        FirstOf(from) == FirstOf(to) || FloorOf(to) < FloorOf(from);

    private static int FloorOf(string folder) => Floors.Single(floor => floor.Folder == FirstOf(folder)).Floor;

    /// <summary>A folder within a folder stands on the same floor, but for the modules.</summary>
    private static string FirstOf(string folder)
    {
        string[] names = folder.Split('.');
        return names is [Modules, string module, ..] ? $"{Modules}.{module}" : names[0];
    }
}
