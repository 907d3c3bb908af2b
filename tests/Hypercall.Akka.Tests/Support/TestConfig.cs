using Akka.Configuration;
using Hypercall.Actors.Hosting;

namespace Hypercall.Actors.Tests.Support;

/// <summary>Configurations of actor systems in tests: own times, small batches, quick restarts, no object fallback.</summary>
internal static class TestConfig
{
    private const string Common =
        """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        akka.actor.serializers.forbidden = "Hypercall.Actors.Tests.Support.ForbiddenSerializer, Hypercall.Akka.Tests"
        akka.actor.serialization-bindings."System.Object" = forbidden
        akka.test.single-expect-default = 30s
        akka.test.default-timeout = 30s
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        hypercall.host-id = "test"
        hypercall.engine.time-source = submission
        hypercall.engine.max-batch = 16
        hypercall.engine.seal-idle = 0s
        hypercall.supervision.min-backoff = 10ms
        hypercall.supervision.max-backoff = 100ms
        hypercall.supervision.jitter = 0
        """;

    /// <summary>On the memory journal.</summary>
    public static Config Memory(string more = "") => Compose("hypercall.journal.choice = memory\n" + more);

    /// <summary>On SQLite files of a directory.</summary>
    public static Config Sqlite(string directory, string more = "") => Compose(
        $"""
        hypercall.journal.choice = sqlite
        hypercall.journal.sqlite.connection-string = "Data Source={Path.Combine(directory, "akka-journal.db")}"
        hypercall.snapshots.sqlite.connection-string = "Data Source={Path.Combine(directory, "akka-snapshots.db")}"
        hypercall.transfers.sqlite.connection-string = "Data Source={Path.Combine(directory, "akka-transfers.db")}"
        """ + "\n" + more);

    /// <summary>On a PostgreSQL database.</summary>
    public static Config Postgresql(string connectionString, string more = "") => Compose(
        $"""
        hypercall.journal.choice = postgresql
        hypercall.journal.postgresql.connection-string = "{connectionString}"
        hypercall.snapshots.postgresql.connection-string = "{connectionString}"
        hypercall.transfers.postgresql.connection-string = "{connectionString}"
        """ + "\n" + more);

    private static Config Compose(string more) =>
        HypercallConfig.Compose(ConfigurationFactory.ParseString(Common + "\n" + more));
}
