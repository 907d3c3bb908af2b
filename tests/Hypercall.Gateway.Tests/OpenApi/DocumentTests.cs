using System.Net;
using Hypercall.Gateway.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Hypercall.Gateway.Tests.OpenApi;

/// <summary>
/// The OpenAPI document says what the gateway does: it has every route, parameter and field, and no other. That answers
/// are of its shapes, every test asks that reads or writes.
/// </summary>
public sealed class DocumentTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    private const string Unknown = "zzz";

    /// <summary>What has no contract in the document: the page, and the other face.</summary>
    private static readonly string[] OtherFaces = ["/page/", "/api/v2", "/ws/api/v2"];

    [Fact]
    public async Task It_is_served_and_a_reader_of_such_documents_finds_no_fault()
    {
        using HttpResponseMessage answer = await venue.Http.GetAsync(OpenApiRoutes.Path);
        string text = await answer.Content.ReadAsStringAsync();
        ReadResult read = OpenApiDocument.Parse(text, "json");

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.False(read.Document!.Paths.ContainsKey("/demo/faucet"), "a route that this gateway does not have");
        Assert.Equal(text, await venue.Http.GetStringAsync(OpenApiRoutes.Path));
        using var again = new HttpRequestMessage(HttpMethod.Get, OpenApiRoutes.Path);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using HttpResponseMessage known = await venue.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Fact]
    public void Every_route_stands_in_it_and_every_route_in_it_is_there()
    {
        HashSet<string> documented = [.. FaceContract.Operations
            .Where(operation => !operation.Operation.GetProperty("responses").TryGetProperty("501", out _)
                || operation.Operation.TryGetProperty("requestBody", out _))
            .Select(operation => $"{operation.Method} {operation.Path}")];
        documented.Remove("POST /demo/faucet");

        Assert.Equal(documented.Order(StringComparer.Ordinal), Mapped().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_reference_has_what_it_stands_for_and_every_shape_is_used()
    {
        HashSet<string> used = [];
        Collect(FaceContract.Document, used);
        Assert.Equal(
            FaceShapes.Texts.Keys.Concat(FaceShapes.Bodies.Keys).Order(StringComparer.Ordinal),
            used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_parameter_is_known_and_no_other()
    {
        int asked = 0;
        foreach ((string method, string path, JsonElement operation) in FaceContract.Operations)
        {
            string[] query = [.. QueryOf(operation)];
            if (query.Length == 0)
                continue;
            string target = $"{path.Replace("{id}", "1")}?{string.Join('&', query)}&{Unknown}=1";
            using HttpResponseMessage answer = await venue.Http.GetAsync(target);
            Assert.Equal((HttpStatusCode.BadRequest, "GET"), (answer.StatusCode, method));
            Assert.Equal($"parameter '{Unknown}': expected no such parameter", await DetailAsync(answer));
            asked++;
        }

        Assert.True(asked > 25, $"{asked}");
    }

    [Fact]
    public async Task Every_field_of_a_body_is_known_and_no_other()
    {
        int sent = 0;
        foreach ((string method, string path, JsonElement schema) in Bodies())
        {
            JsonObject body = SampleOf(schema).AsObject();
            JsonObject inner = InnerOf(body);
            inner[Unknown] = 1;
            Assert.Contains(
                $"{Unknown}': expected no such field", await RefusalAsync(method, path, body));
            sent++;
        }

        Assert.True(sent > 20, $"{sent}");
    }

    [Fact]
    public async Task A_field_that_must_be_there_is_asked_for()
    {
        foreach ((string method, string path, JsonElement schema) in Bodies())
        {
            foreach (string name in Required(schema))
            {
                JsonObject body = SampleOf(schema).AsObject();
                InnerOf(body).Remove(name);
                string detail = await RefusalAsync(method, path, body);
                Assert.True(
                    detail.Contains($"{name}'") && detail.Contains("it is missing"), $"{path} {name}: {detail}");
            }
        }
    }

    private IEnumerable<string> Mapped() =>
        from endpoint in venue.Gateway.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct()
        let path = endpoint.RoutePattern.RawText!
        where path != "/" && !OtherFaces.Any(other => path.StartsWith(other, StringComparison.Ordinal))
        from method in OpenApiRoutes.MethodsOf(endpoint)
        select $"{method} {path}";

    /// <summary>Bodies of what the gateway of this test has.</summary>
    private static IEnumerable<(string Method, string Path, JsonElement Schema)> Bodies() =>
        from operation in FaceContract.Operations
        where operation.Path != "/demo/faucet" && FaceContract.BodyOf(operation.Operation).HasValue
        select (operation.Method, operation.Path, FaceContract.BodyOf(operation.Operation)!.Value);

    private static IEnumerable<string> QueryOf(JsonElement operation)
    {
        if (!operation.TryGetProperty("parameters", out JsonElement parameters))
            yield break;
        foreach (JsonElement parameter in parameters.EnumerateArray())
        {
            string name = parameter.GetProperty("name").GetString()!;
            if (parameter.GetProperty("in").GetString() == "query")
                yield return $"{name}={SampleOf(parameter.GetProperty("schema"), name)}";
        }
    }

    /// <summary>The fields that an object or, of a list of writes, its items must have.</summary>
    private static IEnumerable<string> Required(JsonElement schema)
    {
        JsonElement object_ = schema;
        if (ListOf(schema) is { } list)
            object_ = FaceContract.Resolve(list.GetProperty("items"));
        return object_.GetProperty("required").EnumerateArray().Select(name => name.GetString()!);
    }

    private static JsonElement? ListOf(JsonElement schema)
    {
        JsonProperty[] members = [.. schema.GetProperty("properties").EnumerateObject()];
        return members is [{ Name: "orders" or "replacements" or "cancels" } list] ? list.Value : null;
    }

    private static JsonObject InnerOf(JsonObject body) =>
        body.FirstOrDefault().Value is JsonArray { Count: 1 } list && body.Count == 1 ? list[0]!.AsObject() : body;

    private static JsonNode SampleOf(JsonElement reference, string name = "")
    {
        JsonElement schema = FaceContract.Resolve(reference);
        if (schema.TryGetProperty("enum", out JsonElement words))
            return JsonNode.Parse(words[0].GetRawText())!;
        if (Named(name) is { } known)
            return known;
        string type = schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } types
            ? types.EnumerateArray().First(one => one.GetString() != "null").GetString()!
            : schema.GetProperty("type").GetString()!;
        return type switch
        {
            "object" => new JsonObject(schema.GetProperty("properties").EnumerateObject().Select(member =>
                KeyValuePair.Create<string, JsonNode?>(member.Name, SampleOf(member.Value, member.Name)))),
            "array" => new JsonArray(SampleOf(schema.GetProperty("items"))),
            "integer" or "number" => 1,
            "boolean" => true,
            _ => TextFor(schema),
        };
    }

    private static JsonNode TextFor(JsonElement schema)
    {
        string form = schema.TryGetProperty("pattern", out JsonElement pattern) ? pattern.GetString()! : "";
        return form.Contains("{130}") ? "0x" + new string('1', 130)
            : form.Contains("{40}") ? "0x" + new string('a', 40)
            : "1";
    }

    /// <summary>What no type tells.</summary>
    private static JsonNode? Named(string name) => name switch
    {
        "currency" or "underlying" => "ETH",
        "symbol" or "instrument_name" or "instrument_names" => GatewayVenueFixture.Option,
        "actions" => """[{"type":"CancelOrder","orderId":1}]""",
        "timeout_ms" => 1_000,
        "status" => "completed",
        "transaction_type" => "deposit",
        _ => null,
    };

    private async Task<string> RefusalAsync(string method, string path, JsonObject body)
    {
        (HttpStatusCode status, JsonElement answer, _) = await venue.SendAsync(method, path, body);
        if (answer.TryGetProperty("results", out JsonElement results))
            return results[0].GetProperty("detail").GetString() ?? "";
        Assert.True(status == HttpStatusCode.BadRequest, $"{method} {path}: {status} {answer}");
        return answer.GetProperty("detail").GetString() ?? "";
    }

    private static async Task<string?> DetailAsync(HttpResponseMessage answer)
    {
        using JsonDocument body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("detail").GetString();
    }

    private static void Collect(JsonElement element, HashSet<string> used)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                Collect(item, used);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("$ref", out JsonElement reference))
            {
                Assert.Equal(JsonValueKind.Object, FaceContract.Resolve(element).ValueKind);
                if (reference.GetString()!.StartsWith("#/components/schemas/", StringComparison.Ordinal))
                    used.Add(reference.GetString()!.Split('/')[^1]);
            }

            foreach (JsonProperty member in element.EnumerateObject())
                Collect(member.Value, used);
        }
    }
}
