using System.Data.Common;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Storage;

public sealed class PostgresqlSeparatePartitionsTests() : SeparatePartitionsSpec(new PostgresqlTables())
{
    [PostgresqlFact]
    public Task A_partition_whose_writes_fail_leaves_the_other_serving() => CheckOneFailsAsync(
        """
        CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
        CREATE TRIGGER broken BEFORE INSERT ON journal FOR EACH ROW WHEN (NEW.persistence_id = 'engine-west')
        EXECUTE FUNCTION broken()
        """);

    [PostgresqlFact]
    public Task The_write_timeout_comes_before_any_patience_of_the_plugin() => CheckWriteTimeoutAsync(connection =>
    {
        DbTransaction transaction = connection.BeginTransaction();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "LOCK TABLE journal IN SHARE ROW EXCLUSIVE MODE";
        command.ExecuteNonQuery();
        return transaction;
    });

    /// <summary>PostgreSQL keeps in each row which transaction wrote it.</summary>
    [PostgresqlFact]
    public async Task No_transaction_holds_records_of_two()
    {
        await FeedAllAsync();

        Assert.Equal(0L, Scalar(
            """
            SELECT count(*) FROM (SELECT xmin::text FROM journal GROUP BY xmin::text
            HAVING count(DISTINCT persistence_id) > 1) mixed
            """));
        Assert.Equal(3L, Scalar("SELECT count(DISTINCT persistence_id) FROM journal WHERE persistence_id ~ '^engine'"));
    }

    private object? Scalar(string sql)
    {
        using DbConnection connection = Database.Connect();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
