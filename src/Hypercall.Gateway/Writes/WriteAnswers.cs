namespace Hypercall.Gateway.Writes;

/// <summary>Answers to writes (gateway.md §4). An outcome of the engine, accepted or rejected, is HTTP 200.</summary>
internal static class WriteAnswers
{
    /// <summary>The bare message of an order.</summary>
    public static Answer Order(Executed executed) =>
        Shapes.Ok(executed.Outcome.Sequence, OrderMessage.Of(executed).Write);

    /// <summary>The message of an order within <c>{success, data, error}</c>.</summary>
    public static Answer Canceled(Executed executed) => Shapes.Ok(executed.Outcome.Sequence, writer =>
    {
        WriteOrder(writer, executed);
        if (OrderMessage.Of(executed).Symbol is not null)
            writer.WriteNumber("sequence", executed.Sequence);
    });

    /// <summary><c>{success, data, error}</c> with data where the command was accepted, and what the engine
    /// said.</summary>
    public static Answer Of(Executed executed, Action<Utf8JsonWriter>? data = null) =>
        Shapes.Ok(executed.Outcome.Sequence, writer => WriteResult(writer, executed, data));

    /// <summary>Outcomes and refusals of single writes, each with its index.</summary>
    public static Answer Bulk(long sequence, IReadOnlyList<(Executed? Executed, GatewayError? Error)> items) =>
        Shapes.Ok(sequence, writer => writer.WriteObjects("results", items.Index(), static (item, result) =>
        {
            item.WriteNumber("index", result.Index);
            if (result.Item.Executed is { } executed)
                WriteOrder(item, executed);
            else
                Shapes.WriteError(item, result.Item.Error!);
        }));

    /// <summary>Outcomes of the actions of one record.</summary>
    public static Answer Actions(Executed executed) => Shapes.Ok(executed.Outcome.Sequence, writer =>
    {
        writer.WriteBoolean("success", executed.Outcome.Accepted);
        if (!executed.Outcome.Accepted)
        {
            writer.WriteNull("data");
            writer.WriteString("error", executed.Reason);
        }

        OrderMessage.WriteOutcome(writer, executed);
        WriteResults(writer, executed);
    });

    /// <summary>Outcomes of a record's actions, as a member.</summary>
    public static void WriteResults(Utf8JsonWriter writer, Executed executed)
    {
        writer.WriteStartArray("results");
        foreach (ref readonly ActionResult result in executed.Outcome.Results)
            WriteAction(writer, result, executed.Outcome.Duplicate);
        writer.WriteEndArray();
    }

    /// <summary>The orders that a CancelAll took out.</summary>
    public static Answer AllCanceled(Executed executed) => Of(executed, writer => WriteCanceled(writer, executed));

    /// <summary>Ids of the orders that a CancelAll took out, as a member; a repetition no longer knows them.</summary>
    public static void WriteCanceled(Utf8JsonWriter writer, Executed executed)
    {
        if (executed.Outcome.Duplicate)
            writer.WriteNull("canceled");
        else
            writer.WriteList(
                "canceled",
                CanceledOrders(executed.Outcome, executed.Wallet),
                static (item, orderId) => item.WriteNumberValue(orderId));
    }

    public static Answer Armed(Executed executed) => Of(executed, writer =>
    {
        var command = (CancelAllAfter)executed.Write.Command(executed.Wallet);
        if (command.TimeoutMs == 0 || executed.Outcome.Duplicate)
            writer.WriteNull("due_at");
        else
            writer.WriteNumber("due_at", executed.Outcome.TimestampMs + command.TimeoutMs);
    });

    public static Answer MarginMode(Executed executed) => Of(executed, writer =>
    {
        MarginMode mode = ((MarginModeUpdate)executed.Write.Command(executed.Wallet)).Mode;
        MarginMode other = mode == Engine.Domain.MarginMode.Standard
            ? Engine.Domain.MarginMode.Portfolio
            : Engine.Domain.MarginMode.Standard;
        writer.WriteString("wallet", executed.Wallet.ToString());
        writer.WriteString("margin_mode", Words.Of(mode));
        writer.WriteString(
            "previous_mode",
            executed.Outcome.Duplicate ? null : Words.Of(HasModeChanged(executed) ? other : mode));
    });

    public static Answer Protection(Executed executed, MmpConfigUpdate config) =>
        Of(executed, writer => WriteProtection(writer, config));

