namespace Hypercall.Engine.Tests.OrderBook;

/// <summary>What the random orders of a <see cref="BookPair"/> look like.</summary>
internal sealed record BookProfile
{
    public required long UnitUnits { get; init; }
    public required long MiddleTicks { get; init; }
    public required long DepthTicks { get; init; }
    public required int OpenOrders { get; init; }

    /// <summary>Orders whose price the unit does not divide, of a thousand.</summary>
    public int OffUnitPerMille { get; init; }

    /// <summary>Orders that are placed anywhere in the depth, of a thousand; the others near the middle.</summary>
    public int FarPerMille { get; init; } = 200;

    /// <summary>A few dozen levels side by side.</summary>
    public static BookProfile Dense { get; } =
        new() { UnitUnits = 1_000_000, MiddleTicks = 100, DepthTicks = 40, OpenOrders = 120 };

    /// <summary>Levels far apart, nearly each on a page of its own.</summary>
    public static BookProfile Sparse { get; } =
        new() { UnitUnits = 250_000, MiddleTicks = 1_000_000, DepthTicks = 900_000, OpenOrders = 150 };

    /// <summary>So many levels of their own that most pages are far ones.</summary>
    public static BookProfile Lone { get; } =
        new() { UnitUnits = 1, MiddleTicks = 10_000_000, DepthTicks = 9_000_000, OpenOrders = 3_000, FarPerMille = 900 };

    /// <summary>Hardly any orders: levels and pages come and go within one command.</summary>
    public static BookProfile Thin { get; } =
        new() { UnitUnits = 1, MiddleTicks = 96, DepthTicks = 64, OpenOrders = 6 };

    /// <summary>Prices that now and then need a finer unit.</summary>
    public static BookProfile OffUnit { get; } =
        new() { UnitUnits = 10_000, MiddleTicks = 500, DepthTicks = 30, OpenOrders = 80, OffUnitPerMille = 3 };
}
