using Akka.Actor;
using Akka.Configuration;
using Akka.Management.Cluster.Bootstrap;
using Akka.Management.Dsl;
using Hypercall.Actors.Hosting;

namespace Hypercall.Cli.Running;

/// <summary>
/// How a node finds its cluster without seed nodes: Akka.Management's bootstrap over a list in the settings or over the
/// Kubernetes API, by the setting <c>hypercall.cluster.bootstrap</c>.
/// </summary>
internal static class Bootstrapping
{
    private const string Setting = "hypercall.cluster.bootstrap";
    private const string None = "none";

    /// <summary>The settings of the choice: below the operator's own, above hocon/.</summary>
    /// <exception cref="SettingException">The setting names what there is not.</exception>
    public static Config Layer(Config operators) => operators.GetString(Setting, None) switch
    {
        None => Config.Empty,
        "config" => HypercallConfig.Load("bootstrap-config.conf"),
        "kubernetes" => HypercallConfig.Load("bootstrap-kubernetes.conf"),
        string other => throw new SettingException(Setting, "none, config or kubernetes", other),
    };

    /// <summary>Starts it where the settings ask for it; the node joins when it has found the others.</summary>
    public static async Task StartAsync(ActorSystem system)
    {
        if (system.Settings.Config.GetString(Setting, None) == None)
            return;
        await AkkaManagement.Get(system).Start();
        await ClusterBootstrap.Get(system).Start();
    }
}
