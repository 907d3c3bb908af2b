using Hypercall.Gateway.Deribit;

namespace Hypercall.Gateway.Hosting;

/// <summary>
/// What every request passes before its route: its address's limit, the session that it names, and which pages may
/// read the answer: any where it is a read, the gateway's own and those of the settings where it is a write (gateway.md
/// §2).
/// </summary>
internal sealed class GatewayGate(GatewayOptions options, RateLimits limits, WalletAccess access)
{
    private const string Exposed = Answer.SequenceHeader + ", " + RateHeaders.Bucket + ", " + RateHeaders.Limit + ", "
        + RateHeaders.Remaining + ", " + RateHeaders.Reset + ", Retry-After";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // The server leaves the body of its answer out. Not so on Deribit's face, whose GETs write.
        if (HttpMethods.IsHead(context.Request.Method) && !DeribitRoutes.IsOf(context.Request))
            context.Request.Method = HttpMethods.Get;
        AllowOrigin(context);
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        RateHeaders.Set(context.Response, limits.RequireForAddress(Peer.AddressOf(context)));
        await access.TakeSessionAsync(context);
        await next(context);
    }

    private void AllowOrigin(HttpContext context)
    {
        HttpRequest request = context.Request;
        string? origin = request.Headers.Origin;
        if (origin is null)
            return;
        IHeaderDictionary headers = context.Response.Headers;
        bool isPreflight = HttpMethods.IsOptions(request.Method);
        string method = isPreflight ? request.Headers.AccessControlRequestMethod.ToString() : request.Method;
        headers.Vary = "Origin";
        if (HttpMethods.IsGet(method))
            headers.AccessControlAllowOrigin = "*";
        else if (MayWrite(request, origin))
            headers.AccessControlAllowOrigin = origin;
        else
            return;
        headers.AccessControlExposeHeaders = Exposed;
        if (!isPreflight)
            return;
        headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE";
        headers.AccessControlAllowHeaders = "content-type, authorization, x-min-sequence";
    }

    private bool MayWrite(HttpRequest request, string origin) =>
        origin == $"{request.Scheme}://{request.Host}"
        || options.WriteOrigins.Contains("*") || options.WriteOrigins.Contains(origin);
}
