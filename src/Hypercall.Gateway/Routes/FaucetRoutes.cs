using Hypercall.Gateway.OpenApi;

namespace Hypercall.Gateway.Routes;

/// <summary>
/// Where a wallet asks a demonstration for money to play with. Mapped only where the host of the gateway gave a faucet,
/// which a node never does: no setting turns it on.
/// </summary>
internal sealed class FaucetRoutes(Func<WalletAddress, Task<FaucetAnswer>> faucet) : IGatewayRoutes
{
    public const string Path = "/demo/faucet";

    public void Map(IEndpointRouteBuilder routes) =>
        WriteRoutes.On(routes, "POST", Path, (_, fields) => GiveAsync(fields))
            .IsWrite("Money to play with, on a demonstration", "Faucet", "FaucetAnswer");

    private async Task<Answer> GiveAsync(Fields fields)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        fields.Finish();
        FaucetAnswer answer = await faucet(wallet);
        if (answer == FaucetAnswer.Empty)
            throw new RefusedException(GatewayError.Conflict("the faucet of this demonstration is empty"));
        return Shapes.Ok(null, writer =>
        {
            writer.WriteBoolean("success", true);
            writer.WriteBoolean("given", answer == FaucetAnswer.Given);
        });
    }
}
