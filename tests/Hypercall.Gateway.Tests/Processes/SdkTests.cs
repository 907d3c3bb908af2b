namespace Hypercall.Gateway.Tests.Processes;

/// <summary>
/// Hypercall's own SDK, unmodified, against a gateway of three nodes (gateway.md §13): every method that is served, each
/// answer checked by the TypeScript compiler against the type that the SDK declares for it.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class SdkTests(ClusterFixture cluster)
{
    private const string Other = "ETH-20351228-9000-P";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [NodeFact("@hypercallxyz/sdk", "viem", "typescript")]
    public async Task Every_method_of_the_SDK_is_answered_as_it_declares()
    {
        (TestKey key, TestKey poor) = (await cluster.FundedAsync(90, times: 30), await cluster.FundedAsync(91));
        await cluster.RunAsync(new MarketAction(MarketActionKind.Create, Other));
        await PrivateVenueFixture.StartAuctionAsync(cluster.RunAsync, poor, key.Address);
        await cluster.AwaitShownAsync(cluster.First);

        string said = await NodeScript.RunAsync(
            await File.ReadAllTextAsync(Repository.PathOf("tests/Hypercall.Gateway.Tests/Clients/sdk.mjs")),
            "",
            Patience,
            cluster.First.ToString(), key.Hex, GatewayVenueFixture.Option, Other);

        Assert.Matches("^[0-9]+ answers of [0-9]+ methods", said);
    }
}
