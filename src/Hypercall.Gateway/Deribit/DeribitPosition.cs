using System.Text.Json;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Reads;
using Hypercall.History;

namespace Hypercall.Gateway.Deribit;

/// <summary>A position as Deribit shows it; its greeks are those of all its contracts.</summary>
internal static class DeribitPosition
{
    public static void Write(Utf8JsonWriter writer, PositionReport position, IReadOnlyList<RealizedRow> realized)
    {
        Cash? floating = FloatingOf(position);
        Cash gained = realized.FirstOrDefault(row => row.Symbol == position.Symbol)?.Pnl ?? default;
        writer.WriteStartObject();
        writer.WriteString("instrument_name", DeribitNames.Of(position.Symbol));
        writer.WriteString("kind", "option");
        writer.WriteString(
            "direction", Math.Sign(position.Size.Units) switch { > 0 => "buy", < 0 => "sell", _ => "zero" });
        writer.WriteDigits("size", position.Size);
        writer.WriteDigits("average_price", position.EntryPrice);
        writer.WriteDigits("mark_price", position.Mark);
        writer.WriteDigits("index_price", position.Index);
        writer.WriteDigits("floating_profit_loss", floating);
        writer.WriteDigits("realized_profit_loss", (Cash?)gained);
        writer.WriteDigits("total_profit_loss", floating + gained);
        writer.WriteDigits("initial_margin", (Cash?)position.Initial);
        writer.WriteDigits("maintenance_margin", (Cash?)position.Maintenance);
        // Margin of open orders is the wallet's, not a position's.
        writer.WriteNull("open_orders_margin");
        WriteGreek(writer, "delta", position, greeks => greeks.Delta);
        WriteGreek(writer, "gamma", position, greeks => greeks.Gamma);
        WriteGreek(writer, "theta", position, greeks => greeks.Theta);
        WriteGreek(writer, "vega", position, greeks => greeks.Vega);
        writer.WriteNumber("leverage", 1);
        writer.WriteNull("settlement_price");
        writer.WriteEndObject();
    }

    /// <summary>What the position is worth above its cost; null without a mark.</summary>
    public static Cash? FloatingOf(PositionReport position) =>
        position.Mark is { } mark ? Cash.Notional(mark, position.Size) - position.Cost : null;

    /// <summary>A greek of all its contracts; null without a mark.</summary>
    public static decimal? GreekOf(PositionReport position, Func<ChainGreeks, decimal> greek) =>
        position.Size.Units == 0 ? 0
        : position.Greeks is { } greeks ? greek(greeks) * position.Size.Units / Quantity.UnitsPerContract : null;

    private static void WriteGreek(
        Utf8JsonWriter writer, string name, PositionReport position, Func<ChainGreeks, decimal> greek) =>
        OptionJson.WriteFraction(writer, name, GreekOf(position, greek));
}
