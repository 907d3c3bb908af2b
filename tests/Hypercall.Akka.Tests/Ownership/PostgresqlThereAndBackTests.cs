using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Ownership;

public sealed class PostgresqlThereAndBackTests() : ThereAndBackSpec(new PostgresqlTables())
{
    [PostgresqlFact]
    public void Engines_go_on_without_a_snapshot() => CheckEngines(withSnapshot: false);

    [PostgresqlFact]
    public void Engines_go_on_from_a_snapshot() => CheckEngines(withSnapshot: true);

    [PostgresqlFact]
    public Task Transfer_desks_go_on() => CheckDesks();

    [PostgresqlFact]
    public void Skip_ledgers_go_on() => CheckSkipLedgers();
}
