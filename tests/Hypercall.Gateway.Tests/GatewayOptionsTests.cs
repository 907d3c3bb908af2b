using Akka.Configuration;
using Akka.Configuration.Hocon;
using Hypercall.Actors.Hosting;

namespace Hypercall.Gateway.Tests;

/// <summary>The settings under hypercall.gateway: all are read, and what one does not take is refused.</summary>
public sealed class GatewayOptionsTests
{
    private const string Root = "hypercall.gateway";

    [Fact]
    public void Every_setting_that_is_read_stands_in_the_reference_and_the_other_way_round()
    {
        Config config = HypercallConfig.Compose();
        var reader = new SettingReader(config);

        GatewayOptions.Read(reader);

        Assert.Equal(
            Leaves(config.GetValue(Root), Root).Order(StringComparer.Ordinal),
            reader.PathsRead.Where(path => path.StartsWith(Root, StringComparison.Ordinal)));
    }

    [Fact]
    public void Defaults_are_those_of_the_contract()
    {
        GatewayOptions options = GatewayOptions.Read(HypercallConfig.Compose());

        Assert.Equal(
            ("http://127.0.0.1:3000/", "main", 998L, true),
            (options.Url!.ToString(), options.Partition, options.ChainId, options.PublicReads));
        Assert.False(options.Compression);
        Assert.Equal(new TierLimits(60, 120, 600), options.Limits[TierLimits.Default]);
        Assert.Equal(new TierLimits(60_000, 60_000, 6_000), options.Limits["mm"]);
        Assert.Equal(
            (1_024, 4 << 20, 64, 50, 200),
            (options.Socket.MostMessages, options.Socket.MostBytes, options.Socket.MostPerAddress,
                options.Socket.MessagesPerSecond, options.Socket.MessagesAtOnce));
    }

    [Fact]
    public void An_operator_names_tiers_of_his_own()
    {
        GatewayOptions options = Read("""
            limits.desk { orders-per-minute = 1, cancels-per-minute = 2, requests-per-minute = 3 }
            """);

        Assert.Equal(new TierLimits(1, 2, 3), options.Limits["desk"]);
    }

    [Theory]
    [InlineData("url = \"ftp://127.0.0.1\"", "url")]
    [InlineData("url = \"http://127.0.0.1/api\"", "url")]
    [InlineData("url = \"http://venue.example:3000\"", "url")]
    [InlineData("partition = other", "partition")]
    [InlineData("chain-id = 0", "chain-id")]
    [InlineData("proxies = [\"10.0.0.0/40\"]", "proxies")]
    [InlineData("proxies = [\"proxy.example\"]", "proxies")]
    [InlineData("proxies = 127.0.0.1", "proxies")]
    [InlineData("limits.desk { orders-per-minute = 1 }", "limits.desk.cancels-per-minute")]
    [InlineData("limits.desk { orders-a-day = 1 }", "limits.desk.orders-a-day")]
    [InlineData("socket.pong-timeout = never", "socket.pong-timeout")]
    public void What_a_setting_does_not_take_is_refused_by_its_path(string setting, string path) =>
        Assert.Contains($"{Root}.{path}", Assert.Throws<SettingException>(() => Read(setting)).Message);

    private static GatewayOptions Read(string setting) => GatewayOptions.Read(
        HypercallConfig.Compose(ConfigurationFactory.ParseString($"{Root} {{ {setting} }}")));

    private static IEnumerable<string> Leaves(HoconValue value, string path) => value.IsObject()
        ? value.GetObject().Items.SelectMany(item => Leaves(item.Value, $"{path}.{item.Key}"))
        : [path];
}
