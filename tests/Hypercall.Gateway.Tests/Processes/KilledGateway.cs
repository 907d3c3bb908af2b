namespace Hypercall.Gateway.Tests.Processes;

/// <summary>
/// Orders of a client whose socket guards them in mode account, and whose gateway is killed: what another gateway shows
/// of their end.
/// </summary>
/// <param name="Placed">Ids of the orders.</param>
/// <param name="Canceled">The updates that ended them, in order.</param>
internal sealed record KilledGateway(long[] Placed, JsonElement[] Canceled)
{
    /// <summary>Of the client's key.</summary>
    public const byte KeyNumber = 70;

    private const int Orders = 2;

    /// <summary>Places orders over a guarded socket and kills its gateway.</summary>
    /// <returns>Completes when they are canceled.</returns>
    public static async Task<Task<KilledGateway>> StartAsync(
        TestKey key, Func<long> newNonce, Uri other, Uri victim, Action kill)
    {
        TestSocket watcher = await TestSocket.OpenAsync(other);
        await watcher.ProveAsync(key);
        await watcher.SubscribeAsync("order_updates");
        await using TestSocket guarded = await TestSocket.OpenAsync(victim);
        await guarded.ProveAsync(key);
        await guarded.SendAsync("CancelOnDisconnect", new JsonObject { ["mode"] = "account" });
        await guarded.ReadAsync("CancelOnDisconnect");
        var placed = new List<long>();
        for (int number = 1; number <= Orders; number++)
        {
            await guarded.SendAsync(
                "PlaceOrder",
                Signed.Order(key, newNonce(), price: number.ToString(), symbol: ClusterFixture.Quiet));
            placed.Add((await guarded.ReadAsync("OrderResult")).GetProperty("order_id").GetInt64());
        }

        kill();
        return FollowAsync(watcher, [.. placed]);
    }

    private static async Task<KilledGateway> FollowAsync(TestSocket watcher, long[] placed)
    {
        await using TestSocket socket = watcher;
        var canceled = new List<JsonElement>();
        while (canceled.Count < placed.Length)
        {
            JsonElement update = await socket.ReadAsync("OrderUpdate");
            if (update.GetProperty("status").GetString() == "CANCELED")
                canceled.Add(update);
        }

        return new KilledGateway(placed, [.. canceled]);
    }
}
