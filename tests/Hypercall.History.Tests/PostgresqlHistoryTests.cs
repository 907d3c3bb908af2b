using Hypercall.Actors.Tests.Support;

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
    public void A_client_id_may_have_any_letter() =>
        Run(make => HistoryScenarios.A_client_id_may_have_any_letter(make, told: "a\uFFFDb"));

    [PostgresqlFact]
    public void What_is_read_is_what_was_asked_for() =>
        Run(make => HistoryScenarios.What_is_read_is_what_was_asked_for(make, 18, 1_000));

    [PostgresqlFact]
    public void Sums_are_kept_and_not_made_anew() =>
        Run(make => HistoryScenarios.Sums_are_kept_and_not_made_anew(make, 18, 700));

    private static void Run(Action<Func<HistoryDatabase>> scenario)
    {
        using var database = new PostgresqlDatabase();
        int partitions = 0;
        scenario(() => HistoryDatabase.Postgresql(database.ConnectionString, $"Market {partitions++}"));
    }
}
