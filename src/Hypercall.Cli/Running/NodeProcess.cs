using System.Runtime.InteropServices;
using Hypercall.Actors.Clustering;
using Hypercall.Gateway.Hosting;
using OpenTelemetry.Metrics;

namespace Hypercall.Cli.Running;

/// <summary>
/// A node's life as a process. SIGTERM, SIGINT and SIGQUIT run the coordinated shutdown, which drains the engines and
/// hands them over; the process ends with it. A node that the cluster has removed ends too, with
/// <see cref="ExitCode.CheckFailed"/>, so that a supervisor starts it again.
/// </summary>
internal static class NodeProcess
{
    /// <summary>
    /// By default the pool has a thread for each processor and adds one or two in a second. On a machine with few of
    /// them a flood of messages keeps all busy, and what the database answers waits for seconds: the owner gives up,
    /// the members do not hear each other. With more the operating system shares the time out.
    /// </summary>
    private const int LeastThreads = 32;

    /// <summary>Runs a node to its end.</summary>
    /// <param name="operators">The operator's settings.</param>
    /// <param name="untilInputEnds">The end of standard input asks it to end, as a signal does.</param>
    public static async Task<int> RunAsync(Terminal terminal, Config operators, bool untilInputEnds = false)
    {
        EnsureThreads();
        Config config = NodeConfig.OfNode(operators);
        ClusterSettings settings = ClusterSettings.Read(config);
        GatewayOptions? gateway = GatewayOf(config);
        using MeterProvider? metrics = MetricsExport.Start(config);
        ActorSystem system = NodeSystem.Create(config);
        bool wasAsked = false;
        void End()
        {
            wasAsked = true;
            _ = CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
        }

        IDisposable signals = terminal.Interruption.LeaveToVerb(
            End, PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT);
        if (untilInputEnds)
            _ = AfterInputAsync(End);
        try
        {
            await HypercallCluster.StartAsync(system, settings);
            if (gateway is not null)
                await NodeGateway.StartOnNodeAsync(system, gateway);
            await system.WhenTerminated;
        }
        finally
        {
            signals.Dispose();
            await system.Terminate();
        }

        if (wasAsked)
            return ExitCode.Done;
        Terminal.Complain("the node left its cluster and ends; start it again to join anew");
        return ExitCode.CheckFailed;
    }

    /// <summary>Has the pool begin with enough threads for a node.</summary>
    internal static void EnsureThreads()
    {
        ThreadPool.GetMinThreads(out int workers, out int completions);
        ThreadPool.SetMinThreads(Math.Max(workers, LeastThreads), completions);
    }

    /// <summary>Null where the node is none: what a gateway's secrets are is nothing to it.</summary>
    private static GatewayOptions? GatewayOf(Config config) =>
        config.GetStringList("akka.cluster.roles").Contains(ClusterRoles.Gateway) ? GatewayOptions.Read(config) : null;

    private static async Task AfterInputAsync(Action end)
    {
        await using Stream input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null);
        end();
    }
}
