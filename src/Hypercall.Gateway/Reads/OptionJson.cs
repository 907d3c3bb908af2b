using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Gateway.Reads;

/// <summary>Options in Deribit's shapes (gateway.md §7), whose money and sizes are JSON numbers.</summary>
internal static class OptionJson
{
    private const string Quote = "USDC";
    private const int PpmDecimals = 6;
    private const int FractionDecimals = 8;
    private const int PercentOfFraction = 6;
    private const decimal DaysPerYear = 365.25m;

    /// <summary>An instrument, as <c>get_instruments</c> and <c>/instruments</c> give it.</summary>
    public static void WriteInstrument(Utf8JsonWriter writer, OptionPicture picture)
    {
        (ChainOption option, UnderlyingView terms) = (picture.Option, picture.Terms);
        TradingModes modes = picture.Market.ModesOf(terms);
        writer.WriteString("price_index", PriceIndex(terms.Name));
        writer.WriteBoolean("rfq", (modes & TradingModes.Rfq) != 0);
        writer.WriteBoolean("orderbook", (modes & TradingModes.Orderbook) != 0);
        writer.WriteString("kind", "option");
        writer.WriteString("instrument_name", picture.Name);
        writer.WriteNull("option_token_address");
        writer.WriteDigits("maker_commission", terms.Fees.MakerPpm, PpmDecimals);
        writer.WriteDigits("taker_commission", terms.Fees.TakerPpm, PpmDecimals);
        writer.WriteString("instrument_type", "linear");
        writer.WriteNumber("expiration_timestamp", option.ExpiryMs);
        writer.WriteNumber("creation_timestamp", picture.Market.CreatedAtMs(option.Number));
        writer.WriteBoolean("is_active", option.Status == InstrumentStatus.Active);
        writer.WriteString("option_type", TypeOf(option.Contract.Type));
        writer.WriteNumber("contract_size", 1);
        writer.WriteDigits("tick_size", terms.Ticks[0].Tick);
        writer.WriteDigits("strike", option.Contract.Strike);
        writer.WriteNumber("instrument_id", option.Number + 1);
        writer.WriteString("settlement_period", PeriodOf(option.Contract.ExpiryDate));
        writer.WriteDigits("min_trade_amount", terms.MinSize);
        writer.WriteDigits("block_trade_commission", terms.Fees.TakerPpm, PpmDecimals);
        writer.WriteDigits("block_trade_min_trade_amount", terms.MinSize);
        writer.WriteDigits("block_trade_tick_size", terms.Ticks[0].Tick);
        writer.WriteString("settlement_currency", Quote);
        writer.WriteString("base_currency", terms.Name);
        writer.WriteString("counter_currency", Quote);
        writer.WriteString("quote_currency", Quote);
        WriteTicks(writer, "tick_size_steps", terms.Ticks.Skip(1));
    }

    /// <summary>Price steps.</summary>
    public static void WriteTicks(Utf8JsonWriter writer, string name, IEnumerable<TickStep> steps) =>
        writer.WriteObjects(name, steps, static (item, step) =>
        {
            item.WriteDigits("tick_size", step.Tick);
            item.WriteDigits("above_price", step.From);
        });

    /// <summary>
    /// A book summary, as <c>/options-summary</c> gives it: volatilities are fractions; on Deribit's face percentages.
    /// </summary>
    public static void WriteSummary(Utf8JsonWriter writer, OptionPicture picture)
    {
        (ChainView chain, ChainOption option, DayTotals? day) = (picture.Chain, picture.Option, picture.Day);
        writer.WriteNumber("instrument_id", option.Number + 1);
        writer.WriteString("instrument_name", picture.Name);
        writer.WriteNull("option_token_address");
        writer.WriteNumber("expiration_timestamp", option.ExpiryMs);
        writer.WriteDigits("bid_price", option.Bid ?? default);
        writer.WriteDigits("ask_price", option.Ask ?? default);
        writer.WriteDigits("mark_price", option.Mark ?? default);
        writer.WriteDigits("theoretical_price", option.Mark);
        writer.WriteDigits(
            "mark_iv", UnitsOf(option.Volatility), picture.IsDeribit ? PercentOfFraction : FractionDecimals);
        writer.WriteNulls("ask_iv", "bid_iv");
        writer.WriteDigits("underlying_price", chain.Index ?? default);
        writer.WriteString("underlying_index", "index_price");
        writer.WriteDigits("open_interest", option.OpenInterest);
        WriteVolume(writer, day);
        WriteRange(writer, day);
        writer.WriteDigits("last", day?.Last);
        writer.WriteDigits("price_change", day?.ChangeUnits, DayTotals.ChangeDecimals);
        writer.WriteNumber("interest_rate", 0);
        writer.WriteDigits("estimated_delivery_price", chain.Index ?? default);
        writer.WriteNumber("creation_timestamp", picture.Market.NowMs);
        writer.WriteString("base_currency", chain.Underlying);
        writer.WriteString("quote_currency", Quote);
        writer.WriteDigits("mid_price", Middle(option), Price.Decimals + 1);
        writer.WriteDigits("best_bid_size", option.BidSize ?? default);
        writer.WriteDigits("best_ask_size", option.AskSize ?? default);
        writer.WriteNulls(
            "indicative_bid_price", "indicative_ask_price", "indicative_bid_size", "indicative_ask_size");
        WriteGreeks(writer, picture.Market.NowMs, chain, option);
    }

