using Akka.Actor;
using Akka.Hosting;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Gateway.Sockets;
using Hypercall.Sequencer.Live;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>
/// What is journaled when a guarded socket closes: each is of a gateway of its own, which has done all of it when it has
/// ended.
/// </summary>
public sealed class GuardedOrdersTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    /// <summary>It is found however many came after it, and of those that have ended nothing is journaled.</summary>
    [Fact]
    public async Task The_one_that_rests_is_canceled_in_one_record()
    {
        TestKey key = await venue.FundedAsync(78);
        GatewayOptions options = GatewayOptions.Read(venue.System.Settings.Config);
        GatewayHost other = await GatewayHost.StartAsync(
            venue.System, options with { Socket = new SocketLimits { MessagesAtOnce = 1_000 } });
        await using TestSocket socket = await GuardedAsync(other, key, "connection");
        await AskAsync(socket, "PlaceOrder", Signed.Order(key, venue.NewNonce(), price: "2"));
        var ioc = new JsonObject
        {
            ["type"] = "PlaceOrder", ["symbol"] = GatewayVenueFixture.Option, ["side"] = "buy", ["price"] = "1",
            ["size"] = "1", ["tif"] = "ioc",
        };
        string actions = new JsonArray(
            [.. Enumerable.Range(0, BulkOrders.MaxActions).Select(_ => ioc.DeepClone())]).ToJsonString();
        for (int count = 0; count < 10_050; count += BulkOrders.MaxActions)
            await AskAsync(socket, "BulkOrders", Signed.Bulk(key, venue.NewNonce(), actions));
        long before = await venue.SequenceAsync();

        socket.Abort();
        await other.DisposeAsync();

        Assert.Equal(before + 1, await venue.SequenceAsync());
        Assert.Empty((await venue.WalletAsync(key)).OpenOrders);
    }

    /// <summary>It came over the socket; another wallet's is not the socket's.</summary>
    [Fact]
    public async Task One_that_came_before_the_socket_said_whose_it_is_is_canceled()
    {
        (TestKey key, TestKey another) = (await venue.FundedAsync(81), await venue.FundedAsync(82));
        GatewayHost other = await venue.StartAnotherAsync();
        await using TestSocket socket = await TestSocket.OpenAsync(other.Url);
        foreach (TestKey signer in (TestKey[])[key, another])
            await AskAsync(socket, "PlaceOrder", Signed.Order(signer, venue.NewNonce(), price: "2"));
        await GuardAsync(socket, key, "connection");

        socket.Abort();
        await other.DisposeAsync();

        Assert.Empty((await venue.WalletAsync(key)).OpenOrders);
        Assert.Single((await venue.WalletAsync(another)).OpenOrders);
    }

    /// <summary>By a replacement, by whoever traded with it, by a cancel from elsewhere.</summary>
    [Fact]
    public async Task What_has_ended_is_not_canceled_again()
    {
        (TestKey key, TestKey taker) = (await venue.FundedAsync(79), await venue.FundedAsync(80));
        GatewayHost other = await venue.StartAnotherAsync();
        await using TestSocket socket = await GuardedAsync(other, key, "connection");
        JsonElement placed = await AskAsync(
            socket, "PlaceOrder", Signed.Order(key, venue.NewNonce(), "Sell", price: "701"));
        await AskAsync(socket, "ReplaceOrder", Signed.Replacement(
            key, venue.NewNonce(), placed.GetProperty("order_id").GetInt64(), "Sell", "1", "700"));
        await venue.SendAsync("POST", "/order", Signed.Order(taker, venue.NewNonce(), price: "700"));
        await AskAsync(socket, "PlaceOrder", Signed.Order(key, venue.NewNonce(), price: "2"));
        await venue.SendAsync("DELETE", "/orders", Signed.CancelAll(key, venue.NewNonce()));
        Assert.Empty((await venue.WalletAsync(key)).OpenOrders);
        long before = await venue.SequenceAsync();

        socket.Abort();
        await other.DisposeAsync();

        Assert.Equal(before, await venue.SequenceAsync());
    }

    /// <summary>The engine's timer does it in its place, and another socket does not renew it.</summary>
    [Fact]
    public async Task A_guard_whose_cancel_is_not_executed_leaves_the_timer_armed()
    {
        var own = new GatewayVenueFixture();
        try
        {
            await own.InitializeAsync();
            TestKey key = await own.FundedAsync(1);
            var registry = ActorRegistry.For(own.System);
            IActorRef entry = own.System.ActorOf(Props.Create<RefusingEntry>(registry.Get<VenueEntry>()));
            registry.Register<VenueEntry>(entry, overwrite: true);
            GatewayHost other = await own.StartAnotherAsync();
            await using TestSocket socket = await GuardedAsync(other, key, "account");
            await using TestSocket second = await GuardedAsync(other, key, "account");
            await AskAsync(socket, "PlaceOrder", Signed.Order(key, own.NewNonce(), price: "2"));

            socket.Abort();
            await second.ReadToEndAsync();
            Assert.EndsWith("the timer runs out", second.CloseReason);
            await other.DisposeAsync();

            Assert.Single((await own.WalletAsync(key)).OpenOrders);
            Assert.NotNull((await own.WalletAsync(key)).CancelAllAtMs);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private static async Task<TestSocket> GuardedAsync(GatewayHost gateway, TestKey key, string mode)
    {
        TestSocket socket = await TestSocket.OpenAsync(gateway.Url);
        await GuardAsync(socket, key, mode);
        return socket;
    }

    private static async Task GuardAsync(TestSocket socket, TestKey key, string mode)
    {
        await socket.ProveAsync(key);
        await socket.SendAsync("CancelOnDisconnect", new JsonObject { ["mode"] = mode });
        await socket.ReadAsync("CancelOnDisconnect");
    }

    /// <summary>What came of a command, which was accepted.</summary>
    private static async Task<JsonElement> AskAsync(TestSocket socket, string type, JsonObject body)
    {
        await socket.SendAsync(type, body);
        JsonElement result = await socket.ReadAsync("OrderResult");
        Assert.Equal(JsonValueKind.Null, result.GetProperty("code").ValueKind);
        return result;
    }

    /// <summary>A venue that executes everything but CancelAll.</summary>
    private sealed class RefusingEntry : ReceiveActor
    {
        public RefusingEntry(IActorRef venue)
        {
            Receive<Submit>(
                submit => submit.Request.CommandType == CommandType.CancelAll,
                submit => Sender.Tell(new SubmitAnswer(submit.Token, SubmissionStatus.TooLarge, 0, default)));
            ReceiveAny(message => venue.Forward(message));
        }
    }
}
