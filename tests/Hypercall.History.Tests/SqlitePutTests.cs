namespace Hypercall.History.Tests;

/// <summary>Rows that are put by SQLite's own calls are those that its driver would put.</summary>
public sealed class SqlitePutTests : IDisposable
{
    private static readonly HistoryTable Table = new("things", ["id BIGINT", "name TEXT", "size BIGINT"], keys: 1);

    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SqlitePutTests()
    {
        _connection.Open();
        HistoryDatabase.Execute(_connection, Table.Create);
    }

    public static TheoryData<string?, long?> Values => new()
    {
        { "", 0 },
        { null, null },
        { "a\0b", long.MinValue },
        { "ä€\U0001F600", long.MaxValue },
        { new string('x', 1_000), -1 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_are_those_of_the_driver(string? name, long? size)
    {
        using (SqliteTransaction transaction = _connection.BeginTransaction())
        {
            using (var driver = new CommandPut(_connection, transaction, Table))
                driver.Put([1L, name, size]);
            using (var own = new SqlitePut(_connection, Table))
                own.Put([2, name, size]);
            transaction.Commit();
        }

        string[] rows = Read();
        Assert.Equal(2, rows.Length);
        Assert.Equal(rows[0], rows[1]);
    }

    [Fact]
    public void A_row_that_is_there_gets_its_new_values()
    {
        using (var put = new SqlitePut(_connection, Table))
        {
            put.Put([1L, "first", 1L]);
            put.Put([1L, "second", null]);
        }

        Assert.Equal(["text 'second' null NULL 6"], Read());
    }

    [Fact]
    public void What_the_database_refuses_is_thrown_and_the_next_row_is_put()
    {
        HistoryDatabase.Execute(
            _connection,
            "CREATE TRIGGER small BEFORE INSERT ON things WHEN NEW.size > 9 "
            + "BEGIN SELECT raise(ABORT, 'too large'); END");
        using var put = new SqlitePut(_connection, Table);

        SqliteException refused = Assert.Throws<SqliteException>(() => put.Put([1L, "a", 10L]));
        Assert.Contains("too large", refused.Message);
        put.Put([1L, "a", 9L]);

        Assert.Throws<ArgumentException>(() => put.Put([2L, 1.5, null]));
        Assert.Equal(["text 'a' integer 9 1"], Read());
    }

    public void Dispose() => _connection.Dispose();

    private string[] Read()
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "SELECT typeof(name) || ' ' || quote(name) || ' ' || typeof(size) || ' ' || quote(size) "
            + "|| ' ' || coalesce(length(CAST(name AS BLOB)), 0) FROM things ORDER BY id";
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return [.. rows];
    }
}
