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

    /// <summary>A value in small letters, its words divided by underscores.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Spelled<T>.All[value];

    public static string Of(Side side) => side == Side.Buy ? "Buy" : "Sell";

    /// <summary>What is lacking of a margin: 0 where nothing is.</summary>
    public static Cash? ShortfallOf(Cash? excess) => excess is { } known && known < Cash.Zero ? -known
        : excess is null ? null : Cash.Zero;

    private static class Spelled<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> All = Enum.GetValues<T>().ToDictionary(
            value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    }
}
