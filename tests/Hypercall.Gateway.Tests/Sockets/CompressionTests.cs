using System.IO.Compression;
using System.Text;
using Hypercall.Gateway.Sockets;
using Hypercall.Gateway.Tests.Deribit;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>
/// permessage-deflate as a client meets it that makes its frames itself (gateway.md §6): who gets it, and that nothing of
/// one client's own is ever in it.
/// </summary>
public sealed class CompressionTests(CompressionFixture fixture) : IClassFixture<CompressionFixture>
{
    private const string Offer = "permessage-deflate; client_max_window_bits";
    private const string Book = GatewayVenueFixture.Option;

    private GatewayVenueFixture Venue => fixture.Deribit.Venue;

    private DeribitKey Maker => fixture.Deribit.Maker;

    [Theory]
    [InlineData("/ws", Offer)]
    [InlineData("/ws/api/v2", "permessage-deflate")]
    [InlineData("/ws", "x-other, permessage-deflate; server_no_context_takeover; client_no_context_takeover")]
    public async Task Who_offers_it_gets_it_and_keeps_no_window(string path, string offer)
    {
        using RawSocket socket = await RawSocket.OpenAsync(Venue.Url, path: path, extensions: offer);

        string granted = Assert.Single(socket.Head.Split("\r\n"), line =>
            line.StartsWith("Sec-WebSocket-Extensions: ", StringComparison.OrdinalIgnoreCase));
        string[] parameters = granted[(granted.IndexOf(':') + 1)..].Split(';', StringSplitOptions.TrimEntries);
        Assert.Equal("permessage-deflate", parameters[0]);
        Assert.Contains("client_no_context_takeover", parameters);
        Assert.Contains("server_no_context_takeover", parameters);
        await socket.SendAsync(RawSocket.Compressed | RawSocket.Text, Deflated("{}"u8.ToArray()));
        (byte first, _) = await socket.ReadFrameAsync();
        Assert.Equal(RawSocket.Text, first & 0x7F);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("x-other")]
    public async Task Who_does_not_offer_it_does_not_get_it(string? offer)
    {
        using RawSocket socket = await RawSocket.OpenAsync(Venue.Url, extensions: offer);

        Assert.DoesNotContain("Sec-WebSocket-Extensions", socket.Head, StringComparison.OrdinalIgnoreCase);
        await SubscribeAsync(socket, "orderbook_delta");
        Assert.False((await ReadAsync(socket, "OrderbookDelta")).IsCompressed);
    }

    [Fact]
    public async Task It_is_off_unless_an_operator_wants_it()
    {
        var venue = new GatewayVenueFixture();
        await venue.InitializeAsync();
        using (RawSocket socket = await RawSocket.OpenAsync(venue.Url, extensions: Offer))
        {
            Assert.DoesNotContain("Sec-WebSocket-Extensions", socket.Head, StringComparison.OrdinalIgnoreCase);
            await SubscribeAsync(socket, "orderbook_delta");
            Assert.False((await ReadAsync(socket, "OrderbookDelta")).IsCompressed);
        }

        await venue.DisposeAsync();
    }

