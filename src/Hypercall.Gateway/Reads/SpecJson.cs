namespace Hypercall.Gateway.Reads;

/// <summary>InstrumentSpec of gateway.md §5, whose instants are ns.</summary>
internal static class SpecJson
{
    private const long NsPerMs = 1_000_000;
    private const int BpsDecimals = 2;
    private const string Quote = "USDC";

    public static void Write(Utf8JsonWriter writer, OptionPicture picture)
    {
        (ChainOption option, UnderlyingView terms) = (picture.Option, picture.Terms);
        WriteNames(writer, option);
        WriteContract(writer, terms, option);
        WriteSizes(writer, terms);
        writer.WriteString("state", option.Status switch
        {
            InstrumentStatus.ExpiredPendingPrice => "SETTLEMENT",
            InstrumentStatus.Settled => "DELIVERED",
            _ => "OPEN",
        });
        writer.WriteBoolean("is_tradable", option.Status == InstrumentStatus.Active);
        writer.WriteNumber("listed_time_ns", picture.Market.CreatedAtMs(option.Number) * NsPerMs);
        writer.WriteNumber("event_ts_ns", picture.Market.NowMs * NsPerMs);
        writer.WriteDigits("maker_fee_bps", terms.Fees.MakerPpm, BpsDecimals);
        writer.WriteDigits("taker_fee_bps", terms.Fees.TakerPpm, BpsDecimals);
        writer.WriteNulls(
            "initial_margin_fraction", "maintenance_margin_fraction", "position_limit", "option_token_address",
            "settlement_oracle", "condition_id", "underlying_resolution_source");
    }

    private static void WriteNames(Utf8JsonWriter writer, ChainOption option)
    {
        writer.WriteString("instrument_id", option.Symbol);
        writer.WriteNumber("instrument_numeric_id", option.Number + 1);
        writer.WriteString("exchange_symbol", option.Symbol);
        writer.WriteString("sym", $"{option.Contract.Underlying}-USD");
        writer.WriteString("exchange", "HYPERCALL");
        writer.WriteString("instrument_kind", "OPTION");
        writer.WriteString("option_kind", option.Contract.Type == OptionType.Call ? "C" : "P");
    }

    private static void WriteContract(Utf8JsonWriter writer, UnderlyingView terms, ChainOption option)
    {
        writer.WriteString("delivery", "CASH");
        writer.WriteString("settle_asset", Quote);
        writer.WriteString("base_asset", terms.Name);
        writer.WriteString("quote_asset", Quote);
        writer.WriteDigits("strike", option.Contract.Strike);
        writer.WriteNumber("expiry_ns", option.ExpiryMs * NsPerMs);
        TimeSpan time = TimeSpan.FromMilliseconds(option.ExpiryMs % CalendarDate.MillisecondsPerDay);
        writer.WriteNumber("settlement_hour_utc", time.Hours);
        writer.WriteString("settlement_time_utc", time.ToString(@"hh\:mm", CultureInfo.InvariantCulture));
        writer.WriteNumber("contract_size", 1);
    }

    private static void WriteSizes(Utf8JsonWriter writer, UnderlyingView terms)
    {
        writer.WriteDigits("min_trade_size", terms.MinSize);
        writer.WriteDigits("tick_size", terms.Ticks[0].Tick);
        writer.WriteNumber("price_decimals", terms.Ticks.Max(step => DecimalsOf(step.Tick.Units, Price.Decimals)));
        writer.WriteNumber("size_decimals", DecimalsOf(terms.SizeStep.Units, Quantity.Decimals));
        OptionJson.WriteTicks(writer, "min_price_increment_bands", terms.Ticks);
    }

    /// <summary>How many decimals multiples of a step need.</summary>
    private static int DecimalsOf(long units, int decimals)
    {
        while (decimals > 0 && units % 10 == 0)
        {
            units /= 10;
            decimals--;
        }

        return decimals;
    }
}
