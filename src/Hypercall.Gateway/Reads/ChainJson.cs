using System.Text.Json;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;
using Hypercall.Gateway.Answers;

namespace Hypercall.Gateway.Reads;

/// <summary>An option chain by strikes: ChainLeg of gateway.md §5.</summary>
internal static class ChainJson
{
    public static void Write(Utf8JsonWriter writer, ChainView chain, string currency, long expirySeconds)
    {
        writer.WriteString("currency", currency);
        writer.WriteNumber("expiry", expirySeconds);
        writer.WriteStartArray("rows");
        foreach (IGrouping<long, ChainOption> row in chain.Options
            .Where(option => option.ExpiryMs / 1_000 == expirySeconds)
            .GroupBy(option => option.Contract.Strike.Units))
            WriteRow(writer, chain, row);
        writer.WriteEndArray();
    }

    private static void WriteRow(Utf8JsonWriter writer, ChainView chain, IGrouping<long, ChainOption> row)
    {
        writer.WriteStartObject();
        writer.WriteDigits("strike", new Price(row.Key));
        foreach (ChainOption option in row)
        {
            writer.WriteStartObject(OptionJson.TypeOf(option.Contract.Type));
            WriteLeg(writer, chain, option);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteLeg(Utf8JsonWriter writer, ChainView chain, ChainOption option)
    {
        writer.WriteString("symbol", option.Symbol);
        writer.WriteNull("option_token_address");
        WriteSide(writer, "bid", option.Bid, option.BidSize);
        WriteSide(writer, "ask", option.Ask, option.AskSize);
        if (option.Greeks is not { } greeks || chain.Index is not { } index)
        {
            writer.WriteNull("greeks_abs");
            writer.WriteNull("greeks_cash");
            return;
        }

        writer.WriteStartObject("greeks_abs");
        OptionJson.WriteFraction(writer, "delta", greeks.Delta);
        OptionJson.WriteFraction(writer, "gamma", greeks.Gamma);
        OptionJson.WriteFraction(writer, "theta", greeks.Theta);
        OptionJson.WriteFraction(writer, "vega", greeks.Vega);
        writer.WriteEndObject();
        decimal percent = index.Units / (decimal)Price.UnitsPerUsdc / 100;
        writer.WriteStartObject("greeks_cash");
        OptionJson.WriteFraction(writer, "delta_1pct_usd", greeks.Delta * percent);
        OptionJson.WriteFraction(writer, "gamma_1pct_usd", greeks.Gamma * percent * percent);
        OptionJson.WriteFraction(writer, "theta_1d_usd", greeks.Theta);
        OptionJson.WriteFraction(writer, "vega_1vol_usd", greeks.Vega);
        writer.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter writer, string side, Price? price, Quantity? size)
    {
        writer.WriteDigits($"{side}_price_usd", price);
        writer.WriteNull($"{side}_iv");
        writer.WriteDigits($"{side}_size_contracts", size);
        Cash? notional = price is { } limit && size is { } contracts ? Cash.Notional(limit, contracts) : null;
        writer.WriteDigits($"{side}_size_usd_notional", notional);
    }
}
