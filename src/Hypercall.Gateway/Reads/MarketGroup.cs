namespace Hypercall.Gateway.Reads;

/// <summary>The options of an underlying that expire at one instant, as <c>/markets</c> shows them.</summary>
internal sealed record MarketGroup(ChainView Chain, long ExpiryMs, IReadOnlyList<ChainOption> Options)
{
    private const int FractionDecimals = 8;

    /// <summary>All of them, by underlying and expiry.</summary>
    public static MarketGroup[] Of(MarketPicture picture) =>
    [
        .. picture.Chains.SelectMany(chain => chain.Options
            .GroupBy(option => option.ExpiryMs)
            .OrderBy(group => group.Key)
            .Select(group => new MarketGroup(chain, group.Key, [.. group]))),
    ];

    public void Write(Utf8JsonWriter writer, MarketPicture picture, bool withInstruments)
    {
        writer.WriteString("underlying", Chain.Underlying);
        writer.WriteNumber("expiry", ExpiryMs / 1_000);
        writer.WriteText("index_price", Chain.Index ?? default);
        WriteVolatility(writer, "atm_vol", AtTheMoney()?.Volatility);
        if (withInstruments)
            writer.WriteObjects("instruments", Options, (item, option) => WriteInstrument(item, picture, option));
        Int128 volume = Options.Aggregate(
            Int128.Zero, (sum, option) => sum + (picture.DayOf(option.Symbol)?.VolumeUnits ?? 0));
        Int128 interest = Options.Aggregate(Int128.Zero, (sum, option) => sum + option.OpenInterest.Units);
        writer.WriteText("total_volume_24h", volume, Quantity.Decimals);
        writer.WriteText("total_open_interest", interest, Quantity.Decimals);
    }

    /// <summary>The option whose strike is nearest to the index; null without an index.</summary>
    private ChainOption? AtTheMoney() => Chain.Index is { } index
        ? Options.MinBy(option => Int128.Abs((Int128)option.Contract.Strike.Units - index.Units))
        : null;

    private static void WriteInstrument(Utf8JsonWriter writer, MarketPicture picture, ChainOption option)
    {
        writer.WriteNumber("instrument_id", option.Number + 1);
        writer.WriteString("id", option.Symbol);
        writer.WriteString("underlying", option.Contract.Underlying);
        writer.WriteText("strike", option.Contract.Strike);
        writer.WriteNumber("expiry", option.ExpiryMs / 1_000);
        writer.WriteString("option_type", OptionJson.TypeOf(option.Contract.Type));
        writer.WriteNull("option_token_address");
        WriteVolatility(writer, "mark_iv", option.Volatility);
        writer.WriteText("volume_24h", picture.DayOf(option.Symbol)?.VolumeUnits ?? 0, Quantity.Decimals);
        writer.WriteText("open_interest", option.OpenInterest);
        writer.WriteString("updated_at", Instants.Iso(picture.NowMs));
        writer.WriteString("status", StatusOf(option.Status));
        writer.WriteString("trading_mode", ModeOf(picture.ModesOf(picture.TermsOf(option.Contract.Underlying))));
    }

    private static void WriteVolatility(Utf8JsonWriter writer, string name, decimal? volatility) => writer.WriteText(
        name, volatility is { } value ? (Int128)decimal.Round(value * Price.UnitsPerUsdc) : null, FractionDecimals);

    private static string StatusOf(InstrumentStatus status) => status switch
    {
        InstrumentStatus.Active => "ACTIVE",
        InstrumentStatus.Halted => "HALTED",
        InstrumentStatus.ExpiredPendingPrice => "EXPIRED_PENDING_PRICE",
        _ => "SETTLED",
    };

    private static string ModeOf(TradingModes modes) => modes switch
    {
        TradingModes.All => "orderbook|rfq",
        TradingModes.Orderbook => "orderbook",
        TradingModes.Rfq => "rfq",
        _ => "none",
    };
}
