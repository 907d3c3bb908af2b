using Hypercall.Actors.Ownership;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Ownership;

public sealed class EngineTroublesTests
{
    private const long MinuteMs = 60_000;

    [Theory]
    [InlineData(StopReason.WriteFailed, true)]
    [InlineData(StopReason.WriteRejected, true)]
    [InlineData(StopReason.JournalUnreadable, true)]
    [InlineData(StopReason.ClockJump, true)]
    [InlineData(StopReason.Poison, false)]
    [InlineData(StopReason.RecoveryRefused, false)]
    [InlineData(StopReason.JournalRewritten, false)]
    [InlineData(StopReason.ForeignOwner, false)]
    [InlineData(StopReason.HostFailed, false)]
    [InlineData(StopReason.Drained, false)]
    public void Twice_within_a_minute_lets_go_where_the_cause_lies_here(StopReason reason, bool letsGo)
    {
        var troubles = new EngineTroubles();
        Assert.False(troubles.Add(reason, 0));
        Assert.Equal(letsGo, troubles.Add(reason, MinuteMs));
        Assert.Equal(letsGo, troubles.Add(reason, 2 * MinuteMs));
    }

    [Theory]
    [InlineData(StopReason.WriteTimeout)]
    [InlineData(StopReason.OwnerUnknown)]
    public void A_journal_that_was_silent_for_all_its_time_lets_go_at_once(StopReason reason)
    {
        var troubles = new EngineTroubles();
        Assert.True(troubles.Add(reason, 0));
        Assert.True(troubles.Add(reason, 2 * MinuteMs));
    }

    [Fact]
    public void Causes_that_lie_further_apart_do_not()
    {
        var troubles = new EngineTroubles();
        for (int i = 0; i < 10; i++)
            Assert.False(troubles.Add(StopReason.WriteFailed, i * (MinuteMs + 1)));
    }

    [Fact]
    public void Different_causes_count_together()
    {
        var troubles = new EngineTroubles();
        troubles.Add(StopReason.WriteFailed, 0);
        Assert.False(troubles.Add(StopReason.Poison, 1));
        Assert.True(troubles.Add(StopReason.ClockJump, 2));
    }
}
