using System.Net;
using System.Text;
using Xunit.Abstractions;

namespace Hypercall.Gateway.Tests.Hostile;

/// <summary>What is wrong, forged or too large is told so, and never reaches the journal.</summary>
public sealed class HostileRequestTests(GatewayVenueFixture venue, ITestOutputHelper output)
    : IClassFixture<GatewayVenueFixture>
{
    private const int Seed = 17_020_300;

    [Theory]
    [InlineData("size", "\"0.1234567\"", "size")]
    [InlineData("price", "100", "price")]
    [InlineData("price", "\"1e3\"", "price")]
    [InlineData("side", "\"buy\"", "side")]
    [InlineData("tif", "\"GTC\"", "tif")]
    [InlineData("nonce", "9223372036854775808", "nonce")]
    [InlineData("nonce", "-1", "nonce")]
    [InlineData("nonce", "1.5", "nonce")]
    [InlineData("wallet", "\"0x12\"", "wallet")]
    [InlineData("reduce_only", "\"yes\"", "reduce_only")]
    [InlineData("cash", "1", "cash")]
    [InlineData("symbol", "\"\\ud800\"", "symbol")]
    public async Task A_wrong_field_is_named(string field, string value, string named)
    {
        TestKey key = await venue.FundedAsync(40);
        JsonObject order = Signed.Order(key, venue.NewNonce());
        long before = await venue.SequenceAsync();
        order.Remove(field);
        string text = order.ToJsonString();
        string body = $"{text[..^1]},\"{field}\":{value}}}";

        (HttpStatusCode status, JsonElement answer) = await SendAsync("/order", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("InvalidRequest", answer.GetProperty("code").GetString());
        Assert.Contains($"'{named}'", answer.GetProperty("detail").GetString());
        Assert.Equal(before, await venue.SequenceAsync());
    }

    [Theory]
    [InlineData("/order")]
    [InlineData("/api/v2")]
    public void A_chunk_longer_than_anybody_counts_is_a_bad_request(string path)
    {
        using var client = new RawHttp(venue.Url);
        Assert.Equal(400, client.Send(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n")));
    }

    [Fact]
    public async Task A_name_that_stands_twice_is_refused()
    {
        TestKey key = await venue.FundedAsync(41);
        string text = Signed.Order(key, venue.NewNonce()).ToJsonString();

        (HttpStatusCode status, _) = await SendAsync("/order", $"{text[..^1]},\"price\":\"1\"}}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task What_was_changed_after_it_was_signed_is_of_somebody_else()
    {
        TestKey key = await venue.FundedAsync(42);
        long before = await venue.SequenceAsync();
        JsonObject order = Signed.Order(key, venue.NewNonce(), price: "100");
        order["price"] = "100.0";

        (HttpStatusCode status, JsonElement answer) = await SendAsync("/order", order.ToJsonString());

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("NotAuthorized", answer.GetProperty("code").GetString());
        Assert.Equal(before, await venue.SequenceAsync());
    }

    [Fact]
    public async Task A_wallet_that_nothing_happened_to_is_refused()
    {
        long before = await venue.SequenceAsync();

        (HttpStatusCode status, JsonElement answer) = await SendAsync(
            "/order", Signed.Order(TestKey.Of(250), venue.NewNonce()).ToJsonString());

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("UnknownWallet", answer.GetProperty("code").GetString());
        Assert.Equal(before, await venue.SequenceAsync());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_not_read()
    {
        string body = "{\"wallet\":\"" + new string('0', 300 << 10) + "\"}";

        (HttpStatusCode status, JsonElement answer) = await SendAsync("/order", body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal("TooLarge", answer.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":[[[[[[[[[[[[1]]]]]]]]]]]]}")]
    public async Task What_is_no_object_is_refused(string body)
    {
        (HttpStatusCode status, _) = await SendAsync("/order", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Theory]
    [InlineData("[]}, \"wallet\":\"0x0000000000000000000000000000000000000001\", \"x\":[")]
    [InlineData("[],\"wallet\":\"0x0000000000000000000000000000000000000001\"")]
    [InlineData("{}")]
    [InlineData("[{\"type\":\"DepositUpdate\"}]")]
    public async Task Actions_are_an_array_of_actions_and_nothing_else(string actions)
    {
        TestKey key = await venue.FundedAsync(43);
        long before = await venue.SequenceAsync();

        (HttpStatusCode status, _) = await SendAsync(
            "/bulk", Signed.Bulk(key, venue.NewNonce(), actions).ToJsonString());

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(before, await venue.SequenceAsync());
    }

    /// <summary>Whatever a byte is changed to: an error of the client's, or the outcome of what was signed.</summary>
    [Fact]
    public async Task Mutated_bodies_never_reach_the_journal()
    {
        TestKey key = await venue.FundedAsync(44);
        var random = new Random(Seed);
        long before = await venue.SequenceAsync();
        for (int i = 0; i < 400; i++)
        {
            byte[] body = Encoding.UTF8.GetBytes(Signed.Order(key, venue.NewNonce(), clientId: "a").ToJsonString());
            string original = Encoding.UTF8.GetString(body);
            int at = random.Next(body.Length);
            body[at] = (byte)random.Next(256);
            if (IsSame(original, body))
                continue;
            (HttpStatusCode status, _) = await SendAsync("/order", body);
            Assert.True(
                status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden,
                $"seed {Seed}, case {i}: {status} for {Encoding.UTF8.GetString(body)}");
        }

        Assert.Equal(before, await venue.SequenceAsync());
    }

    /// <summary>A share of what <c>tests/run.sh --hostile</c> sends to a real node.</summary>
    [Fact]
    public async Task Ten_thousand_wrong_bodies_frames_and_heads_never_reach_the_journal()
    {
        TestKey key = await venue.FundedAsync(45);
        long before = await venue.SequenceAsync();
        var attack = new Attack(venue.Url, key, Seed);
        output.WriteLine($"seed {Seed}");

        await attack.RunAsync(bodies: 8_800, frames: 800, heads: 400, threads: 4);

        output.WriteLine(attack.ToString());
        Assert.Empty(attack.Failures);
        Assert.Equal(before, await venue.SequenceAsync());
        (_, JsonElement placed) = await SendAsync("/order", Signed.Order(key, venue.NewNonce()).ToJsonString());
        Assert.Equal("OPEN", placed.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("POST /order HTTP/1.1\r\nContent-Length: 10000000000", 413)]
    [InlineData("POST /order HTTP/1.1\r\nContent-Length: -1", 400)]
    [InlineData("POST /order HTTP/1.1\r\nTransfer-Encoding: chunked", 413)]
    [InlineData("GET /order?a={9000} HTTP/1.1", 414)]
    [InlineData("GET /order HTTP/1.1\r\nX-Much: {40000}", 431)]
    [InlineData("GET /order HTTP/9.9", 505)]
    [InlineData("{100}", 400)]
    public void What_is_larger_than_it_may_be_or_no_request_is_told_so(string head, int status)
    {
        foreach (int length in (int[])[100, 9_000, 40_000])
            head = head.Replace($"{{{length}}}", new string('x', length), StringComparison.Ordinal);
        using var http = new RawHttp(venue.Url);
        http.Write(Encoding.ASCII.GetBytes($"{head}\r\nHost: h\r\n\r\n"));
        if (head.EndsWith("chunked", StringComparison.Ordinal))
            http.Write(Encoding.ASCII.GetBytes($"80000\r\n{new string('x', 0x80000)}\r\n"));

        Assert.Equal(status, http.ReadAnswer());
    }

    /// <summary>Neither length is ever waited for, or kept room for.</summary>
    [Theory]
    [InlineData(70_000)]
    [InlineData(long.MaxValue)]
    public async Task A_frame_that_says_it_is_larger_than_a_message_may_be_ends_its_socket(long length)
    {
        using RawSocket socket = await RawSocket.OpenAsync(venue.Url);
        byte[] header = [0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(2), length);
        await socket.Stream.WriteAsync((byte[])[.. header, .. new byte[70_000]]);

        Assert.Equal(1009, (await socket.ReadCloseAsync()).Status);
    }

    /// <summary>Hex digits have two cases: an address and a signature in either are the same.</summary>
    private static bool IsSame(string original, byte[] mutated) =>
        string.Equals(original, Encoding.UTF8.GetString(mutated), StringComparison.OrdinalIgnoreCase);

    private Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string path, string body) =>
        SendAsync(path, Encoding.UTF8.GetBytes(body));

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string path, byte[] body)
    {
        using HttpResponseMessage answer = await venue.Http.PostAsync(path, new ByteArrayContent(body));
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, document.RootElement.Clone());
    }
}
