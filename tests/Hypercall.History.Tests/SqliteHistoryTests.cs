using Hypercall.Actors.Tests.Support;

namespace Hypercall.History.Tests;

/// <summary>The scenarios on SQLite files, and a batch that fails in its middle.</summary>
public sealed class SqliteHistoryTests : IDisposable
{
    private const int Commands = 700;
    private readonly TemporaryDirectory _directory = new();
    private int _files;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void A_history_is_the_same_however_it_was_cut(int seed) =>
        HistoryScenarios.A_history_is_the_same_however_it_was_cut(Make, seed, Commands);

    [Fact]
    public void A_crash_loses_and_doubles_nothing() =>
        HistoryScenarios.A_crash_loses_and_doubles_nothing(Make, 13, Commands);

    [Fact]
    public void Two_keepers_may_share_a_database() =>
        HistoryScenarios.Two_keepers_may_share_a_database(Make, 14, Commands);

    [Fact]
    public void A_client_id_may_have_any_letter() =>
        HistoryScenarios.A_client_id_may_have_any_letter(Make, told: "a\0b");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Several_may_begin_at_once(bool isOld) =>
        HistoryScenarios.Several_may_begin_at_once(Make, isOld);

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    public void Behind_an_archive_ids_are_the_same(int seed) =>
        HistoryScenarios.Behind_an_archive_ids_are_the_same(Make, seed, Commands);

    [Fact]
    public void A_history_of_another_journal_is_made_anew() =>
        HistoryScenarios.A_history_of_another_journal_is_made_anew(Make, 17, Commands);

    [Fact]
    public void A_history_of_another_journal_is_noticed_at_a_snapshot() =>
        HistoryScenarios.A_history_of_another_journal_is_noticed_at_a_snapshot(Make, 17, Commands);

    [Fact]
    public void A_history_of_another_journal_is_taken_away_once() =>
        HistoryScenarios.A_history_of_another_journal_is_taken_away_once(Make, 17, Commands);

    [Fact]
    public void A_history_that_is_begun_anew_gets_no_hole() =>
        HistoryScenarios.A_history_that_is_begun_anew_gets_no_hole(Make, 31, Commands);

    [Fact]
    public void A_history_that_is_begun_at_another_snapshot_gets_no_hole() =>
        HistoryScenarios.A_history_that_is_begun_at_another_snapshot_gets_no_hole(Make, 32, Commands);

    [Fact]
    public void A_history_of_commands_that_were_lost_is_made_anew() =>
        HistoryScenarios.A_history_of_commands_that_were_lost_is_made_anew(Make, 34, Commands);

    [Fact]
    public void Behind_an_archive_what_was_lost_stays_until_it_is_contradicted() =>
        HistoryScenarios.Behind_an_archive_what_was_lost_stays_until_it_is_contradicted(Make, 35, Commands);

    [Fact]
    public void A_history_that_another_version_has_taken_over_is_left_to_it() =>
        HistoryScenarios.A_history_that_another_version_has_taken_over_is_left_to_it(Make, 33, Commands);

    [Fact]
    public void What_is_read_is_what_was_asked_for() =>
        HistoryScenarios.What_is_read_is_what_was_asked_for(Make, 18, Commands);

    [Fact]
    public void Sums_are_kept_and_not_made_anew() =>
        HistoryScenarios.Sums_are_kept_and_not_made_anew(Make, 18, Commands);

    /// <summary>Whatever clients filter by, the rows are found in an index in their order: none is sorted or
    /// searched.</summary>
    [Fact]
    public void A_page_costs_its_length_wherever_it_lies()
    {
        HistoryDatabase database = Make();
        new HistoryKeeper(database).Begin(new Engine.ExchangeEngine());
        WalletAddress wallet = WalletAddress.FromNumber(1);
        var page = new HistorySlice(100, 10, 1_000);
        (TradeFilter symbol, TradeFilter eth) = (new("ETH-20260130-3200-C"), new(Underlying: "ETH"));
        OrderStatus[] closed = [OrderStatus.Filled, OrderStatus.Canceled];
        HistoryQuery[] queries =
        [
            HistoryReader.TradesBy(new TradeFilter(), page), HistoryReader.TradesBy(symbol, page),
            HistoryReader.TradesBy(eth, page), HistoryReader.TradesBy(new TradeFilter(Account: wallet), page),
            HistoryReader.TradesBy(eth, 5, 9, 100, oldestFirst: true),
            HistoryReader.TradesBy(symbol, 5, 9, 100, oldestFirst: false),
            HistoryReader.TradesBy(new TradeFilter(Account: wallet), 5, 9, 100, oldestFirst: true),
            HistoryReader.FillsBy(wallet, new TradeFilter(), 5, 9, page),
            HistoryReader.FillsBy(wallet, symbol, 5, 9, page), HistoryReader.FillsBy(wallet, eth, 5, 9, page),
            HistoryReader.FillsBy([7], 5, 100), HistoryReader.FillsBy([7, 9], 0, 100),
            HistoryReader.OrdersBy(wallet, [OrderStatus.Filled], new TradeFilter(), false, page),
            HistoryReader.OrdersBy(wallet, closed, new TradeFilter(), true, page),
            HistoryReader.OrdersBy(wallet, closed, symbol, true, page),
            HistoryReader.OrdersBy(wallet, closed, eth, false, page),
        ];

        foreach (HistoryQuery query in queries)
        {
            string plan = PlanOf(database, query);
            Assert.DoesNotContain("TEMP B-TREE", plan);
            Assert.DoesNotMatch("SCAN (trades|fills|orders)(?! USING INDEX|$)", plan);
            Assert.True(plan.Contains("SEARCH", StringComparison.Ordinal), plan);
        }
    }

