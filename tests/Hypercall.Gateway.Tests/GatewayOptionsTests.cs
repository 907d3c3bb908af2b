using Akka.Configuration;
using Akka.Configuration.Hocon;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Tests.Support;
using Hypercall.Gateway.Reads;
using Microsoft.Extensions.DependencyInjection;

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
        Assert.Equal((256, 64 << 20), (options.ConnectionsPerAddress, options.UnreadBytesPerAddress));
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
    [InlineData("connections-per-address = -1", "connections-per-address")]
    [InlineData("unread-bytes-per-address = 64KB", "unread-bytes-per-address")]
    [InlineData("limits.desk { orders-per-minute = 1 }", "limits.desk.cancels-per-minute")]
    [InlineData("limits.desk { orders-a-day = 1 }", "limits.desk.orders-a-day")]
    [InlineData("socket.pong-timeout = never", "socket.pong-timeout")]
    public void What_a_setting_does_not_take_is_refused_by_its_path(string setting, string path) =>
        Assert.Contains($"{Root}.{path}", Assert.Throws<SettingException>(() => Read(setting)).Message);

    [Fact]
    public void History_and_secret_may_stand_in_a_file_or_a_variable_and_are_not_shown()
    {
        const string history = "Host=db;Database=history;Username=gateway;Password=hunter2";
        string secret = new('s', 32);
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder.File("secret"), secret + "\n");
        const string variable = "HYPERCALL_TEST_GATEWAY_HISTORY";
        Environment.SetEnvironmentVariable(variable, history);

        GatewayOptions options = Read($"history = \"env:{variable}\", key-master = \"file:{folder.File("secret")}\"");
        Environment.SetEnvironmentVariable(variable, null);

        Assert.Equal((history, secret), (options.History, options.KeyMaster));
        Assert.DoesNotContain("hunter2", options.ToString());
        Assert.DoesNotContain(secret, options.ToString());
    }

    /// <summary>Its letters are counted where it is, not where it is said to be.</summary>
    [Fact]
    public void A_secret_that_is_too_short_where_it_stands_is_refused_and_not_shown()
    {
        const string secret = "31-letters-do-not-make-a-secret";
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder.File("secret"), secret + "    \n");

        SettingException error = Assert.Throws<SettingException>(
            () => Read($"key-master = \"file:{folder.File("secret")}\""));

        Assert.Equal(Root + ".key-master", error.Path);
        Assert.DoesNotContain(secret, error.ToString());
    }

    [Theory]
    [InlineData("key-master", "env:HYPERCALL_THERE_IS_NO_SUCH_VARIABLE")]
    [InlineData("history", "env:HYPERCALL_THERE_IS_NO_SUCH_VARIABLE")]
    [InlineData("history", "file:/there/is/no/such/file")]
    public void A_place_that_holds_nothing_is_named(string setting, string place)
    {
        SettingException error = Assert.Throws<SettingException>(() => Read($"{setting} = \"{place}\""));

        Assert.Equal($"{Root}.{setting}", error.Path);
        Assert.Contains(place, error.Message);
        Assert.DoesNotContain("connection string", error.Message);
    }

    /// <summary>A file whose path has an equals sign in it is a file still.</summary>
    [Fact]
    public void A_history_is_a_server_s_where_its_text_is_a_connection_string()
    {
        using var folder = new TemporaryDirectory();
        string file = folder.File("venue=main.db");
        Assert.Equal("SqliteHistory", PastReads.DatabaseOf(folder.File("history.db"), "main").GetType().Name);
        Assert.Equal("PostgresqlHistory", PastReads.DatabaseOf("Host=db", "main").GetType().Name);

        File.WriteAllText(file, "");

        Assert.Equal("SqliteHistory", PastReads.DatabaseOf(file, "main").GetType().Name);
    }

    /// <summary>What code makes is looked at where the gateway starts, and not at the first write.</summary>
    [Fact]
    public void Options_of_code_that_no_settings_would_be_are_refused_by_name()
    {
        var sound = new GatewayOptions { Url = null, Partition = "main" };
        var named = new Dictionary<string, TierLimits> { ["mm"] = new(0, 0, 0) };
        Assert.StartsWith("Limits ", Refusal(sound with { Limits = named }));
        named[TierLimits.Default] = new(1, -1, 1);
        Assert.StartsWith("Limits['default'].Cancels ", Refusal(sound with { Limits = named }));
        Assert.StartsWith("HistoryReads ", Refusal(sound with { HistoryReads = 0 }));
        Assert.StartsWith("HistoryReadsPerClient ", Refusal(sound with { HistoryReadsPerClient = 0 }));
        Assert.StartsWith("AddressRequestsPerMinute ", Refusal(sound with { AddressRequestsPerMinute = -1 }));
        Assert.StartsWith("ConnectionsPerAddress ", Refusal(sound with { ConnectionsPerAddress = -1 }));
        Assert.StartsWith("UnreadBytesPerAddress ", Refusal(sound with { UnreadBytesPerAddress = 0 }));
        Assert.StartsWith("ChainId ", Refusal(sound with { ChainId = 0 }));
        Assert.StartsWith("KeyMaster ", Refusal(sound with { KeyMaster = "short" }));
        Assert.DoesNotContain("short", Refusal(sound with { KeyMaster = "short" }));

        Assert.NotEmpty(new ServiceCollection().AddHypercallGateway(sound));

        static string Refusal(GatewayOptions options) => Assert.Throws<ArgumentException>(
            () => new ServiceCollection().AddHypercallGateway(options)).Message;
    }

    private static GatewayOptions Read(string setting) => GatewayOptions.Read(
        HypercallConfig.Compose(ConfigurationFactory.ParseString($"{Root} {{ {setting} }}")));

    private static IEnumerable<string> Leaves(HoconValue value, string path) => value.IsObject()
        ? value.GetObject().Items.SelectMany(item => Leaves(item.Value, $"{path}.{item.Key}"))
        : [path];
}
