namespace Hypercall.Gateway.Deribit;

/// <summary>A JSON-RPC request as it came in.</summary>
/// <param name="Id">Its id as it stands in the text, or null.</param>
/// <param name="Method">The method; null: it names none.</param>
internal sealed record JsonRpcMessage(string? Id, string? Method, DeribitParams Params)
{
    private const int LongestId = 64;

    /// <summary>What is wrong with its parameters, to be answered with its id; null: nothing.</summary>
    public DeribitError? Refusal { get; init; }

    /// <summary>Reads one.</summary>
    /// <exception cref="DeribitException">It is none.</exception>
    public static JsonRpcMessage Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument document = RequestBody.Parse(utf8);
            return Of(document.RootElement);
        }
        catch (RefusedException refused)
        {
            throw new DeribitException(DeribitError.NotJsonRpc(refused.Error.Detail ?? refused.Error.Text));
        }
    }

    private static JsonRpcMessage Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new DeribitException(DeribitError.NotJsonRpc("expected an object"));
        string? method = root.TryGetProperty("method", out JsonElement name) ? Fields.TextOf(name) : null;
        string? id = IdOf(root);
        try
        {
            DeribitParams parameters = root.TryGetProperty("params", out JsonElement value)
                ? DeribitParams.Of(value)
                : DeribitParams.None;
            return new JsonRpcMessage(id, method, parameters);
        }
        catch (DeribitException refused)
        {
            return new JsonRpcMessage(id, method, DeribitParams.None) { Refusal = refused.Error };
        }
    }

    private static string? IdOf(JsonElement root)
    {
        if (!root.TryGetProperty("id", out JsonElement id) || id.ValueKind == JsonValueKind.Null)
            return null;
        string text = id.GetRawText();
        return id.ValueKind is JsonValueKind.Number or JsonValueKind.String && text.Length <= LongestId
            ? text
            : throw new DeribitException(DeribitError.NotJsonRpc("expected an id that is a number or a short string"));
    }
}
