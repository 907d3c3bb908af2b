using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Hypercall.Gateway.OpenApi;

/// <summary>
/// Reads shapes of JSON that are written as people write them: members <c>name: type</c>, divided by commas, a member
/// that may be left out as <c>name?</c>, a type that may be null as <c>type?</c>, a list as <c>type[]</c>, fixed words
/// as <c>'a'|'b'</c>, another shape by its name, <c>map(type)</c> by any names.
/// </summary>
/// <param name="document">The document that shapes are named in.</param>
/// <param name="isRequest">Whether null stands for a member that is left out, as in bodies of requests.</param>
internal sealed class ShapeText(OpenApiDocument document, bool isRequest = false)
{
    private const string Map = "map(";

    /// <summary>Words for types: JSON's type, the form of texts, and what is said of it.</summary>
    private static readonly Dictionary<string, (JsonSchemaType Type, string? Form, string? Says)> Words =
        new(StringComparer.Ordinal)
        {
            ["text"] = (JsonSchemaType.String, null, null),
            ["symbol"] = (JsonSchemaType.String, null, "An option, such as ETH-20351228-3200-C"),
            ["decimal"] = (JsonSchemaType.String, @"^-?[0-9]+(\.[0-9]+)?$", "A decimal in its shortest form"),
            ["address"] = (JsonSchemaType.String, "^0x[0-9a-fA-F]{40}$", null),
            ["signature"] = (JsonSchemaType.String, "^0x[0-9a-fA-F]{130}$", "EIP-712: r, s, v"),
            ["hash"] = (JsonSchemaType.String, "^(0x)?[0-9a-f]+$", null),
            ["uuid"] = (JsonSchemaType.String, "^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$", null),
            ["iso"] = (JsonSchemaType.String, "Z$", "ISO 8601, UTC"),
            ["number"] = (JsonSchemaType.Number, null, null),
            ["int"] = (JsonSchemaType.Integer, null, null),
            ["ms"] = (JsonSchemaType.Integer, null, "ms since the epoch"),
            ["us"] = (JsonSchemaType.Integer, null, "µs since the epoch"),
            ["seconds"] = (JsonSchemaType.Integer, null, "s since the epoch"),
            ["ns"] = (JsonSchemaType.Integer, null, "ns since the epoch"),
            ["flag"] = (JsonSchemaType.Boolean, null, null),
            ["null"] = (JsonSchemaType.Null, null, null),
        };

    /// <summary>An object of these members.</summary>
    public OpenApiSchema Members(string text)
    {
        var members = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
            Required = new HashSet<string>(StringComparer.Ordinal),
        };
        foreach ((string name, bool isNeeded, string type) in Split(text))
        {
            members.Properties.Add(name, Type(isRequest && !isNeeded ? type.TrimEnd('?') + '?' : type));
            if (isNeeded)
                members.Required.Add(name);
        }

        return members;
    }

    public IOpenApiSchema Type(string text)
    {
        if (text.EndsWith('?'))
            return OrNull(Type(text[..^1]));
        if (text.EndsWith("[]", StringComparison.Ordinal))
            return new OpenApiSchema { Type = JsonSchemaType.Array, Items = Type(text[..^2]) };
        if (text.StartsWith(Map, StringComparison.Ordinal))
            return new OpenApiSchema
            {
                Type = JsonSchemaType.Object, AdditionalProperties = Type(text[Map.Length..^1]),
            };
        if (text[0] == '\'')
            return Choice(text);
        return Words.TryGetValue(text, out (JsonSchemaType Type, string? Form, string? Says) word)
            ? new OpenApiSchema { Type = word.Type, Pattern = word.Form, Description = word.Says }
            : new OpenApiSchemaReference(text, document);
    }

    /// <summary>Members, whether each must be there, and their types.</summary>
    public static IEnumerable<(string Name, bool IsNeeded, string Type)> Split(string text)
    {
        const StringSplitOptions bare = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (string member in text.Split([',', '\n'], bare))
        {
            int colon = member.IndexOf(':');
            string name = member[..colon];
            yield return (name.TrimEnd('?'), !name.EndsWith('?'), member[(colon + 1)..].Trim());
        }
    }

    private static OpenApiSchema Choice(string text) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. text.Split('|').Select(word => (JsonNode)JsonValue.Create(word.Trim('\'')))],
    };

    private static IOpenApiSchema OrNull(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema { Type: not null } plain)
            return new OpenApiSchema { AnyOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }] };
        plain.Type |= JsonSchemaType.Null;
        plain.Enum?.Add(JsonNullSentinel.JsonNull);
        return plain;
    }
}
