using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Hypercall.Gateway.Deribit;

/// <summary>
/// Deribit's JSON-RPC over HTTP (gateway.md §7): a query, or a body with or without the method's name.
/// </summary>
internal sealed class DeribitRoutes(DeribitMethods methods, DeribitAuth auth, ILogger<DeribitRoutes> log)
    : IGatewayRoutes
{
    private const string Root = "/api/v2";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root + "/{**method}", context => AnswerAsync(context, ReadQueryAsync));
        routes.MapPost(Root, context => AnswerAsync(context, ReadBodyAsync));
        routes.MapPost(Root + "/{**method}", context => AnswerAsync(context, ReadBodyAsync));
    }

    /// <summary>Whether a request is of this face, whose errors have its shape.</summary>
    public static bool IsOf(HttpRequest request) => request.Path.StartsWithSegments(Root);

    /// <summary>What ended a request before its method was run.</summary>
    public static Answer ErrorOf(HttpContext context, GatewayError error) =>
        AnswerOf(context, error.Status, null, null, DeribitError.Of(error));

    private async Task AnswerAsync(HttpContext context, Func<HttpContext, Task<(JsonRpcMessage, string)>> read)
    {
        string? id = null;
        (DeribitResult? result, DeribitError? error) = (null, null);
        DeribitCall? call = null;
        try
        {
            (JsonRpcMessage message, string body) = await read(context);
            id = message.Id;
            if (message.Refusal is { } refusal)
                throw new DeribitException(refusal);
            call = await CallAsync(context, message, body);
            result = await methods.RunAsync(call);
        }
        catch (Exception ended) when (DeribitError.Of(ended) is { } told)
        {
            error = told;
        }
        catch (Exception failure)
            when (call?.RequestId is not null && !context.RequestAborted.IsCancellationRequested)
        {
            log.LogError(failure, "{Method} failed, its command may have been sent", Fields.Shown(call.Method));
            error = call.OutcomeUnknown();
        }

        if ((error?.Bucket ?? call?.Bucket) is { } bucket)
            RateHeaders.Set(context.Response, bucket);
        Shapes.SetRetryAfter(context.Response, error?.RetryAfterMs);
        await AnswerOf(context, error?.Status ?? StatusCodes.Status200OK, id, result, error).ExecuteAsync(context);
    }

    private static Answer AnswerOf(
        HttpContext context, int status, string? id, DeribitResult? result, DeribitError? error)
    {
        context.Response.Headers.CacheControl = "no-store";
        var times = RequestTimes.Of(context);
        return new Answer(
            status,
            result?.Sequence ?? error?.Sequence,
            writer => DeribitMethods.Write(writer, id, times, result, error));
    }

    private async Task<DeribitCall> CallAsync(HttpContext context, JsonRpcMessage message, string body)
    {
        SignedCall? who = await auth.OfRequestAsync(
            context.Request.Headers.Authorization.ToString(), () => SignedOf(context, body), context.RequestAborted);
        if (who is not null)
            Peer.SetReader(context, who.Key.Wallet);
        return new DeribitCall(
            message.Method ?? throw new DeribitException(DeribitError.NotJsonRpc("the method is missing")),
            message.Params,
            new Sender(Peer.AddressOf(context), RequestTimes.Of(context).ReceivedAtMs),
            context.RequestAborted)
        {
            Key = who?.Key,
            IdSource = who?.IdSource,
            SignedAtMs = who?.AtMs,
            IsConfidential = IsConfidential(context),
            MinSequence = Math.Max(MinSequenceOf(context), message.Params.MinSequence()),
        };
    }

    /// <summary>TLS, or a peer on this machine, such as a proxy that ends TLS and is not named.</summary>
    public static bool IsConfidential(HttpContext context) => context.Request.IsHttps
        || (context.Connection.RemoteIpAddress is { } address && System.Net.IPAddress.IsLoopback(address));

    private static string SignedOf(HttpContext context, string body)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return $"{context.Request.Method.ToUpperInvariant()}\n{target}\n{body}\n";
    }

    /// <summary>A GET's body is not looked at.</summary>
    private static Task<(JsonRpcMessage, string)> ReadQueryAsync(HttpContext context) => Task.FromResult((
        new JsonRpcMessage(null, MethodOf(context), DeribitParams.Of(context.Request.Query)), ""));

    private static async Task<(JsonRpcMessage, string)> ReadBodyAsync(HttpContext context)
    {
        ReadOnlyMemory<byte> utf8 = await RequestBody.ReadBytesAsync(context);
        JsonRpcMessage message = JsonRpcMessage.Parse(utf8);
        string? named = MethodOf(context);
        if (named is not null && message.Method is not null && message.Method != named)
            throw new DeribitException(DeribitError.NotJsonRpc("the path names another method than the body"));
        return (message with { Method = message.Method ?? named }, Encoding.UTF8.GetString(utf8.Span));
    }

    private static string? MethodOf(HttpContext context) =>
        context.Request.RouteValues["method"] as string is { Length: > 0 } method ? method : null;

    private static long MinSequenceOf(HttpContext context)
    {
        string header = context.Request.Headers["X-Min-Sequence"].ToString();
        if (header.Length == 0)
            return 0;
        return ReadQuery.IsId(header, out long sequence)
            ? sequence
            : throw DeribitParams.Wrong("X-Min-Sequence", "expected an integer");
    }
}
