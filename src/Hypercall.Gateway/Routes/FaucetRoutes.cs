using Hypercall.Gateway.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Hypercall.Gateway.Routes;

/// <summary>
/// Where a wallet asks a demonstration for money to play with. Mapped only where the host of the gateway gave a faucet,
/// which a node never does: no setting turns it on.
/// </summary>
internal sealed class FaucetRoutes(Func<WalletAddress, Task<FaucetAnswer>> faucet) : IGatewayRoutes
{
    public const string Path = "/demo/faucet";

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(
        Path, async context => await (await GiveAsync(context)).ExecuteAsync(context));

    private async Task<Answer> GiveAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        using JsonDocument body = await RequestBody.ReadAsync(context);
        Fields fields = Fields.Of(body.RootElement);
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
