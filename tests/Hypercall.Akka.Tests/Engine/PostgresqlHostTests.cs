using Hypercall.Actors.Tests.Support;
using Npgsql;

namespace Hypercall.Actors.Tests.Engine;

public sealed class PostgresqlHostTests : HostSpec
{
    private readonly PostgresqlDatabase _database;

    public PostgresqlHostTests()
        : this(new PostgresqlDatabase())
    {
    }

    private PostgresqlHostTests(PostgresqlDatabase database)
        : base(TestConfig.Postgresql(database.ConnectionString)) => _database = database;

    [PostgresqlFact]
    public void Every_outcome_and_hash_is_the_cores() => CheckOutcomes();

    [PostgresqlFact]
    public void Restarts_change_nothing_but_the_epoch() => CheckRestarts();

    [PostgresqlFact]
    public Task An_older_owners_next_write_meets_the_fence() => CheckFence();

    [PostgresqlFact]
    public void An_idle_owner_stops_by_itself() => CheckIdleOwner();

    [PostgresqlFact]
    public void A_hole_between_two_looks_stops_the_owner()
    {
        using var connection = new NpgsqlConnection(_database.ConnectionString);
        CheckHole(connection);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _database.Dispose();
    }
}
