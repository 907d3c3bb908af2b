using Hypercall.Gateway.Routes;
using Microsoft.OpenApi;

namespace Hypercall.Gateway.OpenApi;

/// <summary>Serves the document of face H: of the routes that this gateway has, made once.</summary>
internal sealed class OpenApiRoutes : IGatewayRoutes
{
    public const string Path = "/openapi/v1.json";

    private readonly Lazy<Task<(byte[] Text, string Tag)>> _text;
    private IEndpointRouteBuilder? _routes;

    public OpenApiRoutes() => _text = new Lazy<Task<(byte[], string)>>(WriteAsync);

    public void Map(IEndpointRouteBuilder routes)
    {
        _routes = routes;
        routes.MapGet(Path, SendAsync).IsOfVenue("This document", "");
    }

    private async Task SendAsync(HttpContext context)
    {
        (byte[] text, string tag) = await _text.Value;
        HttpResponse response = context.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = tag;
        if (PageRoutes.IsKnown(context.Request, tag))
            response.StatusCode = StatusCodes.Status304NotModified;
        else
            await response.Body.WriteAsync(text, context.RequestAborted);
    }

    private async Task<(byte[] Text, string Tag)> WriteAsync()
    {
        using var stream = new MemoryStream();
        await FaceDocument.Of(_routes!.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
            .SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1);
        byte[] text = stream.ToArray();
        return (text, PageRoutes.TagOf(text));
    }

    /// <summary>The methods that an endpoint is for; none: all.</summary>
    public static IReadOnlyList<string> MethodsOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
}
