using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;

namespace Hypercall.Gateway.Reads;

/// <summary>The words that face H has for the engine's values.</summary>
internal static class Words
{
    public static IReadOnlyDictionary<string, LiquidationState> LiquidationStates { get; } =
        Enum.GetValues<LiquidationState>().ToDictionary(Of, StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, MarginMode> MarginModes { get; } =
        Enum.GetValues<MarginMode>().ToDictionary(Of, StringComparer.Ordinal);

    /// <summary>Both spellings of a cancelled order come in.</summary>
    public static IReadOnlyDictionary<string, OrderStatus> OrderStatuses { get; } =
        new Dictionary<string, OrderStatus>(
            Enum.GetValues<OrderStatus>().ToDictionary(Of, StringComparer.Ordinal), StringComparer.Ordinal)
        {
            ["cancelled"] = OrderStatus.Canceled,
        };

    public static string Of(LiquidationState state) => state switch
    {
        LiquidationState.Healthy => "healthy",
        LiquidationState.PreLiquidation => "pre_liquidation",
        LiquidationState.InLiquidation => "in_liquidation",
        _ => "liquidated",
    };

    public static string Of(MarginMode mode) => mode == MarginMode.Portfolio ? "portfolio" : "standard";

    public static string Of(OrderStatus status) => status switch
    {
        OrderStatus.Open => "open",
        OrderStatus.PartiallyFilled => "partially_filled",
        OrderStatus.Filled => "filled",
        _ => "canceled",
    };

    public static string Of(Side side) => side == Side.Buy ? "Buy" : "Sell";

    public static string Of(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Gtc => "gtc",
        TimeInForce.Ioc => "ioc",
        TimeInForce.Fok => "fok",
        _ => "gtd",
    };

    /// <summary>What is lacking of a margin: 0 where nothing is.</summary>
    public static Cash? ShortfallOf(Cash? excess) => excess is { } known && known < Cash.Zero ? -known
        : excess is null ? null : Cash.Zero;
}
