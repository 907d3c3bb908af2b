using Npgsql;

namespace Hypercall.Verification.Storage;

/// <summary>
/// A PostgreSQL database. Messages name host, port and database, never the rest of the connection string.
/// </summary>
internal sealed class PostgresqlDatabase : JournalDatabase
{
    private const string DataCorrupted = "XX001";
    private const string IndexCorrupted = "XX002";

    private const string ReadOnly = "-c default_transaction_read_only=on";

    private readonly NpgsqlConnectionStringBuilder _settings;

    /// <summary>A database by its connection string; a password may come from PGPASSWORD or a password file.</summary>
    /// <exception cref="JournalAbsentException">It is no connection string.</exception>
    public PostgresqlDatabase(string connectionString)
    {
        try
        {
            _settings = new NpgsqlConnectionStringBuilder(connectionString)
            {
                Pooling = false, ApplicationName = "hypercall verification",
            };
        }
        catch (ArgumentException)
        {
            // The message of the provider may repeat a part of the string, and so a password.
            throw new JournalAbsentException("the connection string", "is none of PostgreSQL");
        }
    }

    public override string Location => $"postgresql://{_settings.Host}:{_settings.Port}/{_settings.Database}";

    /// <summary>True for a text that is a connection string and no path.</summary>
    public static bool IsConnectionString(string location) =>
        location.Contains('=') && !Path.Exists(location);

    /// <summary>Options that are stated, in the string or in PGOPTIONS, hold as they do for a node.</summary>
    protected override DbConnection Create(bool mayWrite)
    {
        string? stated = _settings.Options ?? Environment.GetEnvironmentVariable("PGOPTIONS");
        return new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_settings.ToString())
        {
            Options = mayWrite ? stated : $"{stated} {ReadOnly}".Trim(),
        }.ToString());
    }

    protected override bool HasTable(DbConnection connection, string table)
    {
        using DbCommand command = Command(connection, "SELECT to_regclass(@table) IS NOT NULL", ("@table", table));
        return command.ExecuteScalar() is true;
    }

    protected override JournalException Translate(DbException exception, long? recordNumber) =>
        exception.SqlState is DataCorrupted or IndexCorrupted
            ? new JournalDamagedException(Location, recordNumber, exception.Message, exception)
            : new JournalIoException(Location, exception.Message, exception);
}
