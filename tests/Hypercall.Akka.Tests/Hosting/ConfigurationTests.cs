using Akka.Configuration;
using Akka.Configuration.Hocon;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Tests.Support;
using Hypercall.Actors.Wire;
using Hypercall.Sequencer.Journal;
using Microsoft.Extensions.Configuration;

namespace Hypercall.Actors.Tests.Hosting;

/// <summary>The files of hocon/, their layers, and what a wrong setting is told.</summary>
public sealed class ConfigurationTests
{
    /// <summary>Blocks under hypercall that Akka itself reads, or the program alone.</summary>
    private static readonly string[] AkkasOwn =
    [
        "hypercall.engine-dispatcher.",
        "hypercall.journal.memory.",
        "hypercall.journal.sqlite.",
        "hypercall.journal.postgresql.",
        "hypercall.snapshots.",
        "hypercall.metrics.",
        "hypercall.gateway.",
    ];

    public static TheoryData<string> Choices => ["memory", "sqlite", "postgresql"];

    [Theory]
    [MemberData(nameof(Choices))]
    public void Every_setting_that_is_read_stands_in_the_reference_and_the_other_way_round(string journal)
    {
        Config config = Compose($"hypercall.journal.choice = {journal}");
        var reader = new SettingReader(config);
        HypercallSettings.Read(reader);
        HypercallConfig.ReadJournalChoice(reader);
        HypercallConfig.ReadRoles(reader);
        WireSecurity.ReadFolder(reader);

        Assert.Equal(LeavesOf(HypercallConfig.Reference()), reader.PathsRead);
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Each_journal_has_plugins_of_its_own_that_leave_the_filter_to_the_replayer(string journal)
    {
        Config config = Compose($"hypercall.journal.choice = {journal}");

        HypercallSettings settings = HypercallSettings.Read(config);

        Assert.Equal($"hypercall.journal.{journal}", settings.Partition.JournalPluginId);
        Assert.Equal($"hypercall.snapshots.{journal}", settings.Partition.SnapshotPluginId);
        Assert.Equal($"hypercall.transfers.{journal}", settings.TransferJournalPluginId);
        Assert.Equal("off", config.GetString(settings.TransferJournalPluginId + ".replay-filter.mode"));
        Assert.NotEmpty(config.GetString(settings.TransferJournalPluginId + ".class"));
        Assert.NotEmpty(config.GetString(settings.Partition.JournalPluginId + ".class"));
        Assert.NotEmpty(config.GetString(settings.Partition.SnapshotPluginId + ".class"));
        Assert.Equal("off", config.GetString(settings.Partition.JournalPluginId + ".replay-filter.mode"));
    }

    [Fact]
    public void Defaults_are_those_of_the_specification_but_for_the_size_of_a_record()
    {
        HypercallSettings settings = HypercallSettings.Read(Compose(""));

        Assert.Equal(["main"], settings.Partitions);
        Assert.Equal(
            (8_192, 384, 1 << 20, 15_000L, 1_000_000L, 30_000L),
            (settings.Partition.Sequencer.QueueCapacity,
                settings.Partition.Sequencer.MaxBatch,
                settings.Partition.Sequencer.MaxRecordBytes,
                settings.Partition.Sequencer.WriteTimeoutMs,
                settings.Partition.Sequencer.SnapshotEvery,
                settings.Partition.Sequencer.SnapshotMinIntervalMs));
        Assert.Equal(
            (1_000L, 1_000L, 60_000L, 5_000L, TimeSource.Clock, 3),
            (settings.Partition.Sequencer.OwnerCheckIntervalMs,
                settings.Partition.Sequencer.HeartbeatIntervalMs,
                settings.Partition.Sequencer.MaxClockLagMs,
                settings.Partition.Sequencer.MaxClockLeadMs,
                settings.Partition.Sequencer.TimeSource,
                settings.Partition.SnapshotsKept));
        Assert.Equal(
            (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)),
            (settings.Partition.MinBackoff, settings.Partition.MaxBackoff));
    }

