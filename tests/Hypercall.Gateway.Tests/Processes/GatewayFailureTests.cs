using System.Net;
using System.Text;

namespace Hypercall.Gateway.Tests.Processes;

/// <summary>What a client does when his gateway does not know, and what becomes of his orders when it is
/// killed.</summary>
[Collection(ClusterCollection.Name)]
public sealed class GatewayFailureTests(ClusterFixture cluster) : IDisposable
{
    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    /// <summary>The owner stands still, its gateway gives up; the same bytes there and elsewhere are one
    /// order.</summary>
    [Fact]
    public async Task The_same_bytes_after_a_504_and_on_another_gateway_are_one_order()
    {
        TestKey key = await cluster.FundedAsync(80);
        await cluster.AwaitShownAsync(cluster.First, cluster.Second);
        byte[] order = Encoding.UTF8.GetBytes(Signed.Order(
            key, cluster.NewNonce(), price: "3", symbol: ClusterFixture.Quiet, clientId: "once").ToJsonString());

        (HttpStatusCode status, JsonElement unknown) = await cluster.WhilePausedAsync(
            () => PostAsync(cluster.Second, order));
        (_, JsonElement elsewhere) = await PostAsync(cluster.First, order);
        (_, JsonElement again) = await PostAsync(cluster.Second, order);

        Assert.Equal(HttpStatusCode.GatewayTimeout, status);
        Assert.Equal("OutcomeUnknown", unknown.GetProperty("code").GetString());
        Assert.Equal("OPEN", elsewhere.GetProperty("status").GetString());
        Assert.Equal(unknown.GetProperty("request_id").GetString(), elsewhere.GetProperty("request_id").GetString());
        Assert.True(again.GetProperty("duplicate").GetBoolean());
        long orderId = elsewhere.GetProperty("order_id").GetInt64();
        Assert.Equal(orderId, again.GetProperty("order_id").GetInt64());
        Assert.Equal([orderId], await OpenOrdersAsync(key, again.GetProperty("sequence").GetInt64()));
    }

    /// <summary>Nobody closed the socket for the client: the engine's own timer does what the gateway cannot.</summary>
    [Fact]
    public async Task Orders_of_a_guarded_socket_are_canceled_where_its_gateway_is_killed()
    {
        KilledGateway killed = await cluster.Killed;

        Assert.Equal(killed.Placed, killed.Canceled.Select(update => update.GetProperty("order_id").GetInt64()));
        Assert.All(
            killed.Canceled,
            update => Assert.Equal("DeadMan", update.GetProperty("reason").GetString()));
        Assert.Empty(await OpenOrdersAsync(
            TestKey.Of(KilledGateway.KeyNumber), killed.Canceled[^1].GetProperty("sequence").GetInt64()));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(Uri gateway, byte[] body)
    {
        using HttpResponseMessage answer = await _http.PostAsync(
            new Uri(gateway, "/order"), new ByteArrayContent(body));
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, document.RootElement.Clone());
    }

    private async Task<long[]> OpenOrdersAsync(TestKey key, long sequence)
    {
        string text = await _http.GetStringAsync(new Uri(
            cluster.First, $"/orders?wallet={key.Address}&status=open&min_sequence={sequence}"));
        using JsonDocument document = JsonDocument.Parse(text);
        return
        [
            .. document.RootElement.GetProperty("data").EnumerateArray()
                .Select(order => order.GetProperty("order_id").GetInt64()),
        ];
    }
}
