using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Engine;

public sealed class SqliteHostTests() : HostSpec(new SqliteFiles())
{
    [Fact]
    public void Every_outcome_and_hash_is_the_cores() => CheckOutcomes();

    [Fact]
    public void Restarts_change_nothing_but_the_epoch() => CheckRestarts();

    [Fact]
    public Task An_older_owners_next_write_meets_the_fence() => CheckFence();

    [Fact]
    public void An_idle_owner_stops_by_itself() => CheckIdleOwner();

    [Fact]
    public void A_hole_between_two_looks_stops_the_owner() => CheckHole();

    [Fact]
    public Task Restarts_keep_three_snapshots_and_one_that_cannot_be_loaded_is_passed_over() => CheckSnapshots();
}
