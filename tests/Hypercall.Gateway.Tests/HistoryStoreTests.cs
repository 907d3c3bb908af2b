using System.Net;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine;
using Hypercall.Gateway.Reads;
using Hypercall.History;
using Hypercall.History.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Hypercall.Gateway.Tests;

/// <summary>A gateway and the store of its history, which others may share and take away.</summary>
public sealed class HistoryStoreTests : IDisposable
{
    private const string Option = GatewayVenueFixture.Option;
    private const long StartMs = 1_767_600_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryDirectory _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    /// <summary>What is left of it is not told as if it were all, and what comes does not go behind a hole.</summary>
    [Fact]
    public async Task A_history_that_was_taken_away_is_made_anew_before_it_is_read()
    {
        string file = _folder.File("history.db");
        var venue = new GatewayVenueFixture($"hypercall.gateway.history = \"{file}\"");
        await venue.InitializeAsync();
        try
        {
            foreach ((byte number, string side) in ((byte, string)[])[(1, "Sell"), (2, "Buy")])
            {
                TestKey key = await venue.FundedAsync(number);
                await venue.SendAsync("POST", "/order", Signed.Order(key, venue.NewNonce(), side, "1", "500"));
            }

            long sequence = await venue.SequenceAsync();
            string whole = await TradesAsync(venue, sequence);
            Assert.Contains("\"trade_id\":1,", whole);
            Execute(file, "DELETE FROM trades; UPDATE mark SET sequence = 0, hash = '', at = 0");

            using HttpResponseMessage refused = await venue.Http.GetAsync("/trades");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("the history is being made anew", await refused.Content.ReadAsStringAsync());

            sequence = await venue.RunAsync(new Tick());
            await Eventually.HoldsAsync(Patience, async () =>
            {
                using HttpResponseMessage answer = await venue.Http.GetAsync($"/trades?min_sequence={sequence}");
                return answer.StatusCode == HttpStatusCode.OK;
            });
            Assert.Equal(whole, await TradesAsync(venue, sequence));
        }
        finally
        {
            await venue.DisposeAsync();
        }
    }

    /// <summary>Of trades that are no longer in the history none is counted.</summary>
    [Fact]
    public void The_day_s_trades_are_read_again_where_the_history_was_begun_anew()
    {
        (string old, string @new) = (_folder.File("old.db"), _folder.File("new.db"));
        HistoryReader before = Filled(old, trades: 2);
        HistoryReader after = Filled(@new, trades: 5);
        var day = new DayTrades();

        Assert.Equal(2_000_000, day.Take(day.ReadNew(before, 1, StartMs), StartMs)[Option].VolumeUnits);
        Assert.Equal(5_000_000, day.Take(day.ReadNew(after, 2, StartMs), StartMs)[Option].VolumeUnits);
        Assert.Empty(day.ReadNew(after, 2, StartMs).Rows);
    }

    /// <summary>A gateway that is paused while it stores holds up nobody who shares the store with it.</summary>
    [PostgresqlFact]
    public void A_session_of_the_history_gives_up_what_it_holds_within_seconds()
    {
        using var database = new PostgresqlDatabase();
        var keeper = new HistoryKeeper(PastReads.DatabaseOf(database.ConnectionString, "main"));
        var engine = new ExchangeEngine();
        keeper.Begin(engine);
        using var connection = new NpgsqlConnection(database.ConnectionString);
        connection.Open();
        using var noting = new NpgsqlCommand(
            """
            CREATE TABLE noted (setting TEXT, value TEXT);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              INSERT INTO public.noted SELECT name, setting || COALESCE(unit, '') FROM pg_settings;
              RETURN NEW;
            END $$;
            CREATE TRIGGER noting BEFORE INSERT ON history_main.transfers FOR EACH ROW EXECUTE FUNCTION note();
            """,
            connection);
        noting.ExecuteNonQuery();

        Show(keeper, engine, new DepositUpdate(TestKey.Of(1).Address, Cash.FromUsdc(1), "bank", 1));
        keeper.Save();

        string ValueOf(string setting)
        {
            using var reading = new NpgsqlCommand($"SELECT value FROM noted WHERE setting = '{setting}'", connection);
            return (string)reading.ExecuteScalar()!;
        }

        Assert.Equal(
            ("2000ms", "5000ms", "60000ms", "5s", "hypercall history"),
            (ValueOf("lock_timeout"), ValueOf("idle_in_transaction_session_timeout"), ValueOf("statement_timeout"),
                ValueOf("tcp_keepalives_idle"), ValueOf("application_name")));
    }

    [Fact]
    public void A_place_that_is_no_connection_string_is_refused_and_not_shown()
    {
        SettingException error = Assert.Throws<SettingException>(
            () => PastReads.DatabaseOf("Database=venue;Password=hunter2", "main", "--to"));

        Assert.StartsWith("setting '--to' is (not shown", error.Message);
    }

    private static async Task<string> TradesAsync(GatewayVenueFixture venue, long sequence) =>
        await venue.Http.GetStringAsync($"/trades?min_sequence={sequence}");

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        using SqliteTransaction transaction = connection.BeginTransaction();
        using var command = new SqliteCommand(sql, connection, transaction);
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    private static HistoryReader Filled(string file, int trades)
    {
        HistoryDatabase database = HistoryDatabase.Sqlite(file);
        var keeper = new HistoryKeeper(database);
        var engine = new ExchangeEngine();
        keeper.Begin(engine);
        Show(keeper, engine, new SetRules(GatewayVenueFixture.Rules));
        Show(keeper, engine, new MarketAction(MarketActionKind.Create, Option));
        for (int trade = 0; trade < trades; trade++)
        {
            foreach ((byte number, Side side) in ((byte, Side)[])[(1, Side.Sell), (2, Side.Buy)])
            {
                Show(keeper, engine, new PlaceOrder(TestKey.Of(number).Address, new OrderTerms(
                    Option, side, Price.FromUsdc(500), Quantity.FromContracts(1))));
            }
        }

        keeper.Save();
        return new HistoryReader(database);
    }

    private static void Show(HistoryKeeper keeper, ExchangeEngine engine, EngineCommand command)
    {
        CommandEnvelope envelope = CommandEnvelope.Trusted(engine.Sequence + 1, StartMs, command);
        keeper.Applied(envelope, engine.Apply(envelope), engine);
    }
}
