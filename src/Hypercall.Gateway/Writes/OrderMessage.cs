namespace Hypercall.Gateway.Writes;

/// <summary>
/// What a write on an order did to it, as SDKs know it: Hypercall's OrderUpdateMessage, with what the engine says
/// besides. Made from the last update of the order in the outcome, of a repetition from what is remembered.
/// </summary>
internal sealed class OrderMessage
{
    private readonly Executed _executed;
    private readonly OrderUpdated? _last;

    private OrderMessage(Executed executed)
    {
        _executed = executed;
        OrderId = executed.Outcome.Accepted ? executed.Outcome.OrderId ?? CanceledOrder(executed) : null;
        _last = executed.Outcome.LastUpdateOf(OrderId);
        OrderId ??= _last?.OrderId;
    }

    /// <summary>The order's id; null where it was rejected.</summary>
    public long? OrderId { get; }

    public ApplyOutput Outcome => _executed.Outcome;

    /// <summary>OPEN, PARTIALLY_FILLED, FILLED, CANCELED or REJECTED.</summary>
    public string Status => Outcome.Accepted
        ? NameOf(_last?.Status ?? Outcome.First?.Status ?? OrderStatus.Canceled)
        : "REJECTED";

    /// <summary>Why it was rejected, or why the order is as it is: Ioc, SelfTrade, Mmp, Requested …</summary>
    public string? Reason =>
        _executed.Reason ?? (_last is { Reason: not OrderReason.None } last ? last.Reason.ToString() : null);

    public string? Symbol => _last?.Symbol ?? Terms?.Symbol ?? Row?.Symbol;

    public Side? Side => _last?.Side ?? Terms?.Side ?? Row?.Side;

    public Price? Price => _last?.Price ?? Terms?.Price ?? Row?.Price;

    public Quantity? Size => _last?.Size ?? Terms?.Size ?? Row?.Size;

    public string? ClientId => _last is { } last ? last.ClientId : Terms?.ClientId ?? Row?.ClientId;

    private OrderTerms? Terms => _executed.Write.Order?.Terms;

    private OrderRow? Row => _executed.Canceled;

    public static OrderMessage Of(Executed executed) => new(executed);

    /// <summary>The status of an order as SDKs spell it.</summary>
    public static string NameOf(OrderStatus status) => status switch
    {
        OrderStatus.Open => "OPEN",
        OrderStatus.PartiallyFilled => "PARTIALLY_FILLED",
        OrderStatus.Filled => "FILLED",
        _ => "CANCELED",
    };

    /// <summary>The members of the message.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteNumber("timestamp", Outcome.TimestampMs);
        WriteInfo(writer);
        writer.WriteString("status", Status);
        writer.WriteString("reason", Reason);
        writer.WriteText("filled_size", _last?.Filled ?? Outcome.First?.Filled ?? default);
        writer.WriteNumber("order_id", OrderId);
        writer.WriteString("wallet_address", _executed.Wallet.ToString());
        writer.WriteBoolean(
            "mmp_triggered",
            Outcome.Duplicate
                ? null
                : Outcome.EventsOf<MmpTriggered>(EventKind.MmpTriggered).Any(mmp => mmp.Wallet == _executed.Wallet));
        writer.WriteString("request_id", _executed.Id.ToString());
        WriteOutcome(writer, _executed);
        WriteFills(writer);
    }

    /// <summary>
    /// What every answer of the engine tells besides; a repetition's hash is not that of the sequence.
    /// </summary>
    public static void WriteOutcome(Utf8JsonWriter writer, Executed executed)
    {
        ApplyOutput outcome = executed.Outcome;
        writer.WriteNumber("sequence", executed.Sequence);
        writer.WriteString("code", outcome.Accepted ? null : outcome.Rejection.Code.ToString());
        writer.WriteString("detail", RejectText.Describe(outcome.Rejection));
        writer.WriteBoolean("duplicate", outcome.Duplicate);
        writer.WriteString("hash", outcome.Duplicate ? null : outcome.Hash.ToString());
    }

    private void WriteInfo(Utf8JsonWriter writer)
    {
        OrderTerms? terms = Terms;
        writer.WriteStartObject("info");
        writer.WriteString("symbol", Symbol);
        writer.WriteText("price", Price);
        writer.WriteText("size", Size);
        writer.WriteString("side", Side?.ToString());
        writer.WriteString("tif", _executed.Write.Order?.Texts.Tif
            ?? (Row is { } row ? Words.Of(row.TimeInForce) : null));
        writer.WriteString("client_id", ClientId);
        writer.WriteNumber("order_id", OrderId);
        writer.WriteBoolean("is_perp", false);
        writer.WriteString("underlying", Symbol is { } symbol ? symbol[..Math.Max(0, symbol.IndexOf('-'))] : null);
        OrderFlags? flags = terms?.Flags ?? Row?.Flags;
        WriteFlag(writer, "reduce_only", flags, OrderFlags.ReduceOnly);
        writer.WriteNumber("nonce", _executed.Write.Nonce);
        writer.WriteNull("signature");
        WriteFlag(writer, "mmp_enabled", flags, OrderFlags.Mmp);
        WalletAddress? builder = terms is { } own ? own.Builder : Row?.Builder;
        writer.WriteString("builder_code_address", builder?.ToString());
        writer.WriteEndObject();
    }

    private void WriteFills(Utf8JsonWriter writer)
    {
        if (Outcome.Duplicate)
            writer.WriteNull("fills");
        else
            writer.WriteObjects("fills", OrderId is { } own ? Outcome.FillsOf(own) : [], WriteFill);
    }

    private static void WriteFill(Utf8JsonWriter writer, (Filled Fill, bool IsTaker) side)
    {
        writer.WriteNumber("trade_id", side.Fill.TradeId);
        writer.WriteText("price", side.Fill.Price);
        writer.WriteText("size", side.Fill.Size);
        writer.WriteText("fee", side.IsTaker ? side.Fill.TakerFee : side.Fill.MakerFee);
        writer.WriteBoolean("is_taker", side.IsTaker);
    }

    /// <summary>The order that a cancel took out: what it names, or the last one with this client id.</summary>
    private static long? CanceledOrder(Executed executed)
    {
        if (executed.Write.Command(executed.Wallet) is not Hypercall.Engine.Commands.CancelOrder cancel)
            return null;
        if (cancel.Order.OrderId is { } orderId)
            return orderId;
        return executed.Outcome.EventsOf<OrderUpdated>(EventKind.OrderUpdated)
            .Where(update => update.Wallet == executed.Wallet && update.ClientId == cancel.Order.ClientId)
            .Select(update => (long?)update.OrderId).LastOrDefault() ?? executed.Outcome.First?.OrderId;
    }

    /// <summary>Of an order that the history does not know yet only the updates are: they have no flags.</summary>
    private static void WriteFlag(Utf8JsonWriter writer, string name, OrderFlags? flags, OrderFlags flag) =>
        writer.WriteBoolean(name, flags is { } known ? (known & flag) != 0 : null);
}
