using System.Buffers;
using Hypercall.Json;
using Hypercall.Views.Liquidations;

namespace Hypercall.Gateway.Sockets;

/// <summary>The texts of what the gateway sends over sockets (gateway.md §6), each made once for all.</summary>
internal static class SocketMessages
{
    private const int TopLevels = 50;

    /// <summary>Most texts fit: a writer that grows takes four times as much and copies.</summary>
    private const int UsualBytes = 1_024;

    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> members) =>
        Text(writer => writer.WriteObject(members));

    /// <summary>Any JSON text.</summary>
    public static ReadOnlyMemory<byte> Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualBytes);
        using (var writer = new Utf8JsonWriter(buffer, JsonStyle.Compact))
            write(writer);
        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> Of(string type, Action<Utf8JsonWriter> members) => Object(writer =>
    {
        writer.WriteString("type", type);
        members(writer);
    });

    /// <summary>Refuses a subscription to more than a socket may name.</summary>
    public static ReadOnlyMemory<byte> TooMany(string most, string? id) =>
        Error(GatewayError.InvalidRequest("the request is not valid", most), id);

    /// <summary>The same where it named too many symbols.</summary>
    public static ReadOnlyMemory<byte> TooManySymbols(string? id) =>
        TooMany($"field 'symbols': expected at most {Subscribers.MostSymbols} on a channel", id);

    public static ReadOnlyMemory<byte> Error(GatewayError error, string? id) => Of("Error", writer =>
    {
        writer.WriteString("message", error.Text);
        writer.WriteString("code", error.Code);
        writer.WriteString("detail", error.Detail);
        if (error.RetryAfterMs is { } wait)
            writer.WriteNumber("retry_after_ms", wait);
        writer.WriteString("request_id", error.RequestId);
        WriteId(writer, id);
    });

    /// <summary>Says that a subscription has begun or ended.</summary>
    public static ReadOnlyMemory<byte> Answer(string type, string channel, string? id) => Of(type, writer =>
    {
        writer.WriteString("channel", channel);
        WriteId(writer, id);
    });

    public static void WriteId(Utf8JsonWriter writer, string? id)
    {
        if (id is not null)
            writer.WriteString("id", id);
    }

    /// <summary>The whole top of a book.</summary>
    public static ReadOnlyMemory<byte> Top(BookMirror book) => Of("OrderbookUpdate", writer =>
    {
        writer.WriteString("symbol", book.Symbol);
        writer.WriteNull("option_token_address");
        WriteLevels(writer, "bids", book.Bids(TopLevels));
        WriteLevels(writer, "asks", book.Asks(TopLevels));
        writer.WriteNumber("timestamp", book.TimestampMs);
        writer.WriteNumber("sequence", book.L2Sequence);
        writer.WriteBoolean("snapshot", true);
    });

    /// <summary>A whole book, with which a chain of changes begins.</summary>
    public static ReadOnlyMemory<byte> Snapshot(BookMirror book) => Delta(
        book, null, book.TimestampMs, book.Bids(int.MaxValue), book.Asks(int.MaxValue));

    /// <summary>A change of a book, which stands in the book already.</summary>
    public static ReadOnlyMemory<byte> Change(BookMirror book, BookEvent change) =>
        Delta(book, book.PreviousSequence, change.TimestampMs, change.Bids, change.Asks);

    public static ReadOnlyMemory<byte> Trade(FillEvent happened) => Of("Trade", writer =>
    {
        Filled fill = happened.Fill;
        writer.WriteString("symbol", fill.Symbol);
        writer.WriteText("price", fill.Price);
        writer.WriteText("size", fill.Size);
        writer.WriteString("side", fill.TakerSide == Side.Buy ? "buy" : "sell");
        writer.WriteNumber("timestamp", happened.TimestampMs);
        writer.WriteNumber("trade_id", fill.TradeId);
        writer.WriteString("source", fill.Source == FillSource.Rfq ? "rfq" : "book");
    });

    /// <summary>What became of an instrument.</summary>
    public static ReadOnlyMemory<byte> Market(MarketEvent happened, string action, long expiryMs) =>
        Of("MarketUpdate", writer =>
        {
            ContractKey option = ParsedInstrument.Parse(happened.Market.Symbol).Key;
            writer.WriteString("action", action);
            writer.WriteString("symbol", happened.Market.Symbol);
            writer.WriteText("strike", option.Strike);
            writer.WriteBoolean("is_call", option.Type == OptionType.Call);
            writer.WriteString("underlying", option.Underlying);
            writer.WriteNumber("expiry", expiryMs / 1_000);
            writer.WriteNumber("timestamp", happened.TimestampMs);
        });

    public static ReadOnlyMemory<byte> Order(OrderEvent happened) => Of("OrderUpdate", writer =>
    {
        OrderUpdated order = happened.Order;
        writer.WriteNumber("order_id", order.OrderId);
        writer.WriteStartObject("request");
        writer.WriteText("price", order.Price);
        writer.WriteText("size", order.Size);
        writer.WriteString("symbol", order.Symbol);
        writer.WriteString("side", order.Side.ToString());
        // No event tells it: gateway.md §1.
        writer.WriteNull("tif");
        writer.WriteEndObject();
        writer.WriteString("status", OrderMessage.NameOf(order.Status));
        writer.WriteText("filled_size", order.Filled);
        writer.WriteNumber("timestamp", happened.TimestampMs);
        writer.WriteString("reason", order.Reason == OrderReason.None ? null : order.Reason.ToString());
        writer.WriteString("wallet_address", order.Wallet.ToString());
        writer.WriteString("instrument_type", "option");
        writer.WriteString("client_id", order.ClientId);
        writer.WriteNumber("sequence", happened.Sequence);
    });

    /// <summary>One side of a trade.</summary>
    public static ReadOnlyMemory<byte> Fill(FillEvent happened, bool isTaker) => Of("Fill", writer =>
    {
        FillRow fill = FillRow.Of(happened.Fill, isTaker, happened.Sequence, happened.TimestampMs);
        writer.WriteNumber("order_id", fill.OrderId);
        writer.WriteNumber("fill_id", fill.FillId);
        writer.WriteString("symbol", fill.Symbol);
        writer.WriteString("side", fill.Side.ToString());
        writer.WriteText("price", fill.Price);
        writer.WriteText("size", fill.Size);
        writer.WriteNumber("timestamp", fill.AtMs);
        writer.WriteString("wallet_address", fill.Wallet.ToString());
        writer.WriteText("fee", fill.Fee);
        writer.WriteNumber("trade_id", fill.TradeId);
        writer.WriteBoolean("is_taker", isTaker);
        FillBuilder? builder = isTaker ? happened.Builders.Taker : happened.Builders.Maker;
        writer.WriteString("builder_code_address", builder?.Wallet.ToString());
        writer.WriteText("builder_code_fee", builder?.Share);
        writer.WriteString("instrument_type", "option");
        writer.WriteNumber("sequence", fill.Sequence);
    });

    /// <summary>Equity and requirement have no events: they are read over REST.</summary>
    public static ReadOnlyMemory<byte> Liquidation(LiquidationEvent happened, LiquidationState before) =>
        Of("LiquidationStateChange", writer =>
        {
            writer.WriteString("wallet_address", happened.Liquidation.Wallet.ToString());
            writer.WriteString("previous_state", Words.Of(before));
            writer.WriteString("new_state", Words.Of(happened.Liquidation.State));
            LiquidationMode mode = happened.Liquidation.Mode;
            writer.WriteString(
                "liquidation_mode",
                mode == LiquidationMode.None ? null : JsonNamingPolicy.CamelCase.ConvertName(mode.ToString()));
            writer.WriteNulls(
                "margin_mode", "equity", "mm_required", "maintenance_margin", "shortfall", "partial_liquidation",
                "full_liquidation");
            writer.WriteNumber("timestamp", happened.TimestampMs);
            writer.WriteNumber("sequence", happened.Sequence);
        });

    public static ReadOnlyMemory<byte> Protection(ProtectionEvent happened) => Of("MmpTriggered", writer =>
    {
        writer.WriteString("wallet_address", happened.Protection.Wallet.ToString());
        writer.WriteString("currency", happened.Protection.Underlying);
        writer.WriteString("cause", JsonNamingPolicy.CamelCase.ConvertName(happened.Protection.Cause.ToString()));
        writer.WriteNumber("frozen_until", happened.Protection.FrozenUntilMs);
        writer.WriteNumber("timestamp", happened.TimestampMs);
        writer.WriteNumber("sequence", happened.Sequence);
    });

    /// <summary>An auction as it stands.</summary>
    public static ReadOnlyMemory<byte> Auction(AuctionLine auction) => Of("LiquidationAuction", writer =>
    {
        writer.WriteString("wallet_address", auction.Wallet.ToString());
        writer.WriteString("auction_id", auction.AuctionId.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("status", JsonNamingPolicy.CamelCase.ConvertName(auction.Status.ToString()));
        writer.WriteText("asked", auction.Asked);
        writer.WriteNumber("ends_at", auction.EndsAtMs);
        writer.WriteString("bidder", auction.Bidder?.ToString());
        writer.WriteNumber("timestamp", auction.TimestampMs);
    });

    /// <summary>One side of a deleveraging.</summary>
    public static ReadOnlyMemory<byte> Deleveraged(DeleveragingEvent happened, bool isLiquidated) =>
        Of("Deleveraged", writer =>
        {
            Deleveraged closed = happened.Deleveraging;
            WalletAddress wallet = isLiquidated ? closed.Wallet : closed.Counterparty;
            writer.WriteString("wallet_address", wallet.ToString());
            writer.WriteString("liquidated_wallet", closed.Wallet.ToString());
            writer.WriteString("symbol", closed.Symbol);
            writer.WriteText("size", closed.Size);
            writer.WriteText("price", closed.Price);
            writer.WriteNumber("trade_id", closed.TradeId);
            writer.WriteText("realized_pnl", isLiquidated ? closed.WalletPnl : closed.CounterpartyPnl);
            writer.WriteNumber("timestamp", happened.TimestampMs);
            writer.WriteNumber("sequence", happened.Sequence);
        });

    /// <summary>A position that expired.</summary>
    public static ReadOnlyMemory<byte> Expired(SettlementEvent happened) => Of("PositionExpired", writer =>
    {
        PositionSettled settled = happened.Settlement;
        writer.WriteString("wallet_address", settled.Wallet.ToString());
        writer.WriteString("symbol", settled.Symbol);
        AccountHistoryReads.WriteSettled(
            writer, settled.Size, settled.SettlementPrice, settled.Value, settled.Pnl, settled.Fee);
        writer.WriteNumber("timestamp", happened.TimestampMs);
        writer.WriteNumber("sequence", happened.Sequence);
    });

    private static ReadOnlyMemory<byte> Delta(
        BookMirror book, long? before, long timestamp, IEnumerable<BookLevel> bids, IEnumerable<BookLevel> asks) =>
        Of("OrderbookDelta", writer =>
        {
            writer.WriteString("symbol", book.Symbol);
            writer.WriteBoolean("snapshot", before is null);
            writer.WriteNumber("sequence", book.L2Sequence);
            writer.WriteNumber("prev_sequence", before);
            WriteLevels(writer, "bids", bids);
            WriteLevels(writer, "asks", asks);
            writer.WriteNumber("timestamp", timestamp);
            writer.WriteNumber("checksum", BookChecksum.Of(book));
        });

    private static void WriteLevels(Utf8JsonWriter writer, string name, IEnumerable<BookLevel> levels) =>
        writer.WriteList(name, levels, static (item, level) =>
        {
            item.WriteStartArray();
            item.WriteTextValue(level.Price);
            item.WriteTextValue(level.Size);
            item.WriteEndArray();
        });
}
