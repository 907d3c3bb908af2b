using Hypercall.Engine.Commands;
using Hypercall.Gateway.Tests.Support;

namespace Hypercall.Gateway.Tests.Clients;

/// <summary>
/// Hypercall's own SDK, unmodified, against a gateway (gateway.md §13): every method that is served, each answer
/// checked by the TypeScript compiler against the type that the SDK declares for it.
/// </summary>
public sealed class SdkTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    private const string Other = "ETH-20351228-9000-P";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [NodeFact("@hypercallxyz/sdk", "viem", "typescript")]
    public async Task Every_method_of_the_SDK_is_answered_as_it_declares()
    {
        (TestKey key, TestKey poor) = (TestKey.Of(90), await venue.FundedAsync(91));
        for (int deposit = 0; deposit < 30; deposit++)
            await venue.FundedAsync(90);
        await venue.RunAsync(new MarketAction(MarketActionKind.Create, Other));
        await PrivateVenueFixture.StartAuctionAsync(venue, poor, key.Address);

        string said = await NodeScript.RunAsync(
            await File.ReadAllTextAsync(Repository.PathOf("tests/Hypercall.Gateway.Tests/Clients/sdk.mjs")),
            "",
            Patience,
            venue.Url.ToString(), key.Hex, GatewayVenueFixture.Option, Other);

        Assert.Matches("^[0-9]+ answers of [0-9]+ methods", said);
    }
}
