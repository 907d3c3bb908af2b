using Akka.Configuration;
using Hypercall.Akka.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Hypercall.Akka.Node.Running;

/// <summary>Sends the node's metrics to an OTLP endpoint, where one is set.</summary>
internal static class MetricsExport
{
    private const string Setting = "hypercall.metrics.otlp-endpoint";

    /// <summary>Starts the export; null where no endpoint is set.</summary>
    /// <exception cref="UsageException">The endpoint is no absolute URL.</exception>
    public static MeterProvider? Start(Config config)
    {
        string endpoint = config.GetString(Setting, "");
        if (endpoint.Length == 0)
            return null;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url))
            throw new UsageException($"setting '{Setting}' is '{endpoint}': it takes a URL or nothing");
        return Sdk.CreateMeterProviderBuilder()
            .AddMeter(PartitionMetrics.MeterName)
            .AddOtlpExporter(options =>
            {
                options.Endpoint = url;
                options.Protocol = OtlpExportProtocol.Grpc;
            })
            .Build();
    }
}
