using System.Net;
using System.Net.Http.Json;
using Hypercall.Actors.Tests.Support;
using Hypercall.Gateway.Sockets;
using Hypercall.Sequencer.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>Cancel on disconnect where more than one socket, on one gateway or on two, guards a wallet.</summary>
public sealed class GuardTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Who_leaves_leaves_the_timer_to_another_gateway_s_guard()
    {
        TestKey key = await venue.FundedAsync(70);
        await using GatewayHost other = await venue.StartAnotherAsync();
        await HeardAsync(other.Url, key);
        await using TestSocket here = await GuardedAsync(venue.Url, key);
        await using TestSocket there = await GuardedAsync(other.Url, key);
        await HeardAsync(venue.Url, key);
        await HeardAsync(other.Url, key);

        await SetAsync(here, "off");
        Assert.NotNull((await venue.WalletAsync(key)).CancelAllAtMs);

        await HeardAsync(other.Url, key);
        await SetAsync(there, "off");
        Assert.Null((await venue.WalletAsync(key)).CancelAllAtMs);
    }

    [Fact]
    public async Task Sockets_of_one_gateway_share_a_guard_and_the_last_one_ends_it()
    {
        TestKey key = await venue.FundedAsync(71);
        await using TestSocket first = await GuardedAsync(venue.Url, key);
        await using TestSocket second = await GuardedAsync(venue.Url, key);

        await SetAsync(first, "off");
        Assert.NotNull((await venue.WalletAsync(key)).CancelAllAtMs);
        await SetAsync(second, "off");
        Assert.Null((await venue.WalletAsync(key)).CancelAllAtMs);
    }

    /// <summary>A gateway that was killed renews nothing: another's guard does not keep its orders alive.</summary>
    [Fact]
    public async Task A_guard_that_nobody_renews_fires_though_another_guards_on()
    {
        TestKey key = await venue.FundedAsync(72);
        await venue.RunAsync(new CancelAllAfter(key.Address, 15_000));
        long due = (await venue.WalletAsync(key)).CancelAllAtMs!.Value;
        await HeardAsync(venue.Url, key);
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        await socket.ProveAsync(key);

        JsonElement answer = await SetAsync(socket, "account");

        Assert.Equal(due, answer.GetProperty("other_guard_until").GetInt64());
        Assert.InRange((await venue.WalletAsync(key)).CancelAllAtMs!.Value, due, due + 10_000);
    }

    /// <summary>Its clock stands still, so that it renews nothing because of the time.</summary>
    [Fact]
    public async Task What_another_disarms_is_armed_again_at_once()
    {
        TestKey key = await venue.FundedAsync(73);
        await using GatewayHost still = await venue.StartAnotherAsync(new ManualTime());
        await HeardAsync(still.Url, key);
        await using TestSocket socket = await GuardedAsync(still.Url, key);

        await venue.RunAsync(new CancelAllAfter(key.Address, 0));

        await Eventually.HoldsAsync(
            Patience, async () => (await venue.WalletAsync(key)).CancelAllAtMs is not null);
    }

    [Fact]
    public async Task A_guard_on_another_gateway_excludes_the_wallet_s_own_timer()
    {
        TestKey key = await venue.FundedAsync(74);
        await using GatewayHost other = await venue.StartAnotherAsync();
        await using TestSocket socket = await GuardedAsync(venue.Url, key);
        await HeardAsync(other.Url, key);

        using var http = new HttpClient { BaseAddress = other.Url };
        using HttpResponseMessage refused = await http.PostAsJsonAsync(
            "/cancel-all-after", Signed.CancelAllAfter(key, venue.NewNonce(), 0));

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.NotNull((await venue.WalletAsync(key)).CancelAllAtMs);
    }

    /// <summary>Its clock stands still, so that nothing that is used up comes back.</summary>
    [Fact]
    public async Task What_an_agent_changes_leaves_the_wallet_its_ways_out()
    {
        (TestKey key, TestKey agent) = (await venue.FundedAsync(76), TestKey.Of(77));
        await venue.RunAsync(new ApproveAgent(key.Address, agent.Address));
        await using GatewayHost still = await venue.StartAnotherAsync(new ManualTime());
        await HeardAsync(still.Url, key);
        await using TestSocket socket = await TestSocket.OpenAsync(still.Url);
        await socket.ProveAsync(key, agent);
        for (int change = 0; change < 10; change++)
            await SetAsync(socket, change % 2 == 0 ? "connection" : "off");
        await socket.SendAsync("CancelOnDisconnect", new JsonObject { ["mode"] = "off" });
        Assert.Equal("RateLimited", (await socket.ReadAsync())!.Value.GetProperty("code").GetString());

        using var http = new HttpClient { BaseAddress = still.Url };
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/orders")
        {
            Content = JsonContent.Create(Signed.CancelAll(key, venue.NewNonce())),
        };
        using HttpResponseMessage canceled = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, canceled.StatusCode);
    }

    /// <summary>By whatever door it came: it has the last word, and whoever was guarded is told.</summary>
    [Fact]
    public async Task What_the_wallet_signs_ends_a_guard_and_its_orders_stay()
    {
        TestKey key = await venue.FundedAsync(75);
        await venue.SendAsync("POST", "/order", Signed.Order(key, venue.NewNonce(), price: "2"));
        await using TestSocket socket = await GuardedAsync(venue.Url, key);

        SubmissionResult result = await GatewayVenue.Of(venue.System, GatewayVenueFixture.Partition)
            .NewClient(key.Address).SubmitAsync(new ClientRequest(
                new CancelAllAfter(key.Address, 0), Signer: key.Address, Nonce: venue.NewNonce()));

        Assert.True(result.Outcome!.Accepted);
        await socket.ReadToEndAsync();
        Assert.StartsWith("CancelOnDisconnect has ended", socket.CloseReason);
        Assert.Null((await venue.WalletAsync(key)).CancelAllAtMs);
        Assert.Single((await venue.WalletAsync(key)).OpenOrders);
    }

    /// <summary>It begins a guard of its own: to that the one that was left is another's.</summary>
    [Fact]
    public async Task Who_enters_while_a_guard_is_abandoned_does_not_join_it()
    {
        TestKey key = await venue.FundedAsync(79);
        WalletGuards guards = venue.Gateway.Services.GetRequiredService<WalletGuards>();
        DisconnectGuard late = MemberOf(key);

        Task<long?> first = guards.EnterAsync(key.Address, MemberOf(key));
        Task abandoned = guards.AbandonAsync(key.Address, "its cancel was not executed");
        Task<long?> second = guards.EnterAsync(key.Address, late);

        Assert.Null(await first);
        await abandoned;
        Assert.NotNull(await second);
        await guards.LeaveAsync(key.Address, late);
    }

    private DisconnectGuard MemberOf(TestKey key)
    {
        GatewaySocket socket = SocketPair.NewServer();
        (socket.Wallet, socket.Signer) = (key.Address, key.Address);
        return new DisconnectGuard(socket, venue.Gateway.Services.GetRequiredService<SocketServices>());
    }

    private static async Task<TestSocket> GuardedAsync(Uri gateway, TestKey key)
    {
        TestSocket socket = await TestSocket.OpenAsync(gateway);
        await socket.ProveAsync(key);
        await SetAsync(socket, "account");
        return socket;
    }

    private static async Task<JsonElement> SetAsync(TestSocket socket, string mode)
    {
        await socket.SendAsync("CancelOnDisconnect", new JsonObject { ["mode"] = mode }, "guard");
        while (true)
        {
            JsonElement message = (await socket.ReadAsync())!.Value;
            if (!message.TryGetProperty("id", out _))
                continue;
            Assert.Equal("CancelOnDisconnect", message.GetProperty("type").GetString());
            return message;
        }
    }

    /// <summary>A gateway's history has got to where the venue is, and so has what it knows of timers.</summary>
    private async Task HeardAsync(Uri gateway, TestKey key)
    {
        using var http = new HttpClient { BaseAddress = gateway };
        string path = $"/orders?wallet={key.Address}&min_sequence={await venue.SequenceAsync()}";
        await Eventually.HoldsAsync(Patience, async () =>
        {
            using HttpResponseMessage answer = await http.GetAsync(path);
            return answer.StatusCode == HttpStatusCode.OK;
        });
    }
}
