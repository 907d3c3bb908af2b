using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Tests.Support;
using Hypercall.Actors.Views;

namespace Hypercall.Actors.Tests.Storage;

/// <summary>Each partition's plugins, as they are made from the templates.</summary>
public sealed class PartitionPluginsTests
{
    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public void Each_partition_has_a_journal_a_ledger_and_a_snapshot_store_of_its_own(string journal)
    {
        string[] partitions = ["main", "ETH.options", "ETH_2eoptions", "a-b", "a_b", "7"];
        Config config = Compose(
            $"hypercall.journal.choice = {journal}\nhypercall.partitions = "
            + $"[{string.Join(", ", partitions.Select(HoconText.Quoted))}]");
        HypercallSettings settings = HypercallSettings.Read(config);

        string[] plugins = [.. partitions.Select(settings.For).SelectMany(PluginsOf)];

        Assert.Equal(3 * partitions.Length, plugins.Distinct().Count());
        Assert.All(plugins, plugin =>
        {
            Assert.True(ActorPath.IsValidPathElement(plugin), plugin);
            Assert.Equal(plugin, config.GetString(plugin + ".plugin-id"));
            Assert.NotEmpty(config.GetString(plugin + ".class"));
            string kind = plugin.EndsWith("snapshots") ? "snapshots" : "journal";
            Assert.Equal(config.GetString($"hypercall.{kind}.{journal}.class"), config.GetString(plugin + ".class"));
        });
    }

    [Theory]
    [InlineData("15s", 30_000, 14_000)]
    [InlineData("40s", 80_000, 14_000)]
    [InlineData("300ms", 600, 14_000)]
    public void The_engines_patience_ends_before_that_of_any_plugin(
        string writeTimeout, double writesMs, double snapshotsMs)
    {
        Config config = Compose(
            $"""
            hypercall.engine.write-timeout = {writeTimeout}
            hypercall.engine.snapshot-timeout = 7s
            hypercall.journal.choice = postgresql
            hypercall.journal.postgresql.circuit-breaker.call-timeout = 1ms
            """);

        PartitionSettings settings = HypercallSettings.Read(config).For("main");

        Assert.All([.. PluginsOf(settings), "hypercall.transfers.postgresql"], plugin =>
        {
            TimeSpan patience = config.GetTimeSpan(plugin + ".circuit-breaker.call-timeout");
            bool saves = plugin == settings.SnapshotPluginId;
            Assert.Equal(saves ? snapshotsMs : writesMs, patience.TotalMilliseconds);
        });
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public void A_query_of_a_journal_reads_as_many_rows_as_its_followers_ask_for(string journal)
    {
        Config config = Compose($"hypercall.journal.choice = {journal}");
        PartitionSettings partition = HypercallSettings.Read(config).For("main");

        int rows = config.GetInt(partition.JournalPluginId + ".replay-batch-size");

        Assert.Equal(new FollowerSettings { Partition = partition }.RecordsAtOnce, rows);
        Assert.Equal(new ViewSettings { Partition = partition }.RecordsAtOnce, rows);
    }

    [Fact]
    public void A_journal_in_sqlite_makes_each_connection_anew()
    {
        Config config = Compose("hypercall.journal.choice = sqlite");
        PartitionSettings partition = HypercallSettings.Read(config).For("main");

        Assert.False(config.GetBoolean(partition.JournalPluginId + ".use-clone-connection", true));
        Assert.False(config.GetBoolean(partition.LedgerPluginId + ".use-clone-connection", true));
    }

    [Fact]
    public void A_partition_that_is_not_configured_runs_on_the_templates()
    {
        PartitionSettings settings = HypercallSettings.Read(Compose("")).For("elsewhere");

        Assert.Equal(
            ("hypercall.journal.sqlite", null, "hypercall.snapshots.sqlite"),
            (settings.JournalPluginId, settings.LedgerPluginId, settings.SnapshotPluginId));
    }

    [Theory]
    [InlineData("hypercall.engine.dispatcher = nowhere", "hypercall.engine.dispatcher")]
    [InlineData("hypercall.engine-dispatcher.type = NoSuchDispatcher", "hypercall.engine.dispatcher")]
    [InlineData("hypercall.engine-dispatcher.throughput = many", "hypercall.engine.dispatcher")]
    [InlineData("hypercall.journal.memory.class = \"No.Such, Type\"", "hypercall.journal.memory")]
    [InlineData("hypercall.journal.memory.plugin-dispatcher = nowhere", "hypercall.journal.memory")]
    [InlineData("hypercall.snapshots.memory.plugin-dispatcher = nowhere", "hypercall.snapshots.memory")]
    public async Task A_dispatcher_or_plugin_that_cannot_be_made_ends_the_start(string setting, string path)
    {
        using ActorSystem system = ActorSystem.Create("wrong", TestConfig.Memory(setting));

        Assert.Equal(path, Assert.Throws<SettingException>(() => HypercallSystem.Prepare(system)).Path);
        await system.Terminate();
    }

    private static string[] PluginsOf(PartitionSettings settings) =>
        [settings.JournalPluginId, settings.LedgerPluginId!, settings.SnapshotPluginId];

    private static Config Compose(string own) => HypercallConfig.Compose(ConfigurationFactory.ParseString(own));
}
