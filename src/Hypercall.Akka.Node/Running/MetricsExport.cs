using Akka.Configuration;
using Hypercall.Akka.Hosting;
using Hypercall.Akka.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Hypercall.Akka.Node.Running;

/// <summary>Sends the node's metrics to an OTLP endpoint, where one is set.</summary>
internal static class MetricsExport
{
    /// <summary>Starts the export; null where no endpoint is set. Disposal sends once more.</summary>
    /// <exception cref="SettingException">A setting is missing or takes another value.</exception>
    public static MeterProvider? Start(Config config)
    {
        MetricsSettings settings = MetricsSettings.Read(new SettingReader(config));
        if (settings.Endpoint is not { } endpoint)
            return null;
        return Sdk.CreateMeterProviderBuilder()
            .AddMeter(PartitionMetrics.MeterName)
            .AddOtlpExporter(options => (options.Endpoint, options.Protocol) = (endpoint, settings.Protocol))
            .Build();
    }
}
