namespace Hypercall.Gateway.Deribit;

/// <summary>A position as Deribit shows it; its greeks are those of all its contracts.</summary>
internal static class DeribitPosition
{
    public static void Write(Utf8JsonWriter writer, PositionReport position, IReadOnlyList<RealizedRow> realized)
    {
        Cash? floating = PortfolioJson.UnrealizedOf(position);
        Cash gained = realized.FirstOrDefault(row => row.Symbol == position.Symbol)?.Pnl ?? default;
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
        PositionGreeks.Write(writer, PositionGreeks.Of(position));
        writer.WriteNumber("leverage", 1);
        writer.WriteNull("settlement_price");
    }
}
