namespace Hypercall.Gateway.Answers;

/// <summary>Why a request has no outcome of the engine (gateway.md §2): status, code and what to say.</summary>
/// <param name="Status">HTTP's status.</param>
/// <param name="Code">The code, one of those below.</param>
/// <param name="Detail">Field and what was expected of it, or null.</param>
/// <param name="RetryAfterMs">When to try again; null: it is not said.</param>
/// <param name="RequestId">The request's id where it has one.</param>
/// <param name="Bucket">The limit that the answer's headers tell of; null: the address's.</param>
/// <param name="Sequence">Which sequence of the engine it is as of; null: it is not of the engine.</param>
internal sealed record GatewayError(
    int Status,
    string Code,
    string Text,
    string? Detail = null,
    long? RetryAfterMs = null,
    string? RequestId = null,
    RateBucket? Bucket = null,
    long? Sequence = null)
{
    /// <summary>True: whoever signed does not speak for the wallet.</summary>
    public bool DeniesSigner => Code is nameof(NotAuthorized) or nameof(UnknownWallet);

    public static GatewayError InvalidRequest(string text, string? detail = null) =>
        new(StatusCodes.Status400BadRequest, nameof(InvalidRequest), text, detail);

    public static GatewayError InvalidSignature(string text) =>
        new(StatusCodes.Status401Unauthorized, nameof(InvalidSignature), text);

    public static GatewayError NotAuthorized(string text) =>
        new(StatusCodes.Status403Forbidden, nameof(NotAuthorized), text);

    public static GatewayError UnknownWallet(string text) =>
        new(StatusCodes.Status403Forbidden, nameof(UnknownWallet), text);

    public static GatewayError NotFound(string text, long? asOf = null) =>
        new(StatusCodes.Status404NotFound, nameof(NotFound), text, Sequence: asOf);

    public static GatewayError ViewBehind(string text, long asOf) =>
        new(StatusCodes.Status409Conflict, nameof(ViewBehind), text, Sequence: asOf);

    public static GatewayError Conflict(string text) => new(StatusCodes.Status409Conflict, nameof(Conflict), text);

    public static GatewayError StaleAuction(string text) =>
        new(StatusCodes.Status409Conflict, nameof(StaleAuction), text);

    public static GatewayError TooLarge(string text) =>
        new(StatusCodes.Status413PayloadTooLarge, nameof(TooLarge), text);

    public static GatewayError UrlTooLong(string text) =>
        new(StatusCodes.Status414UriTooLong, nameof(TooLarge), text);

    public static GatewayError RateLimited(string text, long retryAfterMs) =>
        new(StatusCodes.Status429TooManyRequests, nameof(RateLimited), text, RetryAfterMs: retryAfterMs);

    public static GatewayError NotSupported(string text) =>
        new(StatusCodes.Status501NotImplemented, nameof(NotSupported), text);

    /// <summary>
    /// Certainly not executed: EngineBusy, EngineRecovering, EngineStopped, NotExecuted, ViewRepairing.
    /// </summary>
    public static GatewayError Unavailable(string code, string text, long retryAfterMs) =>
        new(StatusCodes.Status503ServiceUnavailable, code, text, RetryAfterMs: retryAfterMs);

    public static GatewayError OutcomeUnknown(string text) =>
        new(StatusCodes.Status504GatewayTimeout, nameof(OutcomeUnknown), text);
}
