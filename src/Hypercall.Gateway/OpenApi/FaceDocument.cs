using System.Text.RegularExpressions;
using Hypercall.Gateway.Routes;
using Microsoft.OpenApi;

namespace Hypercall.Gateway.OpenApi;

/// <summary>
/// Face H as an OpenAPI document. Answers are written by hand, digit by digit, and bodies read field by field: no type
/// of .NET has their shape, so that the document is made from each <see cref="FaceRoute"/> and
/// <see cref="FaceShapes"/>, which tests hold against every answer and body.
/// </summary>
internal sealed partial class FaceDocument
{
    private const string Json = "application/json";

    private static readonly Dictionary<int, string> Refusals = new()
    {
        [400] = "InvalidRequest: detail names the field",
        [401] = "InvalidSignature",
        [403] = "NotAuthorized, UnknownWallet",
        [404] = "NotFound",
        [409] = "ViewBehind, Conflict, StaleAuction",
        [413] = "TooLarge",
        [429] = "RateLimited",
        [501] = "NotSupported",
        [503] = "EngineBusy, EngineRecovering, EngineStopped, NotExecuted, ViewRepairing: certainly not executed",
        [504] = "OutcomeUnknown: send the identical request again",
    };

    private readonly OpenApiDocument _document = new()
    {
        Info = new OpenApiInfo
        {
            Title = "Hypercall",
            Version = "1",
            Description = "Face H of the gateway. Money and sizes are decimal strings; an outcome of the engine, "
                + "accepted or rejected, is 200. Writes are signed by EIP-712: docs/gateway.md.",
        },
        Paths = new OpenApiPaths(),
        Components = new OpenApiComponents
        {
            Schemas = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
            Responses = new Dictionary<string, IOpenApiResponse>(StringComparer.Ordinal),
            SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal),
        },
    };

    /// <summary>The document of the routes that are served.</summary>
    public static OpenApiDocument Of(IEnumerable<RouteEndpoint> routes)
    {
        var face = new FaceDocument();
        face.AddComponents();
        foreach (RouteEndpoint route in routes)
        {
            if (route.Metadata.GetMetadata<FaceRoute>() is { } told)
                face.Add(OpenApiRoutes.MethodsOf(route)[0], route.RoutePattern.RawText!, told);
        }

        foreach (string path in PendingRoutes.NotInThisVersion)
            face.PathOf(path).AddOperation(HttpMethod.Get, face.PendingOperation(path));
        return face._document;
    }

    /// <summary>Names of a path's parameters.</summary>
    public static IEnumerable<string> PathNames(string path) =>
        PathParameter().Matches(path).Select(match => match.Groups[1].Value);

    private void Add(string method, string path, FaceRoute route) =>
        PathOf(path).AddOperation(new HttpMethod(method), OperationOf(path, route));

    private void AddComponents()
    {
        OpenApiComponents components = _document.Components!;
        foreach ((string name, string text) in FaceShapes.Texts)
            components.Schemas!.Add(name, new ShapeText(_document).Members(text));
        foreach ((string name, string text) in FaceShapes.Bodies)
            components.Schemas!.Add(name, new ShapeText(_document, isRequest: true).Members(text));
        components.SecuritySchemes!.Add("session", new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The token of POST /session, where reads are not public",
        });
        foreach ((int status, string says) in Refusals)
            components.Responses!.Add(NameOf(status), Response(says, new OpenApiSchemaReference("Error", _document)));
    }

    private OpenApiPathItem PathOf(string path)
    {
        string key = path.Replace("{**", "{", StringComparison.Ordinal);
        if (!_document.Paths.TryGetValue(key, out IOpenApiPathItem? item))
            _document.Paths.Add(key, item = new OpenApiPathItem());
        return (OpenApiPathItem)item;
    }

    private OpenApiOperation OperationOf(string path, FaceRoute route)
    {
        var operation = new OpenApiOperation
        {
            Summary = route.Summary,
            Parameters = [.. PathParameters(path), .. QueryParameters(route)],
            Responses = new OpenApiResponses(),
        };
        foreach (int status in route.Statuses)
            operation.Responses.Add(TextOf(status), AnswerOf(route));
        if (route.Body is { } body)
            operation.RequestBody = BodyOf(body);
        if (route.IsOfWallet)
            operation.Security = [new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference("session", _document)] = [],
            }, new OpenApiSecurityRequirement()];
        foreach (int status in RefusalsOf(route).Except(route.Statuses))
            operation.Responses.Add(TextOf(status), new OpenApiResponseReference(NameOf(status), _document));
        return operation;
    }

    private OpenApiOperation PendingOperation(string path) => new()
    {
        Summary = "Not in this version, whatever the method",
        Parameters = [.. PathParameters(path)],
        Responses = new OpenApiResponses { ["501"] = new OpenApiResponseReference(NameOf(501), _document) },
    };

    private static IEnumerable<int> RefusalsOf(FaceRoute route)
    {
        if (route.Body is not null)
            return [400, 401, 403, 404, 409, 413, 429, 501, 503, 504];
        int[] asked = route.HasSequence ? [400, 404, 409, 429, 503] : [400, 429, 503];
        return route.IsOfWallet ? [.. asked, 403] : asked;
    }

    private IEnumerable<OpenApiParameter> PathParameters(string path) => PathNames(path).Select(name =>
        new OpenApiParameter
        {
            Name = name, In = ParameterLocation.Path, Required = true, Schema = new ShapeText(_document).Type("text"),
        });

    private IEnumerable<OpenApiParameter> QueryParameters(FaceRoute route)
    {
        string text = route.HasSequence && route.Body is null ? route.Query + ", min_sequence?: int" : route.Query;
        foreach ((string name, bool isNeeded, string type) in ShapeText.Split(text))
        {
            yield return new OpenApiParameter
            {
                Name = name, In = ParameterLocation.Query, Required = isNeeded,
                Schema = new ShapeText(_document).Type(type),
            };
        }
    }

    private OpenApiRequestBody BodyOf(string name) => new()
    {
        Required = true,
        Content = ContentOf(new OpenApiSchemaReference(name, _document)),
    };

    private OpenApiResponse AnswerOf(FaceRoute route)
    {
        OpenApiResponse response = route.Answer.Length == 0
            ? new OpenApiResponse { Description = "Not in the shapes of this document" }
            : Response("As of X-Sequence", ShapeOf(route.Answer));
        response.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        foreach (string name in (string[])
            [RateHeaders.Bucket, RateHeaders.Limit, RateHeaders.Remaining, RateHeaders.Reset])
            response.Headers.Add(name, HeaderOf("Of the limit that counted it"));
        if (route.HasSequence || route.Body is not null)
            response.Headers.Add(Answer.SequenceHeader, HeaderOf("The engine's sequence that it is as of"));
        return response;
    }

    /// <summary>A shape within the envelopes of gateway.md §2.</summary>
    private IOpenApiSchema ShapeOf(string text)
    {
        var shapes = new ShapeText(_document);
        if (text.Contains(':'))
            return shapes.Members(text);
        int open = text.IndexOf('(');
        string item = open < 0 ? text : text[(open + 1)..^1];
        return (open < 0 ? "" : text[..open]) switch
        {
            "single" => shapes.Members($"success: flag, data: {item}?, error: text?"),
            "list" => shapes.Members($"success: flag, data: {item}[], pagination: Pagination"),
            "listed" => shapes.Members($"success: flag, data: {item}[], pagination: Pagination, error: text?"),
            "page" => shapes.Members($"success: flag, data: {item}[], page: Page, error: text?"),
            "deribit" => shapes.Members(
                $"jsonrpc: '2.0', result: {item}, testnet: flag, usIn: us, usOut: us, usDiff: int"),
            "outcome" => shapes.Members(
                $"success: flag, data: {(item == "null" ? item : item + '?')}, error: text?, {FaceShapes.Outcome}"),
            _ => shapes.Type(text),
        };
    }

    private static OpenApiResponse Response(string says, IOpenApiSchema schema) =>
        new() { Description = says, Content = ContentOf(schema) };

    private static Dictionary<string, OpenApiMediaType> ContentOf(IOpenApiSchema schema) =>
        new(StringComparer.Ordinal) { [Json] = new OpenApiMediaType { Schema = schema } };

    private static OpenApiHeader HeaderOf(string says) =>
        new() { Description = says, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static string TextOf(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static string NameOf(int status) => $"Refused{status}";

    [GeneratedRegex(@"\{\*{0,2}(\w+)\}")]
    private static partial Regex PathParameter();
}
