using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
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
    private const int Changes = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [NodeFact("ccxt")]
    public async Task Every_call_of_ccxt_is_answered()
    {
        object maker = await KeyAsync(92);
        object taker = await KeyAsync(93);
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
            changes = Changes,
        });

        string output = await NodeScript.RunAsync(
            await File.ReadAllTextAsync(Repository.PathOf("tests/Hypercall.Gateway.Tests/Deribit/ccxt.mjs")),
            input,
            Patience);

        Assert.Contains("every call answered", output);
    }

    private async Task<object> KeyAsync(byte number)
    {
        DeribitKey key = DeribitKey.Of(await cluster.FundedAsync(number, times: 10));
        await cluster.RunAsync(new ApproveAgent(key.Owner.Address, key.Agent));
        return new { apiKey = key.Id, secret = key.Secret };
    }
}
