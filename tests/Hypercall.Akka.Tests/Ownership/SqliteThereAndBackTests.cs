using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Ownership;

public sealed class SqliteThereAndBackTests() : ThereAndBackSpec(new SqliteFiles())
{
    [Fact]
    public void Engines_go_on_without_a_snapshot() => CheckEngines(withSnapshot: false);

    [Fact]
    public void Engines_go_on_from_a_snapshot() => CheckEngines(withSnapshot: true);

    [Fact]
    public Task Transfer_desks_go_on() => CheckDesks();

    [Fact]
    public void Skip_ledgers_go_on() => CheckSkipLedgers();
}