    /// <summary>On one socket, in turns: what is public is compressed by itself, what is the wallet's is not.</summary>
    [Fact]
    public async Task Only_what_is_public_is_compressed()
    {
        TestKey key = await Venue.FundedAsync(10);
        using RawSocket socket = await RawSocket.OpenAsync(Venue.Url, extensions: Offer);
        await socket.SendAsync("Authenticate", Signed.Proof(key, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        Assert.False((await ReadAsync(socket, "Authenticated")).IsCompressed);
        string[] channels =
            ["orderbook", "orderbook_delta", "trades", "index_prices", "options_chain", "order_updates", "fills",
                "portfolio"];
        // What a channel begins with may come before the next one's answer, and only once.
        foreach (string channel in channels)
            await AskForAsync(socket, channel);
        for (int number = 0; number < 2; number++)
            await socket.SendAsync("PlaceOrder", Signed.Order(key, Venue.NewNonce(), price: "7"));
        await Venue.CallAsync(
            "private/sell",
            $"instrument_name={DeribitVenueFixture.Option}&type=limit&amount=1&price=7",
            Maker);
        await socket.SendAsync("Nonsense", []);

        Dictionary<string, bool> isCompressed = await ReadAllAsync(
            socket, message => message.GetProperty("type").GetString()!,
            "Subscribed", "OrderbookUpdate", "OrderbookDelta", "Trade", "IndexPriceUpdate", "OptionsChainUpdate",
            "OrderResult", "OrderUpdate", "Fill", "PortfolioUpdate", "Error");

        Assert.Equal(
            ["IndexPriceUpdate", "OptionsChainUpdate", "OrderbookDelta", "OrderbookUpdate", "Trade"],
            isCompressed.Where(kind => kind.Value).Select(kind => kind.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Only_what_is_public_is_compressed_on_Deribits_face()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(11));
        using RawSocket socket = await RawSocket.OpenAsync(Venue.Url, path: "/ws/api/v2", extensions: Offer);
        const string option = DeribitVenueFixture.Option;
        string[] open = [$"book.{option}.raw", $"trades.{option}.raw", $"ticker.{option}.100ms",
            "deribit_price_index.eth_usdc", $"chart.trades.{option}.1"];
        string[] own = ["user.orders.any.any.raw", "user.trades.any.any.raw", "user.portfolio.USDC"];
        await CallAsync(socket, "public/auth", new JsonObject
        {
            ["grant_type"] = "client_credentials", ["client_id"] = key.Id, ["client_secret"] = key.Secret,
        });
        await CallAsync(socket, "private/subscribe", new JsonObject
        {
            ["channels"] = new JsonArray([.. open.Concat(own).Select(name => (JsonNode)name)]),
        });
        foreach ((string side, DeribitKey who) in ((string, DeribitKey)[])[("buy", key), ("sell", Maker)])
            await Venue.CallAsync(
                $"private/{side}", $"instrument_name={option}&type=limit&amount=1&price=8", who);

        Dictionary<string, bool> isCompressed = await ReadAllAsync(
            socket,
            message => message.TryGetProperty("params", out JsonElement parameters)
                ? parameters.GetProperty("channel").GetString()!
                : "answer",
            [.. open, .. own]);

        Assert.Equal(
            open.Order(StringComparer.Ordinal),
            isCompressed.Where(kind => kind.Value).Select(kind => kind.Key).Order(StringComparer.Ordinal));
    }

    /// <summary>The bound is of what a message says, not of what it takes on the way.</summary>
    [Theory]
    [InlineData(65_537)]
    [InlineData(100_000_000)]
    public async Task A_few_bytes_that_are_made_into_too_many_close_the_socket(int length)
    {
        byte[] bomb = Deflated(new byte[length]);
        Assert.InRange(bomb.Length, 1, length / 500);
        using RawSocket socket = await RawSocket.OpenAsync(Venue.Url, extensions: Offer);

        await socket.SendAsync(RawSocket.Compressed | RawSocket.Text, bomb);

        Assert.Equal((1009, "a message has at most 65536 bytes"), await socket.ReadCloseAsync());
    }

    [Fact]
    public async Task A_compressed_message_of_the_largest_size_is_taken()
    {
        using RawSocket socket = await RawSocket.OpenAsync(Venue.Url, extensions: Offer);
        byte[] sync = "{\"type\":\"ClockSync\",\"nonce\":1}"u8.ToArray();
        byte[] padded = [.. sync, .. Encoding.ASCII.GetBytes(new string(' ', 65_535 - sync.Length))];

        await socket.SendAsync(RawSocket.Compressed | RawSocket.Text, Deflated(padded));

        (JsonElement answer, bool isCompressed) = await ReadAsync(socket, "ClockSynced");
        Assert.Equal(1, answer.GetProperty("nonce").GetInt32());
        Assert.False(isCompressed);
    }

    /// <summary>Who is closed is read on so that the reason reaches him, not without end.</summary>
    [Fact]
    public async Task A_message_without_end_is_not_read_without_end()
    {
        var time = new ManualTime();
        using var endless = new EndlessSocket();
        var socket = new GatewaySocket(endless, "test", new SocketLimits(), new PongWatch(time), time);

        Task running = socket.RunAsync(static _ => Task.CompletedTask, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(2));
        await running;

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, endless.Told);
        Assert.InRange(endless.Given, 65_536, 5 << 20);
    }

    private static byte[] Deflated(byte[] message)
    {
        using var deflated = new MemoryStream();
        using var deflate = new DeflateStream(deflated, CompressionLevel.Optimal);
        deflate.Write(message);
        deflate.Flush();
        return deflated.ToArray()[..^4];
    }

    private static Task AskForAsync(RawSocket socket, string channel) =>
        socket.SendAsync("Subscribe", channel is "index_prices" or "options_chain"
            ? TestSocket.SubscriptionOf(channel)
            : TestSocket.SubscriptionOf(channel, Book));

    private static async Task SubscribeAsync(RawSocket socket, string channel)
    {
        await AskForAsync(socket, channel);
        Assert.False((await ReadAsync(socket, "Subscribed")).IsCompressed);
    }

    private static async Task CallAsync(RawSocket socket, string method, JsonObject parameters)
    {
        await socket.SendAsync(RawSocket.Text, Encoding.UTF8.GetBytes(new JsonObject
        {
            ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters,
        }.ToJsonString()));
        (JsonElement answer, bool isCompressed) = await ReadAsync(socket);
        Assert.True(answer.TryGetProperty("result", out _), answer.GetRawText());
        Assert.False(isCompressed);
    }

    /// <summary>Reads until each kind has come, and says whether it came compressed: always or never.</summary>
    private static async Task<Dictionary<string, bool>> ReadAllAsync(
        RawSocket socket, Func<JsonElement, string> kindOf, params string[] kinds)
    {
        var read = new Dictionary<string, bool>();
        var missing = kinds.ToHashSet();
        while (missing.Count > 0)
        {
            (JsonElement message, bool isCompressed) = await ReadAsync(socket);
            string kind = kindOf(message);
            missing.Remove(kind);
            Assert.True(read.TryAdd(kind, isCompressed) || read[kind] == isCompressed, kind);
        }

        return read;
    }

    private static async Task<(JsonElement Message, bool IsCompressed)> ReadAsync(RawSocket socket, string type)
    {
        while (true)
        {
            (JsonElement Message, bool IsCompressed) read = await ReadAsync(socket);
            if (read.Message.GetProperty("type").GetString() == type)
                return read;
        }
    }

    private static async Task<(JsonElement Message, bool IsCompressed)> ReadAsync(RawSocket socket)
    {
        while (true)
        {
            (byte first, byte[] payload) = await socket.ReadFrameAsync();
            Assert.True((first & 0xF) != RawSocket.Close, $"closed: {Encoding.UTF8.GetString(payload)}");
            if ((first & 0xF) != RawSocket.Text)
                continue;
            bool isCompressed = (first & RawSocket.Compressed) != 0;
            using JsonDocument document = JsonDocument.Parse(isCompressed ? Inflated(payload) : payload);
            return (document.RootElement.Clone(), isCompressed);
        }
    }

    /// <summary>Each message by itself: no window goes on from one to the next.</summary>
    private static byte[] Inflated(byte[] payload)
    {
        using var inflate = new DeflateStream(
            new MemoryStream([.. payload, 0, 0, 0xFF, 0xFF, 1, 0, 0, 0xFF, 0xFF]), CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        inflate.CopyTo(inflated);
        return inflated.ToArray();
    }

    /// <summary>A client whose message never ends.</summary>
    private sealed class EndlessSocket : WebSocket
    {
        private const int Most = 64 << 20;

        public int Given { get; private set; }

        public WebSocketCloseStatus? Told { get; private set; }

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public override Task<WebSocketReceiveResult> ReceiveAsync(
            ArraySegment<byte> buffer, CancellationToken cancellationToken)
        {
            Assert.InRange(Given, 0, Most);
            Given += buffer.Count;
            return Task.FromResult(
                new WebSocketReceiveResult(buffer.Count, WebSocketMessageType.Text, endOfMessage: false));
        }

        public override Task CloseOutputAsync(
            WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
        {
            Told = closeStatus;
            return Task.CompletedTask;
        }

        public override Task CloseAsync(
            WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task SendAsync(
            ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage,
            CancellationToken cancellationToken) => throw new NotSupportedException();

        public override void Abort()
        {
        }

        public override void Dispose()
        {
        }
    }
}

/// <summary>A venue whose gateway compresses what is public.</summary>
public sealed class CompressionFixture : IAsyncLifetime
{
    internal DeribitVenueFixture Deribit { get; } = new("hypercall.gateway.compression = on");

    public Task InitializeAsync() => Deribit.InitializeAsync();

    public Task DisposeAsync() => Deribit.DisposeAsync();
}
