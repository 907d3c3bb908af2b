using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Metrics;
using Hypercall.Actors.Tests.Support;
using Hypercall.Cli.Running;
using OpenTelemetry.Metrics;

namespace Hypercall.Actors.Tests.Metrics;

/// <summary>What a collector is sent of an engine's run. That a node sends it as it ends, NodeCommandTests
/// show.</summary>
public sealed class MetricsExportTests() : EngineTestKit(TestConfig.Memory("hypercall.engine.time-source = clock"))
{
    private const int Commands = 100;
    private const int Repeated = 10;

    [Fact]
    public void A_collector_over_grpc_should_be_sent_every_instrument()
    {
        using OtlpCollector collector = OtlpCollector.Start("grpc");

        RunInto(collector, path: "");

        AssertAllWentTo(OtlpGrpcCollector.MetricsPath, "application/grpc", collector);
    }

    [Theory]
    [InlineData("", "/v1/metrics")]
    [InlineData("/", "/v1/metrics")]
    [InlineData("/tenant/metrics", "/tenant/metrics")]
    public void A_collector_over_http_should_be_sent_every_instrument(string given, string expected)
    {
        using OtlpCollector collector = OtlpCollector.Start("http-protobuf");

        RunInto(collector, given);

        AssertAllWentTo(expected, "application/x-protobuf", collector);
    }

    private static void AssertAllWentTo(string path, string contentType, OtlpCollector collector) => Assert.All(
        collector.Posts, post => Assert.Equal((path, contentType), (post.Path, post.ContentType)));

    /// <summary>Runs an engine, whose instruments end before the export does, as in a node.</summary>
    private void RunInto(OtlpCollector collector, string path)
    {
        Config config = NodeConfig.OfNode(ConfigurationFactory.ParseString(
            $"""
            hypercall.host-id = first-host
            hypercall.metrics.otlp-protocol = {collector.Protocol}
            hypercall.metrics.otlp-endpoint = "{collector.Url}{path}"
            """));
        using MeterProvider? export = MetricsExport.Start(config);
        Assert.NotNull(export);
        using (var meter = new Meter(PartitionMetrics.MeterName))
            RunEngine(meter);

        // Disposal sends too, but does not say whether the collector's answer counts as a success.
        Assert.True(export.ForceFlush());
        collector.AssertReceived(
            "hypercall",
            "first-host",
            "hypercall.epoch",
            "hypercall.sequence",
            "hypercall.batch.size",
            "hypercall.queue.depth",
            "hypercall.write.duration",
            "hypercall.apply.duration",
            "hypercall.recovery.duration",
            "hypercall.snapshot.age",
            "hypercall.duplicates");
    }

    private void RunEngine(Meter meter)
    {
        IActorRef partition = StartReady(Settings with { Metrics = new PartitionMetrics(meter, Partition) });
        Feed(partition, 0, Commands);
        Feed(partition, 0, Repeated);
        Drain(partition);
    }
}