    /// <summary>A dead owner is replaced within ten seconds, and so is one that lives and has no database.</summary>
    [Fact]
    public void In_a_cluster_an_owner_waits_for_its_journal_for_less_than_its_own_death_would_take()
    {
        Config config = Compose("hypercall.roles = [engine]");

        Assert.Equal(4_000, HypercallSettings.Read(config).Partition.Sequencer.WriteTimeoutMs);
        Assert.Equal(TimeSpan.FromSeconds(4), config.GetTimeSpan("hypercall.cluster.stable-after"));
        Assert.Equal(
            7_000,
            HypercallSettings.Read(Compose("hypercall { roles = [engine], engine.write-timeout = 7s }"))
                .Partition.Sequencer.WriteTimeoutMs);
    }

    [Fact]
    public void What_its_cluster_does_not_take_is_named_before_a_node_starts()
    {
        Config config = Compose("hypercall { roles = [engine], cluster.stable-after = soon }");

        Assert.Equal(
            "hypercall.cluster.stable-after", Assert.Throws<SettingException>(() => ClusterSettings.Read(config)).Path);
    }

    [Fact]
    public void An_operators_setting_lies_above_all_others()
    {
        Config config = Compose(
            """
            hypercall.journal.choice = postgresql
            hypercall.journal.plugin = "elsewhere"
            hypercall.engine.max-batch = 7
            """);

        HypercallSettings settings = HypercallSettings.Read(config);

        Assert.Equal(("elsewhere", 7), (settings.Partition.JournalPluginId, settings.Partition.Sequencer.MaxBatch));
    }

    [Theory]
    [InlineData("hypercall.journal.choice = oracle", "hypercall.journal.choice", "memory or sqlite or postgresql")]
    [InlineData("hypercall.engine.time-source = sundial", "hypercall.engine.time-source", "clock or submission")]
    [InlineData("hypercall.engine.max-batch = 0", "hypercall.engine.max-batch", "a whole number from 1 to")]
    [InlineData("hypercall.engine.max-batch = many", "hypercall.engine.max-batch", "a whole number from 1 to")]
    [InlineData("hypercall.engine.max-record-bytes = 1B", "hypercall.engine.max-record-bytes", "a size such as 1MiB")]
    [InlineData("hypercall.engine.write-timeout = soon", "hypercall.engine.write-timeout", "a time such as 500ms")]
    [InlineData("hypercall.engine.write-timeout = 0s", "hypercall.engine.write-timeout", "a time such as 500ms")]
    [InlineData("hypercall.supervision.jitter = 2", "hypercall.supervision.jitter", "a number from 0 to 1")]
    [InlineData("hypercall.partitions = []", "hypercall.partitions", "a list of different names")]
    [InlineData("hypercall.partitions = [a, a]", "hypercall.partitions", "a list of different names")]
    [InlineData("hypercall.partitions = [\"a b\"]", "hypercall.partitions", "a list of different names")]
    [InlineData("hypercall.partitions = [\"a/b\"]", "hypercall.partitions", "a list of different names")]
    [InlineData("hypercall.partitions = [\"ü\"]", "hypercall.partitions", "a list of different names")]
    [InlineData("hypercall.partitions = [\"..\"]", "hypercall.partitions", "a list of different names")]
    [InlineData("hypercall.roles = [owner]", "hypercall.roles", "a list of engine, view and gateway")]
    [InlineData("hypercall.engine.max-record-bytes = 1GiB", "hypercall.engine.max-record-bytes", "a size such as 1MiB")]
    [InlineData("hypercall.partitions = main", "hypercall.partitions", "a list of different names")]
    [InlineData("hypercall.roles = engine", "hypercall.roles", "a list of engine, view and gateway")]
    [InlineData("hypercall.journal.plugin = \"\"", "hypercall.journal.plugin", "the path of a journal plugin")]
    public void A_wrong_setting_is_named_with_what_it_takes(string setting, string path, string takes)
    {
        SettingException error = Assert.Throws<SettingException>(() => HypercallSettings.Read(Compose(setting)));

        Assert.Equal(path, error.Path);
        Assert.StartsWith($"setting '{path}' is '", error.Message);
        Assert.Contains($"it takes {takes}", error.Message);
    }

    [Theory]
    [InlineData("hypercall.journal.plugin")]
    [InlineData("hypercall.journal.sqlite.connection-string")]
    public void A_setting_without_a_value_is_named(string path) => Assert.Contains(
        $"'{path}'", Assert.Throws<SettingException>(() => HypercallSettings.Read(Compose($"{path} = null"))).Message);

