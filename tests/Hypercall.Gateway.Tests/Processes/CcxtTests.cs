using Hypercall.Gateway.Tests.Deribit;

namespace Hypercall.Gateway.Tests.Processes;

/// <summary>
/// Unmodified ccxt, REST and pro, against a gateway of three nodes: every row of gateway.md §7. It trades an underlying
/// that no other test does.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class CcxtTests(ClusterFixture cluster)
{
    private const string Code = "SOL";

    /// <summary>Orders of the watched book by ccxt itself, among the changes by records of its makers.</summary>
    private const int Calls = 200;
    private const int Makers = 4;
    private const int RecordsOfMaker = 50;
    private const byte FirstMaker = 94;
    private const int Seed = 17_020_400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [NodeFact("ccxt")]
    public async Task Every_call_of_ccxt_is_answered()
    {
        object maker = await KeyAsync(92);
        object taker = await KeyAsync(93);
        var makers = new JsonArray();
        for (int number = 0; number < Makers; number++)
            makers.Add(RecordsOf(await cluster.FundedAsync((byte)(FirstMaker + number), times: 10), number));
        await cluster.RunAsync(new MarketAction(MarketActionKind.Create, $"{Code}-20351228-3200-C"));
        await cluster.RunAsync(new PriceUpdate([new IndexPrice(Code, Price.FromUsdc(3_000))]));
        // With so little volatility the mark is about 130: other tests have margin on, and with it a band around it.
        await cluster.RunAsync(new IvUpdate(Code, 20_351_228, [new VolatilityPoint(Price.FromUsdc(3_200), 6_000_000)]));
        await cluster.AwaitShownAsync(cluster.First);
        string input = JsonSerializer.Serialize(new
        {
            url = cluster.First.GetLeftPart(UriPartial.Authority),
            code = Code,
            id = $"{Code}_USDC-28DEC35-3200-C",
            maker,
            taker,
            calls = Calls,
            makers,
        });

        string output = await NodeScript.RunAsync(
            await File.ReadAllTextAsync(Repository.PathOf("tests/Hypercall.Gateway.Tests/Deribit/ccxt.mjs")),
            input,
            Patience);

        Assert.Contains("every call answered", output);
        Assert.Contains($"{Makers * RecordsOfMaker * BulkOrders.MaxActions} changes by records", output);
    }

    /// <summary>
    /// Signed records of one maker, to be sent in their order. Each of their actions changes the book: an order is added
    /// that crosses none, or one is cancelled that rests.
    /// </summary>
    private JsonArray RecordsOf(TestKey key, int maker)
    {
        var random = new Random(Seed + maker);
        var resting = new List<string>();
        var records = new JsonArray();
        for (int record = 0; record < RecordsOfMaker; record++)
        {
            var actions = new JsonArray();
            for (int action = 0; action < BulkOrders.MaxActions; action++)
                actions.Add(Action(random, resting, $"{record}-{action}"));
            records.Add(Signed.Bulk(key, cluster.NewNonce(), actions.ToJsonString()));
        }

        return records;
    }

    private static JsonObject Action(Random random, List<string> resting, string name)
    {
        const int mostResting = 15;
        if (resting.Count >= mostResting || (resting.Count > 0 && random.Next(3) == 0))
        {
            int index = random.Next(resting.Count);
            string cancelled = resting[index];
            resting.RemoveAt(index);
            return new JsonObject { ["type"] = "CancelOrder", ["clientId"] = cancelled };
        }

        resting.Add(name);
        bool isBuy = random.Next(2) == 0;
        return new JsonObject
        {
            ["type"] = "PlaceOrder",
            ["symbol"] = $"{Code}-20351228-3200-C",
            ["side"] = isBuy ? "buy" : "sell",
            ["size"] = $"{1 + random.Next(5)}",
            ["price"] = $"{(isBuy ? 50 : 110) + random.Next(40)}",
            ["tif"] = "gtc",
            ["clientId"] = name,
            ["postOnly"] = true,
        };
    }

    private async Task<object> KeyAsync(byte number)
    {
        DeribitKey key = DeribitKey.Of(await cluster.FundedAsync(number, times: 10));
        await cluster.RunAsync(new ApproveAgent(key.Owner.Address, key.Agent));
        return new { apiKey = key.Id, secret = key.Secret };
    }
}
