using Akka.Configuration;
using Hypercall.Actors.Hosting;
using Hypercall.Cli.Running;
using OpenTelemetry.Exporter;

namespace Hypercall.Actors.Tests.Metrics;

/// <summary>Where a node's metrics go by its settings, and what a wrong setting is told.</summary>
public sealed class MetricsSettingsTests
{
    [Fact]
    public void Nothing_is_sent_by_default()
    {
        MetricsSettings settings = Read("");

        Assert.Equal(new MetricsSettings(null, OtlpExportProtocol.Grpc), settings);
        Assert.Null(MetricsExport.Start(Compose("")));
    }

    [Theory]
    [InlineData("grpc", "http://127.0.0.1:4317", "http://127.0.0.1:4317/")]
    [InlineData("grpc", "https://otel.example/in", "https://otel.example/in")]
    [InlineData("http-protobuf", "http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/metrics")]
    [InlineData("http-protobuf", "http://127.0.0.1:4318/", "http://127.0.0.1:4318/v1/metrics")]
    [InlineData("http-protobuf", "https://otel.example?key=1", "https://otel.example/v1/metrics?key=1")]
    [InlineData("http-protobuf", "https://otel.example/in", "https://otel.example/in")]
    [InlineData("http-protobuf", "https://otel.example/v1/metrics", "https://otel.example/v1/metrics")]
    public void A_base_url_gets_the_path_of_metrics_over_http_only(string protocol, string url, string endpoint)
    {
        MetricsSettings settings = Read(
            $"""
            hypercall.metrics.otlp-protocol = {protocol}
            hypercall.metrics.otlp-endpoint = "{url}"
            """);

        Assert.Equal(endpoint, settings.Endpoint!.AbsoluteUri);
        Assert.Equal(
            protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf, settings.Protocol);
    }

    [Theory]
    [InlineData("otlp-protocol", "http/json", "grpc or http-protobuf")]
    [InlineData("otlp-protocol", "", "grpc or http-protobuf")]
    [InlineData("otlp-endpoint", "nowhere", "an http or https URL such as http://127.0.0.1:4317, or nothing")]
    [InlineData("otlp-endpoint", "/v1/metrics", "an http or https URL such as http://127.0.0.1:4317, or nothing")]
    [InlineData("otlp-endpoint", "localhost:4317", "an http or https URL such as http://127.0.0.1:4317, or nothing")]
    public void A_wrong_setting_ends_the_start_with_its_path_and_what_it_takes(
        string setting, string value, string takes)
    {
        Config config = Compose($"hypercall.metrics.{setting} = \"{value}\"");

        SettingException error = Assert.Throws<SettingException>(() => MetricsExport.Start(config));

        Assert.Equal($"hypercall.metrics.{setting}", error.Path);
        Assert.Equal($"setting 'hypercall.metrics.{setting}' is '{value}': it takes {takes}", error.Message);
    }

    [Fact]
    public void The_programs_own_file_holds_the_settings_that_are_read_and_no_others()
    {
        Config config = Compose("");
        var reader = new SettingReader(config);

        MetricsSettings.Read(reader);

        IEnumerable<string> held = config.GetConfig("hypercall.metrics").Root.GetObject().Items.Keys;
        Assert.Equal(held.Select(key => $"hypercall.metrics.{key}").Order(StringComparer.Ordinal), reader.PathsRead);
    }

    private static MetricsSettings Read(string operators) =>
        MetricsSettings.Read(new SettingReader(Compose(operators)));

    private static Config Compose(string operators) =>
        NodeConfig.OfNode(ConfigurationFactory.ParseString(operators));
}
