using Hypercall.Actors.Tests.Support;
using Npgsql;

namespace Hypercall.History.Tests;

/// <summary>The scenarios on PostgreSQL, each partition a schema of one database.</summary>
public sealed class PostgresqlHistoryTests
{
    private const int Commands = 300;

    [PostgresqlFact]
    public void A_history_is_the_same_however_it_was_cut() =>
        Run(make => HistoryScenarios.A_history_is_the_same_however_it_was_cut(make, 21, Commands));

    [PostgresqlFact]
    public void A_crash_loses_and_doubles_nothing() =>
        Run(make => HistoryScenarios.A_crash_loses_and_doubles_nothing(make, 22, Commands));

    [PostgresqlFact]
    public void Two_keepers_may_share_a_database() =>
        Run(make => HistoryScenarios.Two_keepers_may_share_a_database(make, 23, Commands));

    [PostgresqlFact]
    public void Several_may_begin_at_once() => Run(make =>
    {
        HistoryScenarios.Several_may_begin_at_once(make, isOld: false);
        HistoryScenarios.Several_may_begin_at_once(make, isOld: true);
    });

    [PostgresqlFact]
    public void Behind_an_archive_ids_are_the_same() =>
        Run(make => HistoryScenarios.Behind_an_archive_ids_are_the_same(make, 24, Commands));

    [PostgresqlFact]
    public void A_history_of_another_journal_is_made_anew() =>
        Run(make => HistoryScenarios.A_history_of_another_journal_is_made_anew(make, 25, Commands));

    [PostgresqlFact]
    public void A_history_is_begun_anew_by_one_of_several() => Run(make =>
    {
        HistoryScenarios.A_history_of_another_journal_is_taken_away_once(make, 25, Commands);
        HistoryScenarios.A_history_that_is_begun_anew_gets_no_hole(make, 31, Commands);
        HistoryScenarios.A_history_that_is_begun_at_another_snapshot_gets_no_hole(make, 32, Commands);
        HistoryScenarios.A_history_of_commands_that_were_lost_is_made_anew(make, 34, Commands);
        HistoryScenarios.A_history_that_another_version_has_taken_over_is_left_to_it(make, 33, Commands);
    });

    [PostgresqlFact]
    public void A_client_id_may_have_any_letter() =>
        Run(make => HistoryScenarios.A_client_id_may_have_any_letter(make, told: "a\uFFFDb"));

    [PostgresqlFact]
    public void What_is_read_is_what_was_asked_for() =>
        Run(make => HistoryScenarios.What_is_read_is_what_was_asked_for(make, 18, 1_000));

    [PostgresqlFact]
    public void Sums_are_kept_and_not_made_anew() =>
        Run(make => HistoryScenarios.Sums_are_kept_and_not_made_anew(make, 18, 700));

    /// <summary>A gateway's role that may make nothing, neither in the database nor in the schema.</summary>
    [PostgresqlFact]
    public void A_role_that_may_make_nothing_serves_what_its_owner_has_prepared()
    {
        using var database = new PostgresqlDatabase();
        using var role = new ServingRole(database);
        var run = new HistoryRun(26, Commands);
        Func<HistoryDatabase> served = () => HistoryDatabase.Postgresql(role.ConnectionString, "main");
        HistoryDatabase owned = HistoryDatabase.Postgresql(database.ConnectionString, "main");
        Assert.Equal("42501", Assert.Throws<PostgresException>(() => run.ShowAll(served())).SqlState);
        new HistoryKeeper(owned).Begin(new Engine.ExchangeEngine());
        role.Serve("history_main");

        run.ShowAll(served());
        run.ShowAll(served());
        new HistoryWriter(served()).Replace(new HistoryReader(served()).Mark(), HistoryMark.None);
        run.ShowAll(served());

        Assert.Equal(run.Count, new HistoryReader(served()).Mark().Sequence);
        HistoryDatabase alone = HistoryDatabase.Postgresql(database.ConnectionString, "alone");
        run.ShowAll(alone);
        Assert.Equal(HistoryRun.Dump(alone), HistoryRun.Dump(served()));
    }

    /// <summary>A schema may be there, empty, for a role that may make tables in it alone.</summary>
    [PostgresqlFact]
    public void Tables_are_made_in_a_schema_that_is_there_and_what_is_missing_of_them_is_made_again()
    {
        using var database = new PostgresqlDatabase();
        using var role = new ServingRole(database);
        role.Execute($"CREATE SCHEMA history_main AUTHORIZATION {role.Name}");
        var run = new HistoryRun(27, Commands);
        HistoryDatabase own = HistoryDatabase.Postgresql(role.ConnectionString, "main");
        run.ShowAll(own);
        string whole = HistoryRun.Dump(own);
        role.Execute("DROP INDEX history_main.trades_at");
        role.Execute("DROP TABLE history_main.revocations");

        run.ShowAll(own);

        Assert.Equal(whole, HistoryRun.Dump(own));
    }

    /// <summary>The server cuts a name after 63 bytes without a word.</summary>
    [Fact]
    public void Long_names_that_begin_alike_have_a_schema_each()
    {
        string first = PostgresqlHistory.SchemaOf("BTC-USDC-OPTIONS-EU-1");
        string second = PostgresqlHistory.SchemaOf("BTC-USDC-OPTIONS-EU-2");

        Assert.Equal("history__42_54_43_2d_55_53_44_43_2d_4f_5__82d1f3e310ed626f5a1e", first);
        Assert.NotEqual(first, second);
        Assert.InRange(first.Length, 1, 63);
        string longest = new('a', 63 - "history_".Length);
        Assert.Equal("history_" + longest, PostgresqlHistory.SchemaOf(longest));
        Assert.Equal("history_eu_2d1", PostgresqlHistory.SchemaOf("eu-1"));
    }

    private static void Run(Action<Func<HistoryDatabase>> scenario)
    {
        using var database = new PostgresqlDatabase();
        int partitions = 0;
        scenario(() => HistoryDatabase.Postgresql(database.ConnectionString, $"Market {partitions++}"));
    }
}
