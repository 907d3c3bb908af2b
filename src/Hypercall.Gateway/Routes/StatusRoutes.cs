using System.Reflection;
using Hypercall.Gateway.OpenApi;

namespace Hypercall.Gateway.Routes;

/// <summary>Which program answers, and that it answers.</summary>
internal sealed class StatusRoutes(GatewayOptions options) : IGatewayRoutes
{
    private static readonly Assembly Program = typeof(StatusRoutes).Assembly;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", Health).IsOfVenue("That the gateway lives", "Health");
        routes.MapGet("/version", Version).IsOfVenue("Which program answers", "Version");
    }

    private static IResult Health() => Shapes.Ok(null, writer => writer.WriteString("status", "ok"));

    /// <summary>Commit, ref and time of the build are not known to the program: builds are deterministic.</summary>
    private IResult Version() => Shapes.Ok(null, writer =>
    {
        writer.WriteString("version", Program.GetName().Version!.ToString(3));
        writer.WriteNull("commit");
        writer.WriteNull("ref");
        writer.WriteNull("build_time");
        writer.WriteNumber("signing_chain_id", options.ChainId);
    });
}
