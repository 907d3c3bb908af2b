using Akka.Persistence;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Tests.Engine;

/// <summary>
/// The SQLite plugins read beside a writer: whoever holds a file's write lock holds up no reader, so that no reader takes
/// it either.
/// </summary>
public sealed class SqliteReaderTests : EngineTestKit
{
    private readonly HypercallSettings _settings;

    public SqliteReaderTests()
        : base(new SqliteFiles())
    {
        TestJournals.Make(Sys.Settings.Config);
        _settings = HypercallSettings.Read(Sys.Settings.Config);
    }

    [Fact]
    public void The_engines_journal_is_read_while_its_file_is_locked() =>
        CheckRead("akka-journal.db", ReadJournal(_settings.Partition.JournalPluginId));

    [Fact]
    public void The_transfer_desks_journal_is_read_while_its_file_is_locked() =>
        CheckRead("akka-transfers.db", ReadJournal(_settings.TransferJournalPluginId));

    [Fact]
    public void Snapshots_are_read_while_their_file_is_locked() => CheckRead("akka-snapshots.db", () =>
    {
        Persistence.Instance.Apply(Sys).SnapshotStoreFor(_settings.Partition.SnapshotPluginId).Tell(
            new LoadSnapshot("engine-main", SnapshotSelectionCriteria.Latest, long.MaxValue), TestActor);
        ExpectMsg<LoadSnapshotResult>(Patience);
    });

    private Action ReadJournal(string plugin) => () =>
    {
        Persistence.Instance.Apply(Sys).JournalFor(plugin).Tell(
            new ReplayMessages(1, long.MaxValue, long.MaxValue, "engine-main", TestActor), TestActor);
        ExpectMsg<RecoverySuccess>(Patience);
    };

    private void CheckRead(string file, Action read)
    {
        read();
        string path = Path.Combine(Database.Location, file);
        using var writer = new SqliteConnection($"Data Source={path};Pooling=False");
        writer.Open();
        using SqliteTransaction locked = writer.BeginTransaction(deferred: false);
        read();
        locked.Rollback();
    }
}
