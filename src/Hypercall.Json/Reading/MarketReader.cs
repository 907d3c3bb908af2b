using System.Collections.Immutable;
using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Json.Reading;

/// <summary>Reads the commands on markets and market data.</summary>
internal static class MarketReader
{
    private const string ExpectedMode = "one of orderbook, rfq, each at most once";

    public static MarketAction MarketAction(ref ObjectFields fields) => new(
        fields.Enum("action"u8, WireNames.MarketActions),
        fields.String("symbol"u8, 0, CommandLimits.MaxSymbolBytes));

    public static TradingModeUpdate TradingModeUpdate(ref ObjectFields fields) =>
        new(Underlying(ref fields), Modes(ref fields));

    public static TickExpiry TickExpiry(ref ObjectFields fields)
    {
        ImmutableArray<SettlementPrice>.Builder prices = ImmutableArray.CreateBuilder<SettlementPrice>();
        if (fields.TryContainer("prices"u8, JsonTokenType.StartArray, false, out ReadOnlySpan<byte> json))
        {
            string path = fields.PathOf("prices"u8);
            var items = new ArrayItems(json);
            while (items.MoveNext())
            {
                var item = new ObjectFields(items.Current, new FieldPath(path, items.Index));
                prices.Add(new SettlementPrice(
                    Underlying(ref item), item.Int32("expiry"u8), item.Price("price"u8)));
                fields.Fail(item.Finish());
            }
        }

        return new TickExpiry(prices.DrainToImmutable(), fields.OptionalBoolean("force"u8));
    }

    public static PriceUpdate PriceUpdate(ref ObjectFields fields)
    {
        ImmutableArray<IndexPrice>.Builder prices = ImmutableArray.CreateBuilder<IndexPrice>();
        if (fields.TryContainer("prices"u8, JsonTokenType.StartArray, true, out ReadOnlySpan<byte> json))
        {
            string path = fields.PathOf("prices"u8);
            var items = new ArrayItems(json);
            while (items.MoveNext())
            {
                var item = new ObjectFields(items.Current, new FieldPath(path, items.Index));
                prices.Add(new IndexPrice(Underlying(ref item), item.Price("price"u8)));
                fields.Fail(item.Finish());
            }
        }

        return new PriceUpdate(prices.DrainToImmutable(), fields.OptionalBoolean("force"u8));
    }

    public static IvUpdate IvUpdate(ref ObjectFields fields)
    {
        ImmutableArray<VolatilityPoint>.Builder points = ImmutableArray.CreateBuilder<VolatilityPoint>();
        if (fields.TryContainer("points"u8, JsonTokenType.StartArray, true, out ReadOnlySpan<byte> json))
        {
            string path = fields.PathOf("points"u8);
            var items = new ArrayItems(json);
            while (items.MoveNext())
            {
                var item = new ObjectFields(items.Current, new FieldPath(path, items.Index));
                points.Add(new VolatilityPoint(
                    item.Price("strike"u8), item.Units("iv"u8, VolatilityPoint.VolatilityDecimals)));
                fields.Fail(item.Finish());
            }
        }

        return new IvUpdate(Underlying(ref fields), fields.Int32("expiry"u8), points.DrainToImmutable());
    }

    private static string Underlying(ref ObjectFields fields) =>
        fields.String("underlying"u8, 0, CommandLimits.MaxSymbolBytes);

    private static TradingModes Modes(ref ObjectFields fields)
    {
        TradingModes modes = TradingModes.None;
        if (!fields.TryContainer("modes"u8, JsonTokenType.StartArray, true, out ReadOnlySpan<byte> json))
            return modes;
        var items = new ArrayItems(json);
        while (items.MoveNext())
        {
            TradingModes mode = items.TryText(out ReadOnlySpan<byte> text) ? ModeOf(text) : TradingModes.None;
            if (mode == TradingModes.None || (modes & mode) != 0)
            {
                var path = new FieldPath(fields.PathOf("modes"u8), items.Index);
                fields.Fail(new JsonError(path.Text, $"expected {ExpectedMode}"));
            }

            modes |= mode;
        }

        return modes;
    }

    private static TradingModes ModeOf(ReadOnlySpan<byte> text) =>
        text.SequenceEqual(WireNames.Orderbook.EncodedUtf8Bytes) ? TradingModes.Orderbook
        : text.SequenceEqual(WireNames.Rfq.EncodedUtf8Bytes) ? TradingModes.Rfq
        : TradingModes.None;
}