    [Theory]
    [InlineData("hypercall.engine.max-bach = 7", "hypercall.engine.max-bach")]
    [InlineData("hypercall.enginee { max-batch = 7 }", "hypercall.enginee")]
    [InlineData("hypercall.journal.chioce = memory", "hypercall.journal.chioce")]
    [InlineData("hypercall.partitions.main = 1", "hypercall.partitions.main")]
    [InlineData("hypercall.auto-start = on", "hypercall.auto-start")]
    public void A_setting_that_there_is_not_is_named(string setting, string path)
    {
        SettingException error = Assert.Throws<SettingException>(() => Compose(setting));

        Assert.Equal(path, error.Path);
        Assert.StartsWith($"setting '{path}' is unknown", error.Message);
    }

    [Fact]
    public void A_setting_that_there_is_not_is_found_below_another_layer_too()
    {
        Config own = ConfigurationFactory.ParseString("hypercall.engine.max-batch = 7")
            .WithFallback(ConfigurationFactory.ParseString("hypercall.engine.max-bach = 7"));

        Assert.Equal(
            "hypercall.engine.max-bach", Assert.Throws<SettingException>(() => HypercallConfig.Compose(own)).Path);
    }

    /// <summary>Akka would tell the whole block, and an engine would wait for ever.</summary>
    [Theory]
    [InlineData("hypercall.journal.postgresql", "parallelism = abc")]
    [InlineData("hypercall.journal.postgresql", "replay-batch-size = abc")]
    [InlineData("hypercall.transfers.postgresql", "parallelism = abc")]
    [InlineData("hypercall.snapshots.postgresql", "auto-initialize = abc")]
    public void A_setting_that_a_plugin_does_not_take_is_told_without_the_password(string path, string setting)
    {
        SettingException error = Assert.Throws<SettingException>(() => Compose(
            $$"""
            hypercall.journal.choice = postgresql
            {{path}} { connection-string = "Host=db;Username=u;Password=horse", {{setting}} }
            """));

        Assert.Equal(path, error.Path);
        Assert.Contains("it takes the settings of a plugin: ", error.Message);
        Assert.DoesNotContain("horse", error.ToString());
    }

    /// <summary>What no table is made for and no journal kept in would be tried for ever.</summary>
    [Fact]
    public void A_database_that_keeps_no_journal_is_refused_by_its_name()
    {
        SettingException error = Assert.Throws<SettingException>(() => Compose(
            """
            hypercall.journal.choice = postgresql
            hypercall.journal.postgresql { connection-string = "Host=db;Password=horse", provider-name = Oracle }
            """));

        Assert.Equal("hypercall.journal.postgresql.provider-name", error.Path);
        Assert.Contains("'Oracle'", error.Message);
    }

    [Theory]
    [InlineData("hypercall.cluster.keep-alive-interval = 1s")]
    [InlineData("hypercall.metrics.otlp-endpoint = elsewhere")]
    [InlineData("hypercall.journal.mine { class = x }")]
    [InlineData("hypercall.snapshots.sqlite.connection-timeout = 3s")]
    [InlineData("hypercall.engine-dispatcher.type = ForkJoinDispatcher")]
    public void A_setting_of_a_cluster_the_program_a_plugin_or_a_dispatcher_is_taken(string setting) =>
        HypercallSettings.Read(Compose(setting));

