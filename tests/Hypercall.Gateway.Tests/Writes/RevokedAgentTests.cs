using System.Net;
using Hypercall.Gateway.Tests.Deribit;

namespace Hypercall.Gateway.Tests.Writes;

/// <summary>
/// Whom the gateway has just seen as an agent it lets through for a second: the engine, which has heard that he was
/// revoked, has the last word, and its answer tells nothing but that.
/// </summary>
public sealed class RevokedAgentTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly GatewayVenueFixture _venue;

    public RevokedAgentTests() =>
        _venue = new GatewayVenueFixture($"hypercall.gateway.key-master = \"{DeribitKey.Master}\"", _time);

    public Task InitializeAsync() => _venue.InitializeAsync();

    public Task DisposeAsync() => _venue.DisposeAsync();

    [Fact]
    public async Task His_order_is_rejected_by_the_engine()
    {
        (TestKey key, TestKey agent) = (await _venue.FundedAsync(30), TestKey.Of(31));
        await _venue.RunAsync(new ApproveAgent(key.Address, agent.Address));
        Assert.Equal("OPEN", (await PlaceAsync()).Body.GetProperty("status").GetString());
        await _venue.RunAsync(new RevokeAgent(key.Address, agent.Address));

        (HttpStatusCode status, JsonElement rejected) = await PlaceAsync();

        Assert.Equal(
            (HttpStatusCode.OK, "REJECTED", "NotAuthorized", "Rejected: the signer may not send this command"),
            (status, Text(rejected, "status"), Text(rejected, "code"), Text(rejected, "reason")));
        Assert.Equal(JsonValueKind.Null, rejected.GetProperty("order_id").ValueKind);
        Assert.Equal(0, rejected.GetProperty("fills").GetArrayLength());
        Assert.Single((await _venue.WalletAsync(key)).OpenOrders);

        _time.Advance(TimeSpan.FromSeconds(2));
        long before = await _venue.SequenceAsync();
        (status, JsonElement refused) = await PlaceAsync();
        Assert.Equal((HttpStatusCode.Forbidden, "NotAuthorized"), (status, Text(refused, "code")));
        Assert.Equal(before, await _venue.SequenceAsync());

        async Task<(HttpStatusCode Status, JsonElement Body)> PlaceAsync()
        {
            (HttpStatusCode answered, JsonElement body, _) = await _venue.SendAsync(
                "POST", "/order", Signed.Order(agent, _venue.NewNonce(), price: "5", wallet: key));
            return (answered, body);
        }
    }

    /// <summary>By the engine, or by the gateway where it has heard of it already.</summary>
    [Fact]
    public async Task His_call_on_Deribits_face_is_unauthorized()
    {
        const string buy = $"instrument_name={DeribitVenueFixture.Option}&type=limit&amount=1&price=5";
        DeribitKey key = await DeribitKey.ApprovedAsync(_venue, await _venue.FundedAsync(32));
        await _venue.CallAsync("private/buy", buy, key);
        await _venue.RunAsync(new RevokeAgent(key.Owner.Address, key.Agent));

        DeribitAnswer rejected = await _venue.CallAsync("private/buy", buy, key);

        Assert.Equal(
            (13009, HttpStatusCode.Unauthorized, "NotAuthorized"),
            (rejected.Code, rejected.Http.StatusCode, rejected.Data("code")));
        Assert.Single((await _venue.WalletAsync(key.Owner)).OpenOrders);
    }

    private static string? Text(JsonElement body, string name) => body.GetProperty(name).GetString();
}
