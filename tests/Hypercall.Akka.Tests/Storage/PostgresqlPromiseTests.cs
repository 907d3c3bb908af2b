using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Storage;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Live;
using Npgsql;

namespace Hypercall.Actors.Tests.Storage;

/// <summary>
/// Servers that do not keep what they acknowledge, take no writes or let nobody in, real ones: refused by name, at the
/// start and in running, with the setting that led to them, and without the password.
/// </summary>
public sealed class PostgresqlPromiseTests : IDisposable
{
    private const string SettingPath = "hypercall.journal.postgresql.connection-string";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Lazy<PostgresqlServer> _server = new(() => new PostgresqlServer());

    private PostgresqlServer Server => _server.Value;

    [PostgresqlServerFact]
    public void A_server_that_does_not_wait_for_its_disk_is_refused()
    {
        Server.Start();
        Prepare();
        foreach (string promise in new[] { "fsync", "full_page_writes", "synchronous_commit" })
        {
            Server.Stop();
            Server.Start($"{promise}=off");
            AssertRefused($"has {promise} = off");
        }
    }

    [PostgresqlServerFact]
    public void A_session_that_does_not_wait_for_the_disk_is_refused_whoever_set_it_so()
    {
        Server.Start();
        Server.Execute("ALTER ROLE hypercall SET synchronous_commit = off");
        AssertRefused("has synchronous_commit = off");
        Server.Execute("ALTER ROLE hypercall RESET synchronous_commit");
        Prepare();
        AssertRefused("has synchronous_commit = off", Server.ConnectionString + ";Options=-c synchronous_commit=off");
    }

    [PostgresqlServerFact]
    public void A_standby_is_refused()
    {
        Server.Start();
        Prepare();
        Server.Stop();
        Server.BecomeStandby();
        Server.Start("hot_standby=on");
        AssertRefused("is a standby (pg_is_in_recovery)");
    }

    [PostgresqlServerFact]
    public void An_owner_stops_whose_server_breaks_its_word_and_goes_on_once_it_keeps_it_again()
    {
        Server.Start();
        using ActorSystem system = ActorSystem.Create("promise", Configured(Server.ConnectionString));
        IActorRef node = HypercallSystem.StartPartitions(system);
        AwaitHealth(node, health => health.State == PartitionState.Ready);

        Server.Execute("ALTER SYSTEM SET synchronous_commit = off");
        Server.Execute("SELECT pg_reload_conf()");

        PartitionHealth stopped = AwaitHealth(
            node, health => health.Stop?.Detail.Contains("has synchronous_commit = off") == true);
        Assert.NotEqual(PartitionState.Ready, stopped.State);
        Assert.Contains(SettingPath, stopped.Stop!.Detail);
        Server.Execute("ALTER SYSTEM RESET synchronous_commit");
        Server.Execute("SELECT pg_reload_conf()");
        AwaitHealth(node, health => health.State == PartitionState.Ready);
    }

    [PostgresqlServerFact]
    public void A_wrong_password_is_told_with_its_setting_and_tried_after_growing_pauses()
    {
        const string wrong = "wrong-horse";
        Server.Start();
        Prepare();
        string connection = new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Password = wrong }.ToString();
        using ActorSystem system = ActorSystem.Create("password", Configured(
            connection,
            """
            akka.loglevel = WARNING
            akka.loggers = []
            hypercall.supervision.min-backoff = 200ms
            hypercall.supervision.max-backoff = 30s
            """));
        using var errors = Inbox.Create(system);
        system.EventStream.Subscribe(errors.Receiver, typeof(Error));

        IActorRef node = HypercallSystem.StartPartitions(system);

        DateTime[] told = [.. Enumerable.Range(0, 4).Select(_ => AssertTold(((Error)errors.Receive(Patience)), wrong))];
        Assert.True(told[3] - told[2] > TimeSpan.FromMilliseconds(600), $"{told[2]:O} {told[3]:O}");
        PartitionHealth health = AwaitHealth(node, health => health.State == PartitionState.Unavailable);
        Assert.Contains($"setting '{SettingPath}'", health.Stop!.Detail);
        Assert.Contains("password authentication failed", health.Stop.Detail);
        Assert.Single(health.Warnings);
        Server.Execute($"ALTER ROLE hypercall PASSWORD '{wrong}'");
        AwaitHealth(node, now => now.State == PartitionState.Ready);
    }

    [PostgresqlServerFact]
    public void A_server_that_fails_in_the_middle_of_a_recovery_is_told_with_its_setting()
    {
        Server.Start();
        using (ActorSystem first = ActorSystem.Create("first", Configured(Server.ConnectionString)))
        {
            AwaitHealth(HypercallSystem.StartPartitions(first), health => health.State == PartitionState.Ready);
            CoordinatedShutdown.Get(first).Run(CoordinatedShutdown.ClrExitReason.Instance).Wait(Patience);
        }

        // What is looked at before a recovery is there, what is read by it is not.
        Server.Execute("ALTER TABLE journal RENAME COLUMN message TO elsewhere");
        using ActorSystem system = ActorSystem.Create("second", Configured(Server.ConnectionString));
        IActorRef node = HypercallSystem.StartPartitions(system);

        PartitionHealth stopped = AwaitHealth(node, health => health.Stop is not null);
        Assert.Equal(StopReason.JournalUnreadable, stopped.Stop!.Reason);
        Assert.Contains($"setting '{SettingPath}': the database postgresql://127.0.0.1:", stopped.Stop.Detail);
        Assert.Contains("42703", stopped.Stop.Detail);
        Server.Execute("ALTER TABLE journal RENAME COLUMN elsewhere TO message");
        AwaitHealth(node, health => health.State == PartitionState.Ready);
    }

    public void Dispose()
    {
        if (_server.IsValueCreated)
            Server.Dispose();
    }

    /// <summary>One line, with the setting and the cause, without the password.</summary>
    private static DateTime AssertTold(Error error, string secret)
    {
        string line = error.Message.ToString()!;
        Assert.Contains($"setting '{SettingPath}'", line);
        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain(secret, line + error.Cause);
        return error.Timestamp;
    }

    private static PartitionHealth AwaitHealth(IActorRef node, Func<PartitionHealth, bool> condition)
    {
        PartitionHealth? last = null;
        Eventually.HoldsAsync(Patience, async () =>
        {
            last = await node.Ask<PartitionHealth>(new QueryHealth("main", 1), Patience);
            return condition(last);
        }).GetAwaiter().GetResult();
        return last!;
    }

    private void AssertRefused(string what, string? connectionString = null)
    {
        JournalRefusedException error =
            Assert.Throws<JournalRefusedException>(() => Prepare(connectionString));
        Assert.Contains($"setting '{SettingPath}': the database postgresql://127.0.0.1:", error.Message);
        Assert.Contains(what, error.Message);
        Assert.DoesNotContain(PostgresqlServer.Password, error.Message);
    }

    /// <summary>In sessions that are new, as those of a process that starts.</summary>
    private void Prepare(string? connectionString = null)
    {
        NpgsqlConnection.ClearAllPools();
        JournalStore.Prepare(
            Configured(connectionString ?? Server.ConnectionString), isMember: false, withTransfers: false);
    }

    private static Config Configured(string connectionString, string more = "") =>
        TestConfig.Postgresql(connectionString, more);
}