    [Fact]
    public void The_applications_configuration_lies_above_hocon()
    {
        IConfiguration application = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["hypercall:engine:max-batch"] = "9",
                ["hypercall:partitions:0"] = "east",
                ["hypercall:partitions:1"] = "west",
                ["hypercall:journal:choice"] = "memory",
                ["akka:loglevel"] = "ERROR",
                ["elsewhere:engine"] = "of no concern",
            })
            .Build();
        Config own = ConfigurationFactory.ParseString(
            "hypercall.engine.max-batch = 7\nhypercall.engine.write-timeout = 3s");

        Config config = HypercallConfig.Compose(application, own);

        HypercallSettings settings = HypercallSettings.Read(config);
        Assert.Equal(["east", "west"], settings.Partitions);
        Assert.Equal(
            (9, 3_000L), (settings.Partition.Sequencer.MaxBatch, settings.Partition.Sequencer.WriteTimeoutMs));
        Assert.Equal("hypercall.journal.memory", settings.Partition.JournalPluginId);
        Assert.Equal("ERROR", config.GetString("akka.loglevel"));
        Assert.False(config.HasPath("elsewhere"));
    }

    [Fact]
    public void The_applications_configuration_is_held_to_the_reference_too()
    {
        IConfiguration application = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["hypercall:engine:max-bach"] = "9" })
            .Build();

        Assert.Equal(
            "hypercall.engine.max-bach",
            Assert.Throws<SettingException>(() => HypercallConfig.Compose(application)).Path);
    }

    [Theory]
    [InlineData(null, "Could not find file")]
    [InlineData("# two\nhypercall { engine { max-batch = 7 }", "line 2: { is never closed")]
    [InlineData("hypercall.partitions = [a, b", "line 1: [ is never closed")]
    [InlineData("a = 1 // }\n\n}", "line 3: } closes nothing")]
    [InlineData("a = [1}", "line 1: } closes nothing")]
    [InlineData("a = \"abc\nb = 2", "line 1: \" is never closed")]
    [InlineData("a = \"\"\"abc", "line 1: \" is never closed")]
    public void A_file_that_cannot_be_read_is_named(string? content, string why)
    {
        using var directory = new TemporaryDirectory();
        string path = Path.Combine(directory.Path, "venue.conf");
        if (content is not null)
            File.WriteAllText(path, content);

        SettingException error = Assert.Throws<SettingException>(() => HypercallConfig.ReadFile(path));

        Assert.Equal(path, error.Path);
        Assert.StartsWith($"settings file '{path}' cannot be read: {why}", error.Message);
    }

    [Fact]
    public void A_files_brackets_in_strings_and_comments_do_not_count()
    {
        using var directory = new TemporaryDirectory();
        string path = Path.Combine(directory.Path, "venue.conf");
        File.WriteAllText(path, "a = \"{ \\\" [\" # }\nb = \"\"\"[ \" {\"\"\"\nc { d = [1] }");

        Config config = HypercallConfig.ReadFile(path);

        Assert.Equal(("{ \" [", "[ \" {"), (config.GetString("a"), config.GetString("b")));
        Assert.Equal([1], config.GetIntList("c.d"));
    }

    [Fact]
    public void A_node_says_its_version_to_its_cluster() => Assert.Equal(
        "0.1.0", Compose("hypercall.roles = [engine]").GetString("akka.cluster.app-version"));

    [Fact]
    public void A_configuration_without_the_reference_is_told_what_is_missing()
    {
        SettingException error = Assert.Throws<SettingException>(() => HypercallSettings.Read(Config.Empty));

        Assert.StartsWith("setting 'hypercall.partitions' is missing", error.Message);
    }

    [Theory]
    [InlineData("engine")]
    [InlineData("view")]
    [InlineData("gateway")]
    public void Each_role_makes_the_system_a_member_of_the_cluster_under_that_role(string role)
    {
        Config config = Compose($"hypercall.roles = [{role}]");

        Assert.Equal([role], config.GetStringList("akka.cluster.roles"));
        Assert.Equal("cluster", config.GetString("akka.actor.provider"));
    }

    [Fact]
    public void A_system_may_have_several_roles() => Assert.Equal(
        ["engine", "gateway"], Compose("hypercall.roles = [engine, gateway]").GetStringList("akka.cluster.roles"));

    [Fact]
    public void Without_a_role_there_is_no_cluster() =>
        Assert.False(Compose("").HasPath("akka.actor.provider"));

    private static Config Compose(string operators) =>
        HypercallConfig.Compose(ConfigurationFactory.ParseString(operators));

    private static SortedSet<string> LeavesOf(Config config)
    {
        var leaves = new SortedSet<string>(StringComparer.Ordinal);
        Collect(config.Root.GetObject().Items["hypercall"], "hypercall", leaves);
        leaves.RemoveWhere(path => AkkasOwn.Any(path.StartsWith));
        return leaves;
    }

    private static void Collect(HoconValue value, string path, SortedSet<string> leaves)
    {
        if (!value.IsObject())
        {
            leaves.Add(path);
            return;
        }

        foreach ((string key, HoconValue child) in value.GetObject().Items)
            Collect(child, path + "." + key, leaves);
    }
}