    /// <summary>Most orders have no client id: those alone that have one stand in its index.</summary>
    [Fact]
    public void An_order_is_found_by_its_client_id()
    {
        HistoryDatabase database = Make();
        new HistoryKeeper(database).Begin(new Engine.ExchangeEngine());

        string plan = PlanOf(database, HistoryReader.OrderBy(WalletAddress.FromNumber(1), "mine"));

        Assert.Contains("USING INDEX orders_client (wallet=? AND client_id=?)", plan);
        Assert.DoesNotContain("TEMP B-TREE", plan);
    }

    /// <summary>A batch whose last rows are refused stores none of the first ones; saved again it is whole.</summary>
    [Fact]
    public void A_batch_that_fails_in_its_middle_leaves_nothing()
    {
        var run = new HistoryRun(19, Commands);
        (HistoryDatabase whole, HistoryDatabase failing) = (Make(), Make());
        run.ShowAll(whole);
        var keeper = new HistoryKeeper(failing);
        var engine = new Engine.ExchangeEngine();
        keeper.Begin(engine);
        run.Show(keeper, engine, Commands / 3, sequence => sequence == Commands / 3);
        string before = HistoryRun.Dump(failing);
        Execute(failing, "CREATE TRIGGER full BEFORE INSERT ON fills BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        run.Show(keeper, engine, run.Count, _ => false);

        Assert.Throws<SqliteException>(() => keeper.Save());
        Assert.Equal(before, HistoryRun.Dump(failing));
        Execute(failing, "DROP TRIGGER full");
        keeper.Save();

        Assert.Equal(HistoryRun.Dump(whole), HistoryRun.Dump(failing));
    }

    /// <summary>Rows of a program that folds otherwise are not mixed with this one's.</summary>
    [Fact]
    public void A_store_of_another_version_is_made_anew()
    {
        var run = new HistoryRun(20, 300);
        HistoryDatabase database = Make();
        run.ShowAll(database);
        string whole = HistoryRun.Dump(database);
        Execute(database, "UPDATE mark SET version = 0");
        Execute(database, "DELETE FROM orders");

        run.ShowAll(database);

        Assert.Equal(whole, HistoryRun.Dump(database));
    }

    /// <summary>An older program's tables may lack columns: they go with their rows.</summary>
    [Fact]
    public void Tables_of_another_version_are_made_anew()
    {
        var run = new HistoryRun(20, 300);
        HistoryDatabase database = Make();
        run.ShowAll(database);
        string whole = HistoryRun.Dump(database);
        Execute(database, "UPDATE mark SET version = 2");
        Execute(database, "DROP INDEX trades_underlying");
        Execute(database, "ALTER TABLE trades DROP COLUMN underlying");

        run.ShowAll(database);

        Assert.Equal(whole, HistoryRun.Dump(database));
    }

    private static string PlanOf(HistoryDatabase database, HistoryQuery query)
    {
        using System.Data.Common.DbConnection connection = database.Open();
        using System.Data.Common.DbTransaction transaction = database.BeginRead(connection);
        using System.Data.Common.DbCommand command = query.Command(connection, transaction);
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        using System.Data.Common.DbDataReader row = command.ExecuteReader();
        var lines = new List<string>();
        while (row.Read())
            lines.Add(row.GetString(3));
        return string.Join('\n', lines);
    }

    private HistoryDatabase Make() => HistoryDatabase.Sqlite(_directory.File($"history-{_files++}.db"));

    private static void Execute(HistoryDatabase database, string sql)
    {
        using System.Data.Common.DbConnection connection = database.Open();
        HistoryDatabase.Execute(connection, sql);
    }
}
