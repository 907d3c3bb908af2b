using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>Nodes that are told of no seed find each other by the list of their management endpoints.</summary>
[Collection(ProcessCollection.Name)]
public sealed class BootstrapTests
{
    private const int Nodes = 2;

    [Fact]
    public async Task Nodes_form_one_cluster_from_a_list_of_endpoints()
    {
        using var directory = new TemporaryDirectory();
        ClusterJournal journal = ClusterJournal.Sqlite(directory.Path);
        int[] ports = NodeFleet.FreePorts(Nodes);
        using var fleet = new NodeFleet(Nodes, ["--bootstrap", "config", .. journal.NodeOptions])
        {
            IsSeeded = false,
            Prepare = (node, start) =>
            {
                string settings = directory.File($"node-{node}.conf");
                File.WriteAllText(settings, Settings(ports, node));
                start.ArgumentList.Add("--config");
                start.ArgumentList.Add(settings);
            },
        };
        for (int node = 0; node < Nodes; node++)
            fleet.Start(node);
        await using TestGateway gateway = await TestGateway.JoinAsync(fleet, journal.Settings);
        await gateway.WaitReadyAsync(fleet, Nodes);
    }

    private static string Settings(int[] ports, int node) => $$"""
        akka.discovery.config.services.hypercall.endpoints = [{{string.Join(", ", ports.Select(Endpoint))}}]
        akka.management {
          http.port = {{ports[node]}}
          cluster.bootstrap.contact-point-discovery { required-contact-point-nr = {{Nodes}}, stable-margin = 500ms }
        }
        """;

    private static string Endpoint(int port) => $"\"127.0.0.1:{port}\"";
}
