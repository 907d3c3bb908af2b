using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Engine;

public sealed class MemoryHostTests() : HostSpec(TestConfig.Memory())
{
    [Fact]
    public void Every_outcome_and_hash_is_the_cores() => CheckOutcomes();

    [Fact]
    public void Restarts_change_nothing_but_the_epoch() => CheckRestarts();

    [Fact]
    public void An_idle_owner_stops_by_itself() => CheckIdleOwner();
}
