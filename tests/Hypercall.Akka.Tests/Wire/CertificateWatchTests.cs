using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Hypercall.Actors.Wire;

namespace Hypercall.Actors.Tests.Wire;

/// <summary>A certificate that ends soon is told of once a day, one that does not is not.</summary>
public sealed class CertificateWatchTests()
    : TestKit("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"")
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_month_before_its_end_it_is_told_every_day()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Warning));
        IActorRef watch = Sys.ActorOf(CertificateWatch.Props(Start.AddDays(32), new DayClock()));
        var scheduler = (TestScheduler)Sys.Scheduler;
        watch.Tell(new Identify(0), TestActor);
        ExpectMsg<ActorIdentity>();

        var told = new List<int>();
        for (int day = 0; day < 5; day++)
        {
            scheduler.Advance(day == 0 ? TimeSpan.Zero : Day);
            watch.Tell(new Identify(day), TestActor);
            object heard = ExpectMsg<object>();
            if (heard is not Warning)
                continue;
            told.Add(day);
            ExpectMsg<ActorIdentity>();
        }

        Assert.Equal([3, 4], told);
    }

    /// <summary>Asked once a day.</summary>
    private sealed class DayClock : TimeProvider
    {
        private int _day;

        public override DateTimeOffset GetUtcNow() => Start.AddDays(_day++);
    }
}
