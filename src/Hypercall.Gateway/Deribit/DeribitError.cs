namespace Hypercall.Gateway.Deribit;

/// <summary>An error as Deribit tells it (gateway.md §8): its number, and what of ours is behind it.</summary>
/// <param name="Code">Deribit's number.</param>
/// <param name="Message">Deribit's word for it.</param>
/// <param name="Reason">What is wrong, in words; of a parameter: what was expected.</param>
/// <param name="Param">The parameter that is wrong, or null.</param>
/// <param name="OwnCode">The engine's reject code, or face H's error code.</param>
/// <param name="Sequence">Where the engine rejected it, or as of what it is; null: it is not of the engine.</param>
internal sealed record DeribitError(
    int Code,
    string Message,
    string? Reason = null,
    string? Param = null,
    string? OwnCode = null,
    string? Detail = null,
    long? Sequence = null)
{
    public const int TooManyRequests = 10028;
    public const int Unauthorized = 13009;

    /// <summary>How a call whose signature was used finds out what came of its command.</summary>
    private const string AskAgain =
        "the same call with this request_id, signed anew, gets the true outcome; a market order, or an edit that "
        + "leaves price or amount out, gets RequestIdReused where the first was executed";
    private const int BadParams = -32602;

    /// <summary>When to try again; null: it is not said.</summary>
    public long? RetryAfterMs { get; init; }

    /// <summary>The id of the command that it is about; null: it is about none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The limit that is used up, or null.</summary>
    public RateBucket? Bucket { get; init; }

    /// <summary>HTTP's status of an answer with it.</summary>
    public int Status => Code switch
    {
        TooManyRequests => StatusCodes.Status429TooManyRequests,
        Unauthorized => StatusCodes.Status401Unauthorized,
        _ => StatusCodes.Status400BadRequest,
    };

    public static DeribitError InvalidParams(string? param, string reason) =>
        new(BadParams, "Invalid params", reason, param, "InvalidRequest");

    public static DeribitError UnknownMethod(string method) =>
        new(-32601, "Method not found", "there is no such method", "method", "NotFound", method);

    public static DeribitError NotJsonRpc(string reason) =>
        new(-32600, "Invalid Request", reason, null, "InvalidRequest");

    /// <param name="asOf">The sequence at which it was looked for; null: its name is none.</param>
    public static DeribitError NotFound(string what, long? asOf = null) =>
        new(13020, "not_found", what, OwnCode: "NotFound", Sequence: asOf);

    /// <param name="asOf">The sequence at which it was looked for; null: its id is none.</param>
    public static DeribitError OrderNotFound(long? asOf) =>
        new(10004, "order_not_found", "the wallet has no such order", "order_id", "NotFound", Sequence: asOf);

    public static DeribitError NotAuthorized(string reason) =>
        new(Unauthorized, "unauthorized", reason, OwnCode: "NotAuthorized");

    public static DeribitError NoMarketPrice { get; } = new(
        10040, "retry", "neither a mark nor the other side of the book says what a market order may cost",
        OwnCode: "MissingMark");

    /// <summary>A price is never changed, so that post-only has to be rejected where it would trade.</summary>
    public static DeribitError NeedsRejectPostOnly { get; } = new(
        11047, "unsupported_arg_combination", "post_only needs reject_post_only", "reject_post_only", "NotSupported");

    /// <summary>What face H would have answered.</summary>
    public static DeribitError Of(GatewayError error)
    {
        (int code, string message) = error.Code switch
        {
            nameof(GatewayError.InvalidRequest) or nameof(GatewayError.TooLarge) => (BadParams, "Invalid params"),
            nameof(GatewayError.InvalidSignature) or nameof(GatewayError.NotAuthorized)
                or nameof(GatewayError.UnknownWallet) => (Unauthorized, "unauthorized"),
            nameof(GatewayError.NotFound) => (13020, "not_found"),
            nameof(GatewayError.RateLimited) => (TooManyRequests, "too_many_requests"),
            nameof(GatewayError.NotSupported) => (11047, "unsupported_arg_combination"),
            nameof(GatewayError.Conflict) => (11030, "other_reject Conflict"),
            "EngineStopped" => (11051, "system_maintenance"),
            nameof(GatewayError.OutcomeUnknown) or "InternalError" => (11094, "internal_server_error"),
            _ => (10040, "retry"),
        };
        bool isUnknown = error.Code == nameof(GatewayError.OutcomeUnknown);
        string reason = isUnknown ? "outcome_unknown" : error.Text;
        string detail = isUnknown && error.RequestId is not null
            ? $"{error.Detail ?? "nobody knows whether it was executed"}; {AskAgain}"
            : error.Detail ?? error.Text;
        return new DeribitError(code, message, reason, null, error.Code, detail, error.Sequence)
        {
            RequestId = error.RequestId,
            RetryAfterMs = error.RetryAfterMs,
            Bucket = error.Bucket,
        };
    }

    /// <summary>What is told of what ended a call; null: it is a failure of ours.</summary>
    public static DeribitError? Of(Exception ended) => ended switch
    {
        DeribitException refused => refused.Error,
        RefusedException refused => Of(refused.Error),
        _ => null,
    };

    /// <summary>A rejection by the engine.</summary>
    /// <param name="side">Of the order, where it is of one: whether a price is too high or too low.</param>
    public static DeribitError Of(in Rejection rejection, Side? side, long sequence)
    {
        (int code, string message) = NumberOf(rejection, side);
        string? detail = RejectText.Describe(rejection);
        return new DeribitError(
            code, message, detail, ParamOf(rejection.Code), rejection.Code.ToString(), detail, sequence);
    }

    /// <summary>The object of <c>error</c>.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("code", Code);
        writer.WriteString("message", Message);
        writer.WriteStartObject("data");
        if (Reason is not null)
            writer.WriteString("reason", Reason);
        if (Param is not null)
            writer.WriteString("param", Param);
        writer.WriteString("code", OwnCode);
        writer.WriteString("detail", Detail);
        writer.WriteNumber("sequence", Sequence);
        if (RequestId is not null)
            writer.WriteString("request_id", RequestId);
        if (RetryAfterMs is { } wait)
            writer.WriteNumber("retry_after_ms", wait);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static (int Code, string Message) NumberOf(in Rejection rejection, Side? side) => rejection.Code switch
    {
        RejectCode.InsufficientMargin or RejectCode.InsufficientBalance => (10009, "not_enough_funds"),
        RejectCode.UnknownOrder => (10004, "order_not_found"),
        RejectCode.UnknownInstrument or RejectCode.InvalidSymbol => (13020, "not_found"),
        RejectCode.InstrumentExpired or RejectCode.InstrumentHalted or RejectCode.TradingModeDisabled =>
            (10012, "book_closed"),
        RejectCode.PriceOffTick or RejectCode.TooManySignificantFigures => (10043, "price_wrong_tick"),
        RejectCode.InvalidPrice => (10023, "invalid_price"),
        RejectCode.PriceOutOfBand when side == Side.Sell => (10005, $"price_too_low {LimitOf(rejection)}"),
        RejectCode.PriceOutOfBand => (10007, $"price_too_high {LimitOf(rejection)}"),
        RejectCode.InvalidSize or RejectCode.SizeOffStep or RejectCode.SizeTooLarge => (10021, "invalid_amount"),
        RejectCode.SizeTooSmall => (10002, "qty_too_low"),
        RejectCode.PostOnlyWouldCross => (11054, "post_only_reject"),
        RejectCode.TooManyOpenOrders => (10013, $"max_total_open_orders {rejection.Arguments.Second}"),
        RejectCode.LiquidationRestricted => (10019, "locked_by_admin"),
        RejectCode.NotAuthorized or RejectCode.AgentDead => (Unauthorized, "unauthorized"),
        RejectCode.InvalidFlags or RejectCode.InvalidBulk or RejectCode.InvalidAmount or RejectCode.InvalidExpiry
            or RejectCode.ClientIdTooLong or RejectCode.InvalidMmpConfig => (BadParams, "Invalid params"),
        _ => (11030, $"other_reject {rejection.Code}"),
    };

    private static string? ParamOf(RejectCode code) => code switch
    {
        RejectCode.UnknownInstrument or RejectCode.InvalidSymbol => "instrument_name",
        RejectCode.UnknownOrder => "order_id",
        RejectCode.InvalidPrice or RejectCode.PriceOffTick or RejectCode.TooManySignificantFigures
            or RejectCode.PriceOutOfBand => "price",
        RejectCode.InvalidSize or RejectCode.SizeOffStep or RejectCode.SizeTooLarge or RejectCode.SizeTooSmall =>
            "amount",
        RejectCode.InvalidExpiry => "valid_until",
        RejectCode.InvalidFlags => "post_only",
        RejectCode.ClientIdTooLong or RejectCode.ClientIdInUse => "label",
        RejectCode.InvalidMmpConfig => "interval",
        _ => null,
    };

    private static string LimitOf(in Rejection rejection) =>
        DecimalText.Format(rejection.Arguments.Second, Price.Decimals);
}

/// <summary>Ends the handling of a call with an error that its sender is told.</summary>
internal sealed class DeribitException(DeribitError error) : Exception(error.Message)
{
    public DeribitError Error => error;
}
