using Microsoft.Data.Sqlite;

namespace Hypercall.Cli.Embedded;

/// <summary>Writes a skip record beside a journal in a folder.</summary>
internal static class EmbeddedLedger
{
    /// <summary>Adds a skip record; durable on return.</summary>
    /// <exception cref="JournalUnusableException">The ledger cannot be read or written.</exception>
    public static async Task AddSkipAsync(string directory, SkipCommand skip)
    {
        ActorSystem system = ActorSystem.Create(
            NodeAddress.SystemName, NodeConfig.OfEmbedded(directory, skip.Partition));
        try
        {
            if (await OfflineSkips.AddAsync(system, skip) is { } error)
                throw new JournalUnusableException(error);
        }
        finally
        {
            await system.Terminate();
            SqliteConnection.ClearAllPools();
        }
    }
}
