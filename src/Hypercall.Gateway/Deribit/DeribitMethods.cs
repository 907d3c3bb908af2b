namespace Hypercall.Gateway.Deribit;

/// <summary>
/// The methods of gateway.md §7 that HTTP and sockets have in common, by their names. What is private needs a key, and
/// its agent to be alive, before anything else is looked at.
/// </summary>
internal sealed class DeribitMethods
{
    private const string PrivatePrefix = "private/";

    private readonly Dictionary<string, Func<DeribitCall, Task<DeribitResult>>> _methods;
    private readonly DeribitAuth _auth;
    private readonly DeribitTokens _tokens;
    private readonly GatewayOptions _options;

    public DeribitMethods(
        DeribitMarket market,
        DeribitTrading trading,
        DeribitAccount account,
        DeribitProtection protection,
        DeribitAuth auth,
        DeribitTokens tokens,
        GatewayOptions options)
    {
        (_auth, _tokens, _options) = (auth, tokens, options);
        _methods = new(StringComparer.Ordinal)
        {
            ["public/get_time"] = Time,
            ["public/status"] = Status,
            ["public/test"] = Version,
            ["public/hello"] = Version,
            ["public/auth"] = AuthenticateAsync,
            ["public/get_currencies"] = market.Currencies,
            ["public/get_instruments"] = market.Instruments,
            ["public/get_instrument"] = market.Instrument,
            ["public/ticker"] = market.Ticker,
            ["public/get_book_summary_by_currency"] = market.Summaries,
            ["public/get_book_summary_by_instrument"] = market.Summary,
            ["public/get_order_book"] = market.OrderBook,
            ["public/get_last_trades_by_instrument"] = market.Trades,
            ["public/get_last_trades_by_instrument_and_time"] = market.Trades,
            ["public/get_tradingview_chart_data"] = market.Chart,
            ["public/get_index_price"] = market.IndexPrice,
            ["private/buy"] = trading.Buy,
            ["private/sell"] = trading.Sell,
            ["private/edit"] = trading.Edit,
            ["private/cancel"] = trading.Cancel,
            ["private/cancel_all"] = trading.CancelAll,
            ["private/cancel_all_by_currency"] = trading.CancelAll,
            ["private/cancel_all_by_instrument"] = trading.CancelAll,
            ["private/get_open_orders"] = account.OpenOrders,
            ["private/get_open_orders_by_currency"] = account.OpenOrders,
            ["private/get_open_orders_by_instrument"] = account.OpenOrders,
            ["private/get_order_state"] = account.OrderState,
            ["private/get_order_history_by_currency"] = account.OrderHistory,
            ["private/get_order_history_by_instrument"] = account.OrderHistory,
            ["private/get_user_trades_by_currency"] = account.Trades,
            ["private/get_user_trades_by_currency_and_time"] = account.Trades,
            ["private/get_user_trades_by_instrument"] = account.Trades,
            ["private/get_user_trades_by_instrument_and_time"] = account.Trades,
            ["private/get_user_trades_by_order"] = account.TradesByOrder,
            ["private/get_positions"] = account.Positions,
            ["private/get_position"] = account.Position,
            ["private/get_account_summary"] = account.Summary,
            ["private/get_account_summaries"] = account.Summaries,
            ["private/set_mmp_config"] = protection.Set,
            ["private/get_mmp_config"] = protection.Get,
            ["private/reset_mmp"] = protection.Reset,
        };
    }

    /// <summary>Names of all of them.</summary>
    public IEnumerable<string> Names => _methods.Keys;

    /// <summary>Runs a method.</summary>
    /// <exception cref="DeribitException">It has no result.</exception>
    /// <exception cref="RefusedException">The same, as face H says it.</exception>
    public async Task<DeribitResult> RunAsync(DeribitCall call)
    {
        if (!_methods.TryGetValue(call.Method, out Func<DeribitCall, Task<DeribitResult>>? method))
            throw new DeribitException(DeribitError.UnknownMethod(Requests.Fields.Shown(call.Method)));
        if (call.Method.StartsWith(PrivatePrefix, StringComparison.Ordinal))
            await _auth.RequireAliveAsync(call.RequireKey(), call.Cancellation);
        return await method(call);
    }

    /// <summary>New tokens of a key, as public/auth answers.</summary>
    public (DeribitResult Result, long EndsAtMs) Grant(KeyHolder key)
    {
        (string access, long end) = _tokens.Access(key);
        string refresh = _tokens.Refresh(key);
        return (DeribitResult.Object(null, writer =>
        {
            writer.WriteString("access_token", access);
            writer.WriteString("refresh_token", refresh);
            writer.WriteNumber("expires_in", DeribitTokens.AccessSeconds);
            writer.WriteString("scope", DeribitScope.Granted);
            writer.WriteString("token_type", "bearer");
        }), end);
    }

    /// <summary>An answer, as both faces of it send it.</summary>
    /// <param name="id">The call's id as it came, or null.</param>
    /// <param name="result">Its result; null: the error.</param>
    public static void Write(
        Utf8JsonWriter writer, string? id, RequestTimes times, DeribitResult? result, DeribitError? error)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc", "2.0");
        if (id is not null)
        {
            writer.WritePropertyName("id");
            writer.WriteRawValue(id, skipInputValidation: true);
        }

        writer.WritePropertyName(error is null ? "result" : "error");
        if (error is null)
            result!.Write(writer);
        else
            error.Write(writer);
        times.Write(writer);
        writer.WriteEndObject();
    }

    private async Task<DeribitResult> AuthenticateAsync(DeribitCall call) =>
        Grant(await _auth.OfGrantAsync(call)).Result;

    private Task<DeribitResult> Time(DeribitCall call)
    {
        long now = _options.NowMs;
        return Task.FromResult(new DeribitResult(null, writer => writer.WriteNumberValue(now)));
    }

    private static Task<DeribitResult> Status(DeribitCall call) => Task.FromResult(
        DeribitResult.Object(null, static writer => writer.WriteString("locked", "false")));

    private static Task<DeribitResult> Version(DeribitCall call) => Task.FromResult(
        DeribitResult.Object(null, static writer => writer.WriteString(
            "version", typeof(DeribitMethods).Assembly.GetName().Version!.ToString(3))));
}
