using System.Text;

namespace Hypercall.Gateway.Tests.Support;

/// <summary>A client's socket, whose messages are read one after the other.</summary>
internal sealed class TestSocket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ClientWebSocket _socket = new();

    /// <summary>How the gateway closed it; null while it has not.</summary>
    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static Task<TestSocket> OpenAsync(GatewayVenueFixture venue, string path = "/ws") =>
        OpenAsync(venue.Url, path);

    /// <summary>Of any gateway.</summary>
    public static async Task<TestSocket> OpenAsync(Uri gateway, string path = "/ws")
    {
        var socket = new TestSocket();
        using var patience = new CancellationTokenSource(Patience);
        await socket._socket.ConnectAsync(
            new UriBuilder(gateway) { Scheme = "ws", Path = path }.Uri, patience.Token);
        return socket;
    }

    /// <summary>The text of a message.</summary>
    public static string TextOf(string type, JsonObject body, string? id = null)
    {
        var message = new JsonObject { ["type"] = type };
        if (id is not null)
            message["id"] = id;
        foreach ((string name, JsonNode? value) in body)
            message[name] = value?.DeepClone();
        return message.ToJsonString();
    }

    /// <summary>What a subscription says.</summary>
    public static JsonObject SubscriptionOf(string channel, params string[] symbols)
    {
        var body = new JsonObject { ["channel"] = channel };
        if (symbols.Length > 0)
            body["symbols"] = new JsonArray([.. symbols.Select(symbol => (JsonNode)symbol)]);
        return body;
    }

    public Task SendAsync(string type, JsonObject body, string? id = null) => SendTextAsync(TextOf(type, body, id));

    public async Task SendTextAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
    }

    /// <summary>The next message; null: the gateway closed.</summary>
    public async Task<JsonElement?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var message = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        while (true)
        {
            WebSocketReceiveResult part = await _socket.ReceiveAsync(buffer, patience.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return JsonDocument.Parse(message.ToArray()).RootElement.Clone();
        }
    }

    /// <summary>The next message of a type; others are passed over, but for an error that was not asked for.</summary>
    public async Task<JsonElement> ReadAsync(string type)
    {
        while (await ReadAsync() is { } message)
        {
            string? found = message.GetProperty("type").GetString();
            if (found == type)
                return message;
            Assert.True(found != "Error", $"{message} instead of a {type}");
        }

        throw new InvalidOperationException($"closed before a {type}: {CloseStatus} {CloseReason}");
    }

    /// <summary>Reads until the gateway closes.</summary>
    public async Task<WebSocketCloseStatus?> ReadToEndAsync()
    {
        while (await ReadAsync() is not null)
        {
        }

        return CloseStatus;
    }

    public async Task SubscribeAsync(string channel, params string[] symbols)
    {
        await SendAsync("Subscribe", SubscriptionOf(channel, symbols));
        JsonElement answer = await ReadAsync("Subscribed");
        Assert.Equal(channel, answer.GetProperty("channel").GetString());
    }

    public async Task ProveAsync(TestKey key, TestKey? agent = null)
    {
        await SendAsync("Authenticate", Signed.Proof(key, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), agent));
        JsonElement answer = await ReadAsync("Authenticated");
        Assert.Equal(key.Address.ToString(), answer.GetProperty("wallet").GetString());
    }

    /// <summary>Takes the connection away without a word.</summary>
    public void Abort() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
