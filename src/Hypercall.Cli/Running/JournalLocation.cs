using Hypercall.Actors.Storage;

namespace Hypercall.Cli.Running;

/// <summary>Where a journal is, as the command line says it, and the settings that it stands for.</summary>
internal static class JournalLocation
{
    private const string Sqlite = "sqlite";
    private const string Postgresql = "postgresql";

    /// <summary>The settings.</summary>
    /// <param name="name">The option or argument, for messages.</param>
    /// <param name="location">A folder, or a connection string; never shown.</param>
    /// <param name="journal">The kind that is named; null: the one that the location is of.</param>
    /// <exception cref="InputException">The location is of the other kind.</exception>
    public static string Settings(string name, string location, string? journal)
    {
        string kind = ConnectionText.IsOfServer(location) ? Postgresql : Sqlite;
        if (journal is not null && journal != kind)
        {
            string takes = journal == Sqlite ? "a folder, not a connection string" : "a connection string, not a path";
            throw new InputException($"{name} {ConnectionText.NotShown}", $"with {journal} it takes {takes}");
        }

        return kind == Sqlite ? NodeConfig.SqliteFiles(location) : Server(location);
    }

    /// <summary>Refuses a location that would become the name of a folder.</summary>
    /// <exception cref="InputException">It is no folder.</exception>
    public static void RequireFolder(string location)
    {
        if (ConnectionText.IsOfServer(location))
        {
            throw new InputException(
                ConnectionText.NotShown, "this takes a folder, not a database; its owner is asked by --node");
        }
    }

    /// <inheritdoc cref="RequireFolder"/>
    /// <returns>The location.</returns>
    public static string Folder(string location)
    {
        RequireFolder(location);
        return location;
    }

    private static string Server(string location)
    {
        string quoted = HoconText.Quoted(location);
        return $"""
            hypercall.journal.choice = {Postgresql}
            hypercall.journal.postgresql.connection-string = {quoted}
            hypercall.snapshots.postgresql.connection-string = {quoted}
            hypercall.transfers.postgresql.connection-string = {quoted}

            """;
    }
}
