using System.Net.Sockets;
using Akka;
using Akka.Event;
using Hypercall.Actors.Clustering;
using Hypercall.Gateway.Hosting;

namespace Hypercall.Cli.Running;

/// <summary>
/// The gateway of a node: a node with the role gateway serves it where it has the role view too, since what it shows
/// and checks comes from the views of its own system.
/// </summary>
internal static class NodeGateway
{
    /// <summary>Starts it where the node has one. It stops before the node leaves: sockets that guard orders cancel
    /// them first.</summary>
    /// <exception cref="InputException">Its address cannot be had.</exception>
    public static async Task StartOnNodeAsync(ActorSystem system, GatewayOptions options)
    {
        IReadOnlySet<string> roles = Akka.Cluster.Cluster.Get(system).SelfRoles;
        if (!roles.Contains(ClusterRoles.Gateway) || options.Url is null)
            return;
        if (!roles.Contains(ClusterRoles.View))
        {
            system.Log.Info("this gateway serves no HTTP: it has no views (--role view, and a journal)");
            return;
        }

        GatewayHost gateway = await StartAsync(system, options);
        system.Log.Info("the gateway of partition {0} listens on {1}", options.Partition, gateway.Url);
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind,
            "hypercall-gateway",
            async () =>
            {
                await gateway.DisposeAsync();
                return Done.Instance;
            });
    }

    /// <summary>Starts a gateway, with the faucet of a demonstration where this is one.</summary>
    /// <exception cref="InputException">Its address cannot be had.</exception>
    public static async Task<GatewayHost> StartAsync(
        ActorSystem system, GatewayOptions options, Func<WalletAddress, Task<FaucetAnswer>>? faucet = null)
    {
        try
        {
            return await GatewayHost.StartAsync(system, options, logging: null, faucet);
        }
        catch (Exception unbound) when (unbound is IOException or SocketException)
        {
            throw new InputException(options.Url!.ToString(), unbound.Message);
        }
    }
}
