using OpenTelemetry.Exporter;

namespace Hypercall.Cli.Running;

/// <summary>Where a node's metrics go, checked. node.conf says what each setting means.</summary>
/// <param name="Endpoint">The URL that the exporter is given; null: they go nowhere.</param>
/// <param name="Protocol">How they travel.</param>
internal sealed record MetricsSettings(Uri? Endpoint, OtlpExportProtocol Protocol)
{
    private const string EndpointPath = "metrics.otlp-endpoint";

    /// <summary>Where a collector takes metrics over HTTP, by OTLP's specification.</summary>
    private const string HttpMetricsPath = "/v1/metrics";

    /// <summary>Reads the settings, the protocol also where there is no endpoint.</summary>
    /// <exception cref="SettingException">One is missing or takes another value.</exception>
    public static MetricsSettings Read(SettingReader reader)
    {
        OtlpExportProtocol protocol = reader.Choice(
            "metrics.otlp-protocol",
            ("grpc", OtlpExportProtocol.Grpc),
            ("http-protobuf", OtlpExportProtocol.HttpProtobuf));
        Uri? url = ReadUrl(reader);
        return url is { AbsolutePath: "/" } && protocol == OtlpExportProtocol.HttpProtobuf
            ? new MetricsSettings(WithMetricsPath(url), protocol)
            : new MetricsSettings(url, protocol);
    }

    private static Uri? ReadUrl(SettingReader reader)
    {
        const string takes = "an http or https URL such as http://127.0.0.1:4317, or nothing";
        string text = reader.Text(EndpointPath, takes, mayBeEmpty: true);
        if (text.Length == 0)
            return null;
        // A forgotten scheme shows here: the host of "localhost:4317" would be taken for one.
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? url
            : throw new SettingException($"{SettingReader.Root}.{EndpointPath}", takes, text);
    }

    /// <summary>The exporter appends this only to endpoints that it finds in its environment variables.</summary>
    private static Uri WithMetricsPath(Uri url) => new UriBuilder(url) { Path = HttpMetricsPath }.Uri;
}
