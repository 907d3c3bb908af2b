using System.Text.Json;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Reads;

namespace Hypercall.Gateway.Standing;

/// <summary>
/// Greeks of positions, each of the whole position, and their sums. Where a mark is missing the position's are null,
/// and so are the sums.
/// </summary>
internal static class GreeksJson
{
    private sealed record Greeks(decimal Delta, decimal Gamma, decimal Theta, decimal Vega)
    {
        public static Greeks? Of(PositionReport position)
        {
            decimal size = position.Size.Units / (decimal)Quantity.UnitsPerContract;
            return position.Greeks is { } one
                ? new Greeks(size * one.Delta, size * one.Gamma, size * one.Theta, size * one.Vega)
                : null;
        }

        public static Greeks? Sum(Greeks? left, Greeks? right) => left is null || right is null
            ? null
            : new Greeks(
                left.Delta + right.Delta, left.Gamma + right.Gamma, left.Theta + right.Theta, left.Vega + right.Vega);
    }

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<PositionReport> positions)
    {
        Greeks? sum = new(0, 0, 0, 0);
        writer.WriteStartArray("per_leg");
        foreach (PositionReport position in positions)
        {
            Greeks? greeks = Greeks.Of(position);
            sum = Greeks.Sum(sum, greeks);
            writer.WriteStartObject();
            writer.WriteString("symbol", position.Symbol);
            writer.WriteText("quantity", position.Size);
            Write(writer, greeks);
            OptionJson.WriteFraction(writer, "iv", position.Volatility);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("aggregate");
        Write(writer, sum);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Greeks? greeks)
    {
        OptionJson.WriteFraction(writer, "delta", greeks?.Delta);
        OptionJson.WriteFraction(writer, "gamma", greeks?.Gamma);
        OptionJson.WriteFraction(writer, "theta", greeks?.Theta);
        OptionJson.WriteFraction(writer, "vega", greeks?.Vega);
    }
}
