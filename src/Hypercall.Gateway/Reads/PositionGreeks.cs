namespace Hypercall.Gateway.Reads;

/// <summary>Greeks of a whole position, or of several.</summary>
internal sealed record PositionGreeks(decimal Delta, decimal Gamma, decimal Theta, decimal Vega)
{
    private static readonly PositionGreeks None = new(0, 0, 0, 0);

    /// <summary>Those of a position; null where its mark is missing.</summary>
    public static PositionGreeks? Of(PositionReport position)
    {
        decimal size = position.Size.Units / (decimal)Quantity.UnitsPerContract;
        if (size == 0)
            return None;
        return position.Greeks is { } one
            ? new PositionGreeks(size * one.Delta, size * one.Gamma, size * one.Theta, size * one.Vega)
            : null;
    }

    /// <summary>Those of all positions; null where one's mark is missing.</summary>
    public static PositionGreeks? Sum(IEnumerable<PositionReport> positions) =>
        positions.Select(Of).Aggregate<PositionGreeks?, PositionGreeks?>(None, (sum, one) => sum is null || one is null
            ? null
            : new PositionGreeks(
                sum.Delta + one.Delta, sum.Gamma + one.Gamma, sum.Theta + one.Theta, sum.Vega + one.Vega));

    /// <summary>Writes those of each position and of all.</summary>
    public static void WriteAll(Utf8JsonWriter writer, IReadOnlyList<PositionReport> positions)
    {
        writer.WriteObjects("per_leg", positions, static (item, position) =>
        {
            item.WriteString("symbol", position.Symbol);
            item.WriteText("quantity", position.Size);
            Write(item, Of(position));
            item.WriteFraction("iv", position.Volatility);
        });
        writer.WriteStartObject("aggregate");
        Write(writer, Sum(positions));
        writer.WriteEndObject();
    }

    /// <summary>Writes them; null: all of them are.</summary>
    public static void Write(Utf8JsonWriter writer, PositionGreeks? greeks, string prefix = "") =>
        OptionJson.WriteGreeks(writer, greeks?.Delta, greeks?.Gamma, greeks?.Theta, greeks?.Vega, prefix);
}
