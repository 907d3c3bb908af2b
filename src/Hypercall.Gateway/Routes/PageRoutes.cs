using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Hypercall.Gateway.Routes;

/// <summary>
/// The page to trade on (gateway.md §11): the files of wwwroot, which are in this assembly. A browser asks each time
/// whether its copy is still good, so that a page never runs against a gateway of another version; it loads nothing
/// from elsewhere and talks to nobody else.
/// </summary>
internal sealed class PageRoutes(GatewayOptions options, IServiceProvider services) : IGatewayRoutes
{
    private const string Root = "wwwroot/";
    private const string Index = "index.html";
    private const string Policy = "default-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'; object-src 'none'";

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (string name in typeof(PageRoutes).Assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(Root, StringComparison.Ordinal))
                continue;
            PageFile file = PageFile.Read(name, ContentTypeOf(name));
            string path = name[Root.Length..];
            routes.MapGet(path == Index ? "/" : "/" + path, context => SendAsync(context, file));
        }

        routes.MapGet("/page/config.json", Config);
    }

    /// <summary>What the page has to know before it asks the venue anything.</summary>
    private IResult Config(HttpContext context)
    {
        SetHeaders(context.Response);
        bool hasFaucet = ((IEnumerable<IGatewayRoutes>?)services.GetService(typeof(IEnumerable<IGatewayRoutes>)))!
            .OfType<FaucetRoutes>().Any();
        return Shapes.Ok(null, writer =>
        {
            writer.WriteNumber("chainId", options.ChainId);
            writer.WriteBoolean("faucet", hasFaucet);
        });
    }

    private static Task SendAsync(HttpContext context, PageFile file)
    {
        HttpResponse response = context.Response;
        SetHeaders(response);
        response.Headers.ETag = file.Tag;
        if (IsKnown(context.Request, file.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = file.ContentType;
        response.ContentLength = file.Bytes.Length;
        return response.Body.WriteAsync(file.Bytes, context.RequestAborted).AsTask();
    }

    private static void SetHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "no-cache";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    /// <summary>Whether who asks has a copy of it.</summary>
    public static bool IsKnown(HttpRequest request, string tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out IList<EntityTagHeaderValue>? tags)
        && tags.Any(known => known.Tag == "*" || known.Tag == tag);

    /// <summary>The tag of a content.</summary>
    public static string TagOf(ReadOnlySpan<byte> content) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"";

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        string other => throw new InvalidOperationException($"the page has no files of the kind {other}"),
    };

    private sealed record PageFile(byte[] Bytes, string ContentType, string Tag)
    {
        public static PageFile Read(string name, string contentType)
        {
            using Stream stream = typeof(PageRoutes).Assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return new PageFile(bytes, contentType, TagOf(bytes));
        }
    }
}
