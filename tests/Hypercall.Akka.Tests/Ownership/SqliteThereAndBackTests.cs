using Hypercall.Actors.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Tests.Ownership;

public sealed class SqliteThereAndBackTests : ThereAndBackSpec
{
    private readonly TemporaryDirectory _directory;

    public SqliteThereAndBackTests()
        : this(new TemporaryDirectory())
    {
    }

    private SqliteThereAndBackTests(TemporaryDirectory directory)
        : base(TestConfig.Sqlite(directory.Path)) => _directory = directory;

    [Fact]
    public void Engines_go_on_without_a_snapshot() => CheckEngines(withSnapshot: false);

    [Fact]
    public void Engines_go_on_from_a_snapshot() => CheckEngines(withSnapshot: true);

    [Fact]
    public Task Transfer_desks_go_on() => CheckDesks();

    [Fact]
    public void Skip_ledgers_go_on() => CheckSkipLedgers();

    protected override void AfterAll()
    {
        base.AfterAll();
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }
}
