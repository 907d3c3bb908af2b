using Hypercall.Gateway.Deribit;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Hypercall.Gateway.Hosting;

/// <summary>
/// Around every request: notes when it came, and turns what ends it early into the error object of gateway.md §2,
/// or of Deribit's face.
/// </summary>
internal sealed class GatewayErrors(GatewayOptions options, ILogger<GatewayErrors> log)
{
    private const int MostUrlBytes = 8 << 10;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.Set(RequestTimes.Now(options));
        try
        {
            if (context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length > MostUrlBytes)
                throw new RefusedException(GatewayError.UrlTooLong($"a URL has at most {MostUrlBytes} bytes"));
            await next(context);
        }
        catch (RefusedException refused)
        {
            await TellAsync(context, refused.Error);
        }
        catch (BadHttpRequestException bad)
        {
            await TellAsync(context, bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? GatewayError.TooLarge(bad.Message)
                : GatewayError.InvalidRequest(bad.Message));
        }
        catch (Exception gone) when (gone is ConnectionResetException
            || (gone is OperationCanceledException && context.RequestAborted.IsCancellationRequested))
        {
            // Else the server reads on for the rest of a body, and logs as an error that there is none.
            context.Abort();
            log.LogDebug("a client left before its answer");
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            log.LogError(failure, "a request for {Path} failed", Fields.Shown(context.Request.Path));
            await TellAsync(context, new GatewayError(
                StatusCodes.Status500InternalServerError, "InternalError", "the gateway failed; its log says how"));
        }
    }

    private static async Task TellAsync(HttpContext context, GatewayError error)
    {
        Shapes.SetRetryAfter(context.Response, error.RetryAfterMs);
        if (error.Bucket is { } bucket)
            RateHeaders.Set(context.Response, bucket);
        Answer answer = DeribitRoutes.IsOf(context.Request)
            ? DeribitRoutes.ErrorOf(context, error)
            : Shapes.Error(error);
        await answer.ExecuteAsync(context);
    }
}
