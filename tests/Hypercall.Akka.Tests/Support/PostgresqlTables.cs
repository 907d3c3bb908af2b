using System.Data.Common;
using Akka.Configuration;
using Npgsql;

namespace Hypercall.Actors.Tests.Support;

/// <summary>A PostgreSQL database of its own.</summary>
internal sealed class PostgresqlTables : TestDatabase
{
    public PostgresqlDatabase Server { get; } = new();

    public override string Location => Server.ConnectionString;

    public override Config Settings(string more = "") => TestConfig.Postgresql(Location, more);

    public override DbConnection Connect(string table = "journal")
    {
        var connection = new NpgsqlConnection(Location);
        connection.Open();
        return connection;
    }

    public override void Dispose() => Server.Dispose();
}
