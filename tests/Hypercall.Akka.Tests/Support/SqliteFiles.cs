using System.Data.Common;
using Akka.Configuration;
using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Tests.Support;

/// <summary>SQLite files in a folder of their own.</summary>
internal sealed class SqliteFiles : TestDatabase
{
    private readonly TemporaryDirectory _directory = new();

    public override string Location => _directory.Path;

    /// <summary>The path of a file in the folder.</summary>
    public string File(string name) => _directory.File(name);

    public override Config Settings(string more = "") => TestConfig.Sqlite(_directory.Path, more);

    public override DbConnection Connect(string table = "journal")
    {
        string file = table == "journal" ? "akka-journal.db" : "akka-snapshots.db";
        var connection = new SqliteConnection($"Data Source={File(file)};Pooling=False");
        connection.Open();
        return connection;
    }

    public override void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }
}
