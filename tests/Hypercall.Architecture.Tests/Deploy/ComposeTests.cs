using System.Data.Common;
using Akka.Configuration;
using YamlDotNet.RepresentationModel;
using static Hypercall.Architecture.Tests.Deploy.ComposeFile;

namespace Hypercall.Architecture.Tests.Deploy;

/// <summary>deploy/compose.yaml fits the program, its settings, and itself. No container engine is needed.</summary>
public sealed class ComposeTests
{
    [Fact]
    public void Three_nodes_differ_in_their_names_only()
    {
        Assert.Equal(3, Nodes.Count);
        Assert.Single(Nodes.Select(node => string.Join(' ', List(node.Value, "command")
            .Where(argument => !argument.StartsWith("--host=") && !argument.StartsWith("--certificates="))))
            .Distinct());
        Assert.All(Nodes, node => Assert.Equal([node.Key], Option(node.Value, "--host")));
    }

    [Fact]
    public void Nodes_are_told_nothing_that_the_program_does_not_take()
    {
        IReadOnlySet<string> known = ProgramHelp.OptionsOf("run");
        Assert.Contains("--port", known);
        Assert.All(Nodes.Values, node =>
        {
            Assert.Equal("run", List(node, "command")[0]);
            Assert.Subset(
                known.ToHashSet(),
                List(node, "command").Skip(1).Select(argument => argument.Split('=')[0]).ToHashSet());
        });
    }

    [Fact]
    public void Seeds_are_the_nodes_in_one_order() => Assert.All(Nodes.Values, node => Assert.Equal(
        Nodes.Select(other => $"{other.Key}:{Assert.Single(Option(other.Value, "--port"))}"),
        Option(node, "--seed")));

    [Fact]
    public void Every_node_may_own_a_partition() =>
        Assert.All(Nodes.Values, node => Assert.Contains("engine", Option(node, "--role")));

    [Fact]
    public void A_node_is_asked_for_its_own_health() => Assert.All(Nodes, node => Assert.Equal(
        [
            "CMD",
            "hypercall",
            "health",
            $"--node={node.Key}:{Option(node.Value, "--port").Single()}",
            $"--certificates=/certificates/{node.Key}",
        ],
        List(Mapping(node.Value, "healthcheck"), "test")));

    [Fact]
    public void Every_node_has_certificates_and_none_the_authoritys_key()
    {
        YamlMappingNode maker = Services["certificates"];
        Assert.Equal(["certificates", "/certificates"], List(maker, "command").Take(2));
        Assert.Subset(
            ProgramHelp.OptionsOf("certificates").ToHashSet(),
            List(maker, "command").Skip(2).Select(argument => argument.Split('=')[0]).ToHashSet());
        Assert.Equal(Nodes.Keys, Option(maker, "--host"));
        Assert.Contains($"authority:{Option(maker, "--authority").Single()}", List(maker, "volumes"));
        Assert.All(Nodes, node =>
        {
            Assert.Equal([$"/certificates/{node.Key}"], Option(node.Value, "--certificates"));
            Assert.Contains("certificates:/certificates:ro", List(node.Value, "volumes"));
            Assert.DoesNotContain(List(node.Value, "volumes"), volume => volume.StartsWith("authority:"));
        });
    }

    [Fact]
    public void No_port_of_a_node_or_the_database_is_open_to_the_outside()
    {
        Assert.All(Nodes.Values.Append(Services["database"]), service =>
        {
            Assert.Empty(List(service, "ports"));
            Assert.Equal(["venue"], List(service, "networks"));
        });
        Assert.All(Services.Values.SelectMany(service => List(service, "ports")), port =>
            Assert.StartsWith("127.0.0.1:", port));
    }

    [Fact]
    public void The_journal_is_the_database_of_this_file()
    {
        YamlMappingNode settings = Mapping(Services["database"], "environment");
        Assert.All(Nodes.Values, node =>
        {
            Assert.Equal(["postgresql"], Option(node, "--journal"));
            var at = new DbConnectionStringBuilder { ConnectionString = Option(node, "--journal-at").Single() };
            Assert.Contains((string)at["Host"], Services.Keys);
            Assert.Equal(Text(settings, "POSTGRES_DB"), at["Database"]);
            Assert.Equal(Text(settings, "POSTGRES_USER"), at["Username"]);
            Assert.Equal(Text(settings, "POSTGRES_PASSWORD"), Text(Mapping(node, "environment"), "PGPASSWORD"));
            Assert.False(at.ContainsKey("Password"));
        });
    }

    [Fact]
    public void Nodes_wait_for_the_tables_of_their_journal()
    {
        YamlMappingNode maker = Services["journal"];
        Assert.Equal(["journal", "init"], List(maker, "command").Take(2));
        Assert.All(Nodes.Values, node =>
        {
            Assert.Equal(Option(node, "--journal-at"), List(maker, "command").Skip(2));
            Assert.Equal(Text(node, "image"), Text(maker, "image"));
            Assert.Equal(
                "service_completed_successfully", Text(Mapping(Mapping(node, "depends_on"), "journal"), "condition"));
        });
        Assert.Equal("service_healthy", Text(Mapping(Mapping(maker, "depends_on"), "database"), "condition"));
    }

    [Fact]
    public void Metrics_go_to_a_receiver_that_is_on()
    {
        Config own = ConfigurationFactory.ParseString(File.ReadAllText(Repository.PathOf("deploy/node.conf")));
        Assert.Equal("http-protobuf", own.GetString("hypercall.metrics.otlp-protocol"));
        Assert.Contains("--web.enable-otlp-receiver", List(Services["prometheus"], "command"));
        Assert.All(Nodes.Values, node => Assert.Equal(
            ["http://prometheus:9090/api/v1/otlp/v1/metrics"], Option(node, "--otlp")));
    }

    [Fact]
    public void Nodes_have_the_time_that_their_end_may_take() => Assert.All(Nodes.Values, node =>
        Assert.True(Seconds(Text(node, "stop_grace_period")) >= ShippedSettings.LongestEnd.TotalSeconds));

    [Fact]
    public void Files_that_are_mounted_are_there() => Assert.All(
        Services.Values.SelectMany(service => List(service, "volumes")).Where(volume => volume.StartsWith('.')),
        volume => Assert.True(Path.Exists(Repository.PathOf($"deploy/{volume.Split(':')[0]}")), volume));

    [Fact]
    public void Images_of_others_have_a_version() => Assert.All(
        Services.Values.Select(service => Text(service, "image")).Where(image => image != "hypercall"),
        image => Assert.Matches(@":v?\d", image));

    private static int Seconds(string text) => int.Parse(text.TrimEnd('s'));
}
