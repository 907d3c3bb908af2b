using Microsoft.Data.Sqlite;

namespace Hypercall.Cli.Embedded;

/// <summary>
/// An actor system over a journal's folder in which no engine runs, for a verb that writes beside the journal.
/// </summary>
internal static class OfflineSystem
{
    /// <summary>Does something with it, and ends it.</summary>
    /// <param name="partition">Whose journal it is.</param>
    public static async Task RunAsync(string directory, string partition, Func<ActorSystem, Task> act)
    {
        ActorSystem system = ActorSystem.Create(NodeAddress.SystemName, NodeConfig.OfEmbedded(directory, partition));
        try
        {
            await act(system);
        }
        finally
        {
            await system.Terminate();
            SqliteConnection.ClearAllPools();
        }
    }
}