    /// <summary>A configuration of protection, as it was sent or stands.</summary>
    public static void WriteProtection(Utf8JsonWriter writer, MmpConfigUpdate config)
    {
        writer.WriteString("wallet_address", config.Wallet.ToString());
        writer.WriteString("currency", config.Underlying);
        writer.WriteNumber("interval_ms", config.IntervalMs);
        writer.WriteNumber("frozen_time_ms", config.FrozenTimeMs);
        writer.WriteText("qty_limit", config.QuantityLimit);
        writer.WriteText("delta_limit", config.DeltaLimitUnits, MmpConfigUpdate.GreekDecimals);
        writer.WriteText("vega_limit", config.VegaLimitUnits, MmpConfigUpdate.GreekDecimals);
        writer.WriteBoolean("enabled", config.Enabled);
        writer.WriteNumber("nonce", config.ConfigNonce);
    }

    /// <summary>SDKs know it by fields beside the data.</summary>
    public static Answer Withdrawn(Executed executed, Withdrawal withdrawal) =>
        Shapes.Ok(executed.Outcome.Sequence, writer =>
        {
            WriteResult(writer, executed, data =>
            {
                data.WriteNumber("sequence", executed.Sequence);
                data.WriteString("wallet", executed.Wallet.ToString());
                data.WriteText("amount", withdrawal.Amount);
                data.WriteString("destination", withdrawal.Destination.ToString());
                data.WriteString("status", "accepted");
            });
            writer.WriteString("request_id", executed.Id.ToString());
            writer.WriteString("directive_id", executed.Id.ToString());
            writer.WriteString("domain_status", executed.Outcome.Accepted ? "accepted" : "rejected");
            writer.WriteString("delivery_status", executed.Outcome.Accepted ? "pending" : "none");
            writer.WriteText("balance_after", BalanceAfter(executed));
            writer.WriteString("message", executed.Reason ?? "the cash is withdrawn; paying it out is the operator's");
        });

    private static void WriteOrder(Utf8JsonWriter writer, Executed executed)
    {
        writer.WriteBoolean("success", executed.Outcome.Accepted);
        writer.WritePropertyName("data");
        OrderMessage order = OrderMessage.Of(executed);
        if (order.Symbol is null)
            writer.WriteNullValue();
        else
            writer.WriteObject(order.Write);
        writer.WriteString("error", executed.Reason);
        // What was rejected without naming an instrument has no message.
        if (order.Symbol is null)
            OrderMessage.WriteOutcome(writer, executed);
    }

    private static void WriteResult(Utf8JsonWriter writer, Executed executed, Action<Utf8JsonWriter>? data)
    {
        writer.WriteBoolean("success", executed.Outcome.Accepted);
        writer.WritePropertyName("data");
        if (data is null || !executed.Outcome.Accepted)
            writer.WriteNullValue();
        else
            writer.WriteObject(data);
        writer.WriteString("error", executed.Reason);
        OrderMessage.WriteOutcome(writer, executed);
    }

    /// <summary>The wallet's cash then; of a repetition it is not known.</summary>
    private static Cash? BalanceAfter(Executed executed) =>
        executed.Outcome.EventsOf<BalanceChanged>(EventKind.BalanceChanged)
            .Where(moved => moved.Account == LedgerAccountKind.Wallet && moved.Wallet == executed.Wallet)
            .Select(moved => (Cash?)moved.Balance).LastOrDefault();

    /// <summary>Of a repetition's actions codes and ids are all that is known.</summary>
    private static void WriteAction(Utf8JsonWriter writer, in ActionResult result, bool isRepetition)
    {
        writer.WriteStartObject();
        writer.WriteString("outcome", result.Rejection.IsRejected ? "rejected" : "accepted");
        writer.WriteString("code", result.Rejection.IsRejected ? result.Rejection.Code.ToString() : null);
        writer.WriteString("detail", isRepetition ? null : RejectText.Describe(result.Rejection));
        writer.WriteNumber("orderId", result.OrderId);
        writer.WriteEndObject();
    }

    /// <summary>Ids of the orders that a command took out as a wallet asked for.</summary>
    public static IReadOnlyList<long> CanceledOrders(ApplyOutput outcome, WalletAddress wallet) =>
    [
        .. outcome.EventsOf<OrderUpdated>(EventKind.OrderUpdated)
            .Where(update => update.Wallet == wallet
                && update is { Status: OrderStatus.Canceled, Reason: OrderReason.Requested })
            .Select(update => update.OrderId),
    ];

    private static bool HasModeChanged(Executed executed) =>
        executed.Outcome.EventsOf<MarginModeChanged>(EventKind.MarginModeChanged)
            .Any(changed => changed.Wallet == executed.Wallet);
}