    /// <summary>The members that a ticker and a book have in common; volatilities are percentages.</summary>
    public static void WriteTicker(Utf8JsonWriter writer, OptionPicture picture)
    {
        (ChainView chain, ChainOption option, DayTotals? day) = (picture.Chain, picture.Option, picture.Day);
        writer.WriteNumber("timestamp", picture.Market.NowMs);
        writer.WriteString("state", option.Status == InstrumentStatus.Active ? "open" : "closed");
        writer.WriteStartObject("stats");
        WriteRange(writer, day);
        writer.WriteDigits("price_change", day?.ChangeUnits, DayTotals.ChangeDecimals);
        WriteVolume(writer, day);
        writer.WriteEndObject();
        WriteGreeks(writer, picture.Market.NowMs, chain, option);
        writer.WriteDigits("index_price", chain.Index ?? default);
        writer.WriteString("instrument_name", picture.Name);
        writer.WriteNull("option_token_address");
        writer.WriteDigits("last_price", day?.Last);
        writer.WriteDigits("settlement_price", default(Price));
        writer.WriteDigits("min_price", option.Lowest ?? default);
        writer.WriteDigits("max_price", option.Highest ?? new Price(Price.MaxUnits));
        writer.WriteDigits("open_interest", option.OpenInterest);
        writer.WriteDigits("mark_price", option.Mark ?? default);
        writer.WriteDigits("theoretical_price", option.Mark);
        writer.WriteDigits("mark_iv", UnitsOf(option.Volatility), PercentOfFraction);
        writer.WriteNulls("ask_iv", "bid_iv");
        writer.WriteDigits("best_bid_price", option.Bid ?? default);
        writer.WriteDigits("best_ask_price", option.Ask ?? default);
        writer.WriteDigits("underlying_price", chain.Index ?? default);
        writer.WriteString("underlying_index", "index_price");
        writer.WriteNumber("interest_rate", 0);
        writer.WriteDigits("estimated_delivery_price", chain.Index ?? default);
        writer.WriteDigits("best_ask_amount", option.AskSize ?? default);
        writer.WriteDigits("best_bid_amount", option.BidSize ?? default);
    }

    /// <summary>A number of 8 decimals.</summary>
    public static void WriteFraction(this Utf8JsonWriter writer, string name, decimal? value) =>
        writer.WriteDigits(name, UnitsOf(value), FractionDecimals);

    /// <summary>Greeks, whose names begin with a prefix.</summary>
    public static void WriteGreeks(
        Utf8JsonWriter writer, decimal? delta, decimal? gamma, decimal? theta, decimal? vega, string prefix = "")
    {
        writer.WriteFraction(prefix + "delta", delta);
        writer.WriteFraction(prefix + "gamma", gamma);
        writer.WriteFraction(prefix + "theta", theta);
        writer.WriteFraction(prefix + "vega", vega);
    }

    /// <summary>Call or put.</summary>
    public static string TypeOf(OptionType type) => type == OptionType.Call ? "call" : "put";

    /// <summary>
    /// Per percent of interest: at rate 0 years × (index × delta − mark) / 100, for calls and puts alike.
    /// </summary>
    public static decimal? RhoOf(long nowMs, ChainView chain, ChainOption option)
    {
        if (option.Greeks is not { } greeks || chain.Index is not { } index)
            return null;
        decimal years = (option.ExpiryMs - nowMs) / (DaysPerYear * 86_400_000);
        return years * (ToDecimal(index) * greeks.Delta - ToDecimal(greeks.Mark)) / 100;
    }

    private static void WriteGreeks(Utf8JsonWriter writer, long nowMs, ChainView chain, ChainOption option)
    {
        if (option.Greeks is not { } greeks)
        {
            writer.WriteNull("greeks");
            return;
        }

        writer.WriteStartObject("greeks");
        WriteGreeks(writer, greeks.Delta, greeks.Gamma, greeks.Theta, greeks.Vega);
        writer.WriteFraction("rho", RhoOf(nowMs, chain, option) ?? 0);
        writer.WriteEndObject();
    }

    private static void WriteVolume(Utf8JsonWriter writer, DayTotals? day)
    {
        writer.WriteDigits("volume", day?.VolumeUnits ?? 0, Quantity.Decimals);
        writer.WriteDigits("volume_usd", day?.Notional ?? default);
    }

    private static void WriteRange(Utf8JsonWriter writer, DayTotals? day)
    {
        writer.WriteDigits("high", day?.High);
        writer.WriteDigits("low", day?.Low);
    }

    /// <summary>In units of half a price's; without both sides 0.</summary>
    private static Int128 Middle(ChainOption option) =>
        option is { Bid: { } bid, Ask: { } ask } ? ((Int128)bid.Units + ask.Units) * 5 : 0;

    private static Int128? UnitsOf(decimal? value) =>
        value is { } number ? (Int128)decimal.Round(number * Price.UnitsPerUsdc) : null;

    private static decimal ToDecimal(Price price) => price.Units / (decimal)Price.UnitsPerUsdc;

    private static string PriceIndex(string underlying) => $"{underlying.ToLowerInvariant()}_usdc";

    /// <summary>By the day on which it expires: the last Friday of a month, another Friday, any other day.</summary>
    private static string PeriodOf(int date)
    {
        var day = new DateOnly(date / 10_000, date / 100 % 100, date % 100);
        if (day.DayOfWeek != DayOfWeek.Friday)
            return "day";
        return day.AddDays(7).Month == day.Month ? "week" : "month";
    }
}
