using Hypercall.Actors.Storage;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Storage;

/// <summary>What a SQLite file that is not what it should be makes of a question.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Rows_that_cannot_be_counted_are_told_as_on_every_other_database()
    {
        string file = _directory.File("journal.db");
        JournalStore store = new SqliteStore(StoreKind.Journal, "hypercall.journal.sqlite", $"Data Source={file}");

        var thrown = await Assert.ThrowsAsync<JournalUnreachableException>(
            () => store.CountAsync("engine-main", 1, 9, CancellationToken.None));

        Assert.Contains(file, thrown.Message);
        Assert.Contains("no such table", thrown.Message);
    }
}
