using Hypercall.Node.Storage;
using Hypercall.Node.Tests.Support;

namespace Hypercall.Node.Tests.Storage;

public sealed class SnapshotStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_last_three_are_kept_newest_first()
    {
        using (DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path))
        using (SqliteSnapshotStore store = SqliteSnapshotStore.OpenOwned(ownership, "main"))
            KeepsTheLastThree(store);

        using SqliteSnapshotStore reopened = SqliteSnapshotStore.OpenReadOnly(_directory.Path);
        Assert.Equal([50, 40, 30], reopened.ReadNumbers());
        Assert.Equal([50], reopened.Load(50));
    }

    [Fact]
    public void In_memory_the_last_three_are_kept_newest_first() => KeepsTheLastThree(new InMemorySnapshotStore());

    [Fact]
    public void A_large_snapshot_comes_back_whole()
    {
        byte[] large = new byte[5_000_001];
        new Random(1).NextBytes(large);
        using DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path);
        using SqliteSnapshotStore store = SqliteSnapshotStore.OpenOwned(ownership, "main");

        store.Save(1, large);
        store.Save(2, []);

        Assert.Equal(large, store.Load(1));
        Assert.Empty(store.Load(2));
    }

    [Fact]
    public void A_missing_snapshot_is_damage_that_names_it()
    {
        using DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path);
        using SqliteSnapshotStore store = SqliteSnapshotStore.OpenOwned(ownership, "main");

        Assert.Equal(9, Assert.Throws<JournalDamagedException>(() => store.Load(9)).RecordNumber);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_set_aside_and_begun_anew()
    {
        File.WriteAllText(_directory.File(SqliteSnapshotStore.FileName), new string('x', 5000));
        using DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path);

        using SqliteSnapshotStore store = SqliteSnapshotStore.OpenOwned(ownership, "main");

        Assert.Contains("snapshots.damaged-1.db", store.SetAside, StringComparison.Ordinal);
        Assert.True(File.Exists(_directory.File("snapshots.damaged-1.db")));
        Assert.Empty(store.ReadNumbers());
        KeepsTheLastThree(store);
    }

    [Fact]
    public void Snapshots_of_another_engine_are_refused()
    {
        using DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path);
        SqliteSnapshotStore.OpenOwned(ownership, "btc").Dispose();

        Assert.Throws<JournalIncompatibleException>(() => SqliteSnapshotStore.OpenOwned(ownership, "main"));
    }

    private static void KeepsTheLastThree(ISnapshotStore store)
    {
        foreach (long number in new long[] { 10, 20, 30, 40 })
            store.Save(number, [(byte)number]);
        store.Save(40, [44]);
        Assert.Equal([44], store.Load(40));
        store.Save(50, [50]);
        Assert.Equal([50, 40, 30], store.ReadNumbers());
    }
}
