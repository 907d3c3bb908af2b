using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Hypercall.Gateway.OpenApi;
using Hypercall.Gateway.Reads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace Hypercall.Gateway.Tests.Support;

/// <summary>
/// Holds JSON against the gateway's OpenAPI document, by the JSON of the document alone; a member that it does not
/// declare is a violation too.
/// </summary>
internal static class FaceContract
{
    private static readonly Lazy<JsonElement> Whole = new(Load);

    public static JsonElement Document => Whole.Value;

    /// <summary>Every operation: method, path, and its JSON.</summary>
    public static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations =>
        from path in Document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select (method.Name.ToUpperInvariant(), path.Name, method.Value);

    /// <summary>The operation of a request; null: there is none.</summary>
    public static JsonElement? Find(string method, string path)
    {
        string plain = path.Split('?')[0];
        foreach ((string verb, string template, JsonElement operation) in Operations)
        {
            string pattern = $"^{Regex.Replace(template, @"\{\w+\}", "[^/]+")}$";
            if (verb == method && Regex.IsMatch(plain, pattern))
                return operation;
        }

        return null;
    }

    /// <summary>Requires of an answer what the document says of it.</summary>
    public static void RequireAnswer(string method, string path, int status, JsonElement body)
    {
        if (Find(method, path) is not { } operation)
            return;
        JsonElement responses = operation.GetProperty("responses");
        Assert.True(responses.TryGetProperty($"{status}", out JsonElement response), $"{method} {path}: {status}");
        JsonElement schema = Resolve(response).GetProperty("content").GetProperty("application/json")
            .GetProperty("schema");
        Require(schema, body, $"{method} {path}");
    }

    /// <summary>The schema of an operation's body.</summary>
    public static JsonElement? BodyOf(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out JsonElement body)
            ? Resolve(body.GetProperty("content").GetProperty("application/json").GetProperty("schema"))
            : null;

    /// <summary>What a reference stands for.</summary>
    public static JsonElement Resolve(JsonElement element)
    {
        while (element.TryGetProperty("$ref", out JsonElement reference))
        {
            string text = reference.GetString()!;
            Assert.StartsWith("#/", text);
            element = text[2..].Split('/').Aggregate(Document, (found, name) => found.GetProperty(name));
        }

        return element;
    }

    /// <summary>Requires that a value is of a schema.</summary>
    public static void Require(JsonElement schema, JsonElement value, string path)
    {
        if (ViolationOf(schema, value, path) is { } violation)
            Assert.Fail(violation);
    }

    private static string? ViolationOf(JsonElement reference, JsonElement value, string path)
    {
        JsonElement schema = Resolve(reference);
        if (schema.TryGetProperty("anyOf", out JsonElement choices))
        {
            string?[] violations = [.. choices.EnumerateArray().Select(choice => ViolationOf(choice, value, path))];
            return violations.Contains(null) ? null : string.Join("; ", violations);
        }

        return TypesOf(schema).Contains(TypeOf(value))
            || (TypesOf(schema).Contains("number") && TypeOf(value) == "integer")
            ? ContentViolationOf(schema, value, path)
            : $"{path}: {value.GetRawText()} is no {string.Join(" or ", TypesOf(schema))}";
    }

    private static string? ContentViolationOf(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("enum", out JsonElement words)
            && words.EnumerateArray().All(word => word.GetRawText() != value.GetRawText()))
            return $"{path}: {value.GetRawText()} is none of {words.GetRawText()}";
        if (schema.TryGetProperty("pattern", out JsonElement pattern) && value.ValueKind == JsonValueKind.String
            && !Regex.IsMatch(value.GetString()!, pattern.GetString()!))
            return $"{path}: {value.GetRawText()} is not like {pattern.GetString()}";
        return value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray()
                .Select((item, index) => ViolationOf(schema.GetProperty("items"), item, $"{path}[{index}]"))
                .FirstOrDefault(violation => violation is not null),
            JsonValueKind.Object => MembersViolationOf(schema, value, path),
            _ => null,
        };
    }

    private static string? MembersViolationOf(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("additionalProperties", out JsonElement any))
            return value.EnumerateObject()
                .Select(member => ViolationOf(any, member.Value, $"{path}.{member.Name}"))
                .FirstOrDefault(violation => violation is not null);
        if (schema.TryGetProperty("required", out JsonElement required))
        {
            foreach (JsonElement name in required.EnumerateArray())
            {
                if (!value.TryGetProperty(name.GetString()!, out _))
                    return $"{path}: {name} is missing";
            }
        }

        return value.EnumerateObject().Select(member =>
            schema.GetProperty("properties").TryGetProperty(member.Name, out JsonElement declared)
                ? ViolationOf(declared, member.Value, $"{path}.{member.Name}")
                : $"{path}: {member.Name} is not declared").FirstOrDefault(violation => violation is not null);
    }

    private static string[] TypesOf(JsonElement schema)
    {
        JsonElement type = schema.GetProperty("type");
        return type.ValueKind == JsonValueKind.Array
            ? [.. type.EnumerateArray().Select(one => one.GetString()!)]
            : [type.GetString()!];
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.Null => "null",
        _ => "boolean",
    };

    /// <summary>Of all routes that a gateway may have; nobody calls these.</summary>
    private static JsonElement Load()
    {
        WebApplication gateway = WebApplication.CreateSlimBuilder().Build();
        foreach (Type routes in typeof(IGatewayRoutes).Assembly.GetTypes())
        {
            if (routes.IsClass && routes.IsAssignableTo(typeof(IGatewayRoutes)))
                Idle(routes).Map(gateway);
        }

        using var text = new MemoryStream();
        FaceDocument.Of(((IEndpointRouteBuilder)gateway).DataSources
                .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
            .SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1).GetAwaiter().GetResult();
        return JsonDocument.Parse(Encoding.UTF8.GetString(text.ToArray())).RootElement.Clone();
    }

    /// <summary>Routes whose parts have nothing in them.</summary>
    private static IGatewayRoutes Idle(Type routes) => (IGatewayRoutes)Activator.CreateInstance(
        routes,
        [
            .. routes.GetConstructors().Single().GetParameters().Select(part =>
                part.ParameterType.IsInterface || part.ParameterType.IsAssignableTo(typeof(Delegate))
                    ? null
                    : RuntimeHelpers.GetUninitializedObject(part.ParameterType)),
        ])!;
}
