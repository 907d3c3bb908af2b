using Hypercall.Actors.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Hypercall.Cli.Running;

/// <summary>Sends the node's metrics to an OTLP endpoint, where one is set.</summary>
internal static class MetricsExport
{
    /// <summary>What a collector sees as <c>service.name</c>; <c>service.instance.id</c> is the host's id.</summary>
    private const string ServiceName = "hypercall";

    /// <summary>Starts the export; null where no endpoint is set. Disposal sends once more.</summary>
    /// <exception cref="SettingException">A setting is missing or takes another value.</exception>
    public static MeterProvider? Start(Config config)
    {
        MetricsSettings settings = MetricsSettings.Read(new SettingReader(config));
        if (settings.Endpoint is not { } endpoint)
            return null;
        string host = HypercallSettings.Read(config).Partition.Sequencer.HostId;
        return Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceInstanceId: host))
            .AddMeter(PartitionMetrics.MeterName)
            .AddOtlpExporter(options => (options.Endpoint, options.Protocol) = (endpoint, settings.Protocol))
            .Build();
    }
}
