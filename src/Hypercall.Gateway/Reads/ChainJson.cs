namespace Hypercall.Gateway.Reads;

/// <summary>An option chain by strikes: ChainLeg of gateway.md §5.</summary>
internal static class ChainJson
{
    public static void Write(Utf8JsonWriter writer, ChainView chain, string currency, long expirySeconds)
    {
        writer.WriteString("currency", currency);
        writer.WriteNumber("expiry", expirySeconds);
        writer.WriteObjects(
            "rows",
            chain.Options.Where(option => option.ExpiryMs / 1_000 == expirySeconds)
                .GroupBy(option => option.Contract.Strike),
            (item, row) => WriteRow(
                item, chain.Index, row.Key, LegOf(row, OptionType.Call), LegOf(row, OptionType.Put)));
    }

    private static ChainLeg? LegOf(IEnumerable<ChainOption> row, OptionType type) =>
        row.FirstOrDefault(option => option.Contract.Type == type) is { } found ? ChainLeg.Of(found) : null;

    /// <summary>One strike; null: it has no call, or no put.</summary>
    public static void WriteRow(Utf8JsonWriter writer, Price? index, Price strike, ChainLeg? call, ChainLeg? put)
    {
        writer.WriteDigits("strike", strike);
        WriteLeg(writer, index, OptionType.Call, call);
        WriteLeg(writer, index, OptionType.Put, put);
    }

    private static void WriteLeg(Utf8JsonWriter writer, Price? index, OptionType type, ChainLeg? leg)
    {
        if (leg is null)
            return;
        writer.WriteStartObject(OptionJson.TypeOf(type));
        writer.WriteString("symbol", leg.Symbol);
        writer.WriteNull("option_token_address");
        WriteSide(writer, "bid", leg.Bid, leg.BidSize);
        WriteSide(writer, "ask", leg.Ask, leg.AskSize);
        WriteGreeks(writer, index, leg);
        writer.WriteEndObject();
    }

    private static void WriteGreeks(Utf8JsonWriter writer, Price? index, ChainLeg leg)
    {
        if (leg.Greeks is not { } greeks || index is not { } known)
        {
            writer.WriteNulls("greeks_abs", "greeks_cash");
            return;
        }

        writer.WriteStartObject("greeks_abs");
        OptionJson.WriteGreeks(writer, greeks.Delta, greeks.Gamma, greeks.Theta, greeks.Vega);
        writer.WriteEndObject();
        decimal percent = known.Units / (decimal)Price.UnitsPerUsdc / 100;
        writer.WriteStartObject("greeks_cash");
        writer.WriteFraction("delta_1pct_usd", greeks.Delta * percent);
        writer.WriteFraction("gamma_1pct_usd", greeks.Gamma * percent * percent);
        writer.WriteFraction("theta_1d_usd", greeks.Theta);
        writer.WriteFraction("vega_1vol_usd", greeks.Vega);
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
