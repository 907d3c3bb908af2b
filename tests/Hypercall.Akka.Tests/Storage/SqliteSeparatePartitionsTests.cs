using Hypercall.Actors.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Tests.Storage;

public sealed class SqliteSeparatePartitionsTests() : SeparatePartitionsSpec(new SqliteFiles())
{
    /// <summary>Such a number has no positive one: an error that is no constraint's, which would be another owner's row.</summary>
    [Fact]
    public Task A_partition_whose_writes_fail_leaves_the_other_serving() => CheckOneFailsAsync(
        """
        CREATE TRIGGER broken BEFORE INSERT ON journal WHEN NEW.persistence_id = 'engine-west'
        BEGIN SELECT abs(-9223372036854775807 - 1); END
        """);

    [Fact]
    public Task The_write_timeout_comes_before_any_patience_of_the_plugin() => CheckWriteTimeoutAsync(
        connection => ((SqliteConnection)connection).BeginTransaction(deferred: false));
}
