using Akka.Configuration;
using Hypercall.Actors.Storage;

namespace Hypercall.Actors.Tests.Support;

/// <summary>Makes a venue's tables, as <c>hypercall journal init</c> does: a cluster's nodes make none.</summary>
internal static class TestJournals
{
    /// <summary>All that a configuration names.</summary>
    public static void Make(Config config)
    {
        foreach (JournalStore store in JournalStore.Of(config, withTransfers: true))
            store.Make();
    }

    /// <summary>In a folder, or a database by its connection string.</summary>
    public static void MakeAt(string location)
    {
        if (ConnectionText.IsOfServer(location))
        {
            Make(TestConfig.Postgresql(location));
            return;
        }

        Directory.CreateDirectory(location);
        Make(TestConfig.Sqlite(location));
    }
}
