using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Tests.Support;

/// <summary>Changes rows of a closed file behind the node's back.</summary>
internal static class SqliteTool
{
    public static void Execute(string path, string sql, byte[]? bytes = null)
    {
        using SqliteConnection connection = Open(path);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        if (bytes is not null)
            command.Parameters.AddWithValue("$bytes", bytes);
        command.ExecuteNonQuery();
    }

    public static byte[] Blob(string path, string sql)
    {
        using SqliteConnection connection = Open(path);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (byte[])command.ExecuteScalar()!;
    }

    /// <summary>Rows of a table, changed by <paramref name="change"/>, which returns the new bytes.</summary>
    public static void Change(string path, string table, long number, Func<byte[], byte[]> change) => Execute(
        path,
        $"UPDATE {table} SET bytes = $bytes WHERE number = {number}",
        change(Blob(path, $"SELECT bytes FROM {table} WHERE number = {number}")));

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}
